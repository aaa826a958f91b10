import { graphql, parse, subscribe, type ExecutionResult, type GraphQLError } from 'graphql';
import { EVERYBODY } from '../../src/access/caller.js';
import type { AgentKind } from '../../src/core/agent.js';
import { DEFAULT_INPUT_LIMITS, type InputLimits } from '../../src/core/input-limits.js';
import { DEFAULT_LIMITS, type PoolLimits } from '../../src/core/limits.js';
import { Coordinator } from '../../src/engine/coordinator.js';
import {
  InitializePoolDocument,
  SubmitTaskDocument,
  type SubmitTaskInput,
  type SubmitTaskMutation,
} from '../../src/generated/graphql.js';
import type { GraphContext } from '../../src/graphql/context.js';
import { createSchema } from '../../src/graphql/schema.js';
import { MemoryJournal } from '../../src/journal/memory-journal.js';
import { ManualClock } from '../support/manual-clock.js';
import { DISCOVERY } from '../support/rules.js';
import { InMemoryRuntime } from './in-memory-runtime.js';

/** A generated document: its text, and by its type what goes in and comes out. */
export interface Operation<Result, Variables> {
  readonly __apiType?: (variables: Variables) => Result;
  toString(): string;
}

/** Items as a client reads them; `return` is a client that goes away, also while it waits. */
export interface Reader<Item> {
  next(): Promise<IteratorResult<Item, void>>;
  return(): Promise<unknown>;
}

interface Refused {
  readonly errors: readonly GraphQLError[];
}

export interface ServiceOptions {
  readonly size?: number;
  readonly agentKind?: AgentKind;
  readonly limits?: Partial<PoolLimits>;
  readonly inputLimits?: InputLimits;
  readonly feedCapacity?: number;
}

/** The schema over a real coordinator with its journals in memory; time stands still until it is moved. */
export class Service {
  readonly clock = new ManualClock();
  readonly coordinator: Coordinator;
  readonly runtime: InMemoryRuntime;
  readonly context: GraphContext;

  private constructor({
    agentKind = 'REMOTE',
    limits = {},
    inputLimits = DEFAULT_INPUT_LIMITS,
    feedCapacity = 10_000,
  }: ServiceOptions) {
    const runtimes: InMemoryRuntime[] = [];
    this.coordinator = new Coordinator({
      limits: { ...DEFAULT_LIMITS, maxSkills: inputLimits.maxSkills, ...limits },
      inputLimits,
      dependencies: [{ config: DISCOVERY, probe: null }],
      clock: this.clock,
      random: () => 0.5,
      journal: { open: () => new MemoryJournal(), existing: () => Promise.resolve([]) },
      runtime: (reports) => {
        const runtime = new InMemoryRuntime(reports);
        runtimes.push(runtime);
        return runtime;
      },
      ...{ feedCapacity, snapshotEvery: 1_000_000 },
      observe: () => undefined,
      log: { info: nothing, warn: nothing, error: nothing, debug: nothing },
      onFatal: (error) => {
        throw error;
      },
    });
    const [runtime] = runtimes;
    if (runtime === undefined) throw new Error('the coordinator asked for no runtime');
    this.runtime = runtime;
    this.context = {
      coordinator: this.coordinator,
      config: {
        ...{
          version: '1.2.3',
          startedAtMs: this.clock.wallMs(),
          agentKind,
          journalKind: 'memory',
          durability: 'memory',
        },
        ...{ defaultPoolSize: 4, maxPoolSize: limits.maxSize ?? 16, maxQueueLength: limits.maxQueueLength ?? 100 },
        ...{ heartbeatMs: 10_000, assignmentLatencyTargetMs: 500 },
      },
      trace: {
        traceId: '0af7651916cd43dd8448eb211c80319c',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      caller: EVERYBODY,
    };
  }

  static async open(options: ServiceOptions = {}): Promise<Service> {
    const service = new Service(options);
    await service.coordinator.open();
    await service.run(InitializePoolDocument, { input: { size: options.size ?? 0 } });
    return service;
  }

  /** The data; throws the first error there is. */
  async run<Result, Variables>(operation: Operation<Result, Variables>, variables: Variables): Promise<Result> {
    const { data, errors } = await this.result(operation.toString(), variables as Record<string, unknown>);
    if (errors?.[0] !== undefined) throw errors[0];
    return data as Result;
  }

  /** What a refused call says, as a client of any transport gets it. */
  async refusal<Variables>(operation: Operation<unknown, Variables>, variables: Variables): Promise<GraphQLError> {
    const { errors } = await this.result(operation.toString(), variables as Record<string, unknown>);
    if (errors?.[0] === undefined) throw new Error('it was not refused');
    return errors[0];
  }

  async result(source: string, variables: Record<string, unknown> = {}): Promise<ExecutionResult> {
    const result = await graphql({
      schema: createSchema(),
      source,
      contextValue: this.context,
      variableValues: variables,
    });
    // As it goes over the wire.
    return {
      ...result,
      ...(result.data && { data: JSON.parse(JSON.stringify(result.data)) as Record<string, unknown> }),
    };
  }

  async subscribe<Result extends object, Variables>(
    operation: Operation<Result, Variables>,
    variables: Variables,
  ): Promise<Reader<Result>> {
    const started = await this.started(operation, variables);
    if ('errors' in started) throw started.errors[0] ?? new Error('no error');
    return started as Reader<Result>;
  }

  /** The data of each event, or the result that says why there is no subscription. */
  async started<Variables>(
    operation: Operation<unknown, Variables>,
    variables: Variables,
  ): Promise<Reader<object> | Refused> {
    const result = await subscribe({
      schema: createSchema(),
      document: parse(operation.toString()),
      contextValue: this.context,
      variableValues: variables as Record<string, unknown>,
    });
    return Symbol.asyncIterator in result ? dataOf(result) : { errors: result.errors ?? [] };
  }

  async submit(input: Partial<SubmitTaskInput> = {}): Promise<SubmitTaskMutation['submitTask']['task']> {
    const { submitTask } = await this.run(SubmitTaskDocument, { input });
    return submitTask.task;
  }

  async close(): Promise<void> {
    await this.coordinator.drain(0);
    await this.coordinator.close();
  }
}

/** The next `count` items; the reader goes on from there. */
export async function take<Item>(reader: Reader<Item>, count: number): Promise<Item[]> {
  const items: Item[] = [];
  while (items.length < count) {
    const { done, value } = await reader.next();
    if (done === true) break;
    items.push(value);
  }
  return items;
}

function dataOf(results: AsyncGenerator<ExecutionResult, void, void>): Reader<object> {
  return {
    async next() {
      const result = await results.next();
      if (result.done === true) return { done: true, value: undefined };
      const { data, errors } = result.value;
      if (errors?.[0] !== undefined) throw errors[0];
      return { done: false, value: JSON.parse(JSON.stringify(data)) as object };
    },
    return: () => results.return(undefined),
  };
}

function nothing(): void {
  // Tests do not read the log.
}
