import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { WeightedCache } from '../../lib/weighted-cache.js';
import { compile, type CompiledOperation } from './compile.js';
import { NotCompiled } from './complete.js';

/** Fields of one operation: some 400 bytes each. */
const MAX_FIELDS = 5_000;
/** Fields of all plans that are kept, and tokens of their documents, which are kept with them: some 500 bytes each. */
const MAX_KEPT = 100_000;

/** One document's operations, compiled as they are first wanted. */
interface Plans {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables that conditions are made of: for each way in which they turn out there is a plan of its own. */
  readonly conditions: readonly string[];
  readonly operations: Map<OperationDefinitionNode, Map<string, CompiledOperation | null>>;
  size: number;
}

/** Plan and fragments of an operation. */
export interface Planned {
  readonly plan: CompiledOperation;
  readonly fragments: Plans['fragments'];
}

/** Compiled operations of the documents that were executed lately. */
export class PlanCache {
  readonly #schema: GraphQLSchema;
  readonly #documents = new WeightedCache<DocumentNode, Plans>(MAX_KEPT);

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Null where graphql-js has to execute it. `variables` are coerced. */
  get(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): Planned | null {
    let plans = this.#documents.get(document);
    if (plans === undefined) {
      plans = emptyPlans(document);
      this.#documents.set(document, plans, plans.size);
    }
    let variants = plans.operations.get(operation);
    if (variants === undefined)
      plans.operations.set(operation, (variants = new Map<string, CompiledOperation | null>()));
    const outcome = plans.conditions.map((name) => String(variables[name])).join();
    let plan = variants.get(outcome);
    if (plan === undefined) {
      plan = this.#compile(plans, operation, variables);
      variants.set(outcome, plan);
      plans.size += plan?.size ?? 1;
      this.#documents.set(document, plans, plans.size);
    }
    return plan === null ? null : { plan, fragments: plans.fragments };
  }

  #compile(
    { fragments, conditions }: Plans,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): CompiledOperation | null {
    // One of another operation is undefined; one that is null is an error of the field, which graphql-js tells.
    if (conditions.some((name) => variables[name] === null)) return null;
    try {
      return compile({ schema: this.#schema, fragments, variables }, operation, MAX_FIELDS);
    } catch (error) {
      if (error instanceof NotCompiled) return null;
      throw error;
    }
  }
}

function emptyPlans(document: DocumentNode): Plans {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as Record<string, never>;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return { fragments, conditions: conditionsOf(document), operations: new Map(), size: 1 + (document.tokenCount ?? 0) };
}

/** Names of the variables in `@skip` and `@include`. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      return false;
    },
  });
  return [...names];
}
