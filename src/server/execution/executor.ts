import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { type Planned, PlanCache } from './plans.js';
import { isPromise, Run } from './run.js';
import { ResultStream } from './result-stream.js';

export type Executed = ExecutionResult | Promise<ExecutionResult>;

/** What an execution is of, its variables coerced. */
export interface Execution {
  readonly planned: Planned;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown>;
}

/**
 * Executes admitted operations with the same results and errors as graphql-js, from plans: what a document decides is
 * decided once. What has no plan is left to graphql-js.
 */
export class Executor {
  readonly #schema: GraphQLSchema;
  readonly #plans: PlanCache;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    this.#plans = new PlanCache(schema);
  }

  /** As graphql-js has it. */
  readonly execute = (args: ExecutionArgs): Executed => this.prepare(args)(args.rootValue);

  /** Executes the operation with one root value after the other, such as the events of a subscription. */
  prepare(args: ExecutionArgs): (rootValue: unknown) => Executed {
    const execution = this.#planOf(args);
    // Also what is wrong with the request itself is told by graphql-js.
    if (execution === null) return (rootValue) => execute({ ...args, rootValue });
    return (rootValue) => this.run(execution, args.contextValue, rootValue);
  }

  #planOf({ document, operationName, variableValues }: ExecutionArgs): Execution | null {
    const operation = getOperationAST(document, operationName);
    if (!operation) return null;
    const { coerced } = getVariableValues(this.#schema, operation.variableDefinitions ?? [], variableValues ?? {});
    return coerced === undefined ? null : this.plan(document, operation, coerced);
  }

  /** Null where `execute` has to do it. `variables` are coerced. */
  plan(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): Execution | null {
    const planned = this.#plans.get(document, operation, variables);
    return planned === null ? null : { planned, operation, variables };
  }

  run({ planned: { plan, fragments }, operation, variables }: Execution, context: unknown, root?: unknown): Executed {
    const run = new Run(this.#schema, operation, fragments, variables, context, root);
    try {
      const data = plan.execute(run);
      return isPromise(data)
        ? data.then(
            (settled) => resultOf(run, settled),
            (error: unknown) => failed(run, error),
          )
        : resultOf(run, data);
    } catch (error) {
      return failed(run, error);
    }
  }

  /** As graphql-js has it. */
  readonly subscribe = async (
    args: ExecutionArgs,
  ): Promise<AsyncIterableIterator<ExecutionResult, void, undefined> | ExecutionResult> => {
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    return new ResultStream(source, this.prepare(args));
  };
}

function failed(run: Run, error: unknown): ExecutionResult {
  // Fields give nothing but located errors.
  run.fail(error as GraphQLError, undefined);
  return resultOf(run, null);
}

function resultOf({ errors }: Run, data: unknown): ExecutionResult {
  const result = data as Record<string, unknown> | null;
  return errors.length === 0 ? { data: result } : { errors, data: result };
}
