import {
  execute,
  parse,
  subscribe,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
} from 'graphql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EVERYBODY } from '../access/caller.js';
import { ProcessRuntime } from '../agents/process-runtime.js';
import { DEFAULT_INPUT_LIMITS } from '../core/input-limits.js';
import { DEFAULT_LIMITS } from '../core/limits.js';
import { machineClock } from '../engine/clock.js';
import { Coordinator, type EngineLog } from '../engine/coordinator.js';
import type { GraphContext } from '../graphql/context.js';
import { createSchema } from '../graphql/schema.js';
import { lockFile } from '../journal/file-lock.js';
import { MemoryJournal } from '../journal/memory-journal.js';
import { SqliteJournal } from '../journal/sqlite-journal.js';

const POOL = 'default';
const FEED_CAPACITY = 20_000;
const SNAPSHOT_EVERY = 200_000;

/** What its agents do, how many there are, and where the pool is kept. */
export interface EmbeddedOptions {
  /** The module with the task handlers; each agent is a process of its own that loads it. */
  readonly handlers: string;
  /** Where log and agents live, fsynced; one program at a time. Left out, everything ends with the program. */
  readonly dataDirectory?: string;
  /** Agents. Default 4. */
  readonly size?: number;
  /** Pending tasks; a submission beyond is `QUEUE_FULL`. Default 100. */
  readonly maxQueueLength?: number;
  /** What agents get of it: PATH, HOME, LANG, TZ, TMPDIR and what begins with `AGENT_`. Default: none. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Default: silence. */
  readonly log?: EngineLog;
  /** The log on disk failed: the pool has stopped, and nothing more is acknowledged. Default: throws, which ends the program. */
  readonly onFatal?: (error: unknown) => void;
}

type Variables = Readonly<Record<string, unknown>>;

/** The pool `default` inside this program: the contract of `schema/schema.graphql` without a network. */
export interface EmbeddedPool {
  /** A query or mutation. Throws what was refused, with the code in `extensions.code`. */
  execute<Data>(document: string, variables?: Variables): Promise<Data>;
  /** A subscription. Leaving the loop ends it. */
  subscribe<Data>(document: string, variables?: Variables): AsyncGenerator<Data, void, undefined>;
  /** Attempts may finish within `graceMs` (default 10,000) and are interrupted then; what waits is kept on disk. */
  close(graceMs?: number): Promise<void>;
}

const silent: EngineLog = { info: ignore, warn: ignore, error: ignore, debug: ignore };

/** Opens the pool as it was, or a new one, and its agents. Rejects with `LOCKED` where a server or program has the directory. */
export async function openEmbeddedPool(options: EmbeddedOptions): Promise<EmbeddedPool> {
  const { dataDirectory, size = 4 } = options;
  const durable = dataDirectory !== undefined;
  const folder = durable ? resolve(dataDirectory) : await mkdtemp(join(tmpdir(), 'coordination-pool-'));
  // The lock of a server, which would run the same agents from the same folders.
  const lock = durable ? lockFile(join(folder, 'server.lock'), `the data directory ${folder}`) : null;
  const coordinator = createCoordinator(options, folder);
  const close = async (graceMs = 10_000): Promise<void> => {
    await coordinator.drain(graceMs);
    await coordinator.close();
    lock?.release();
    if (!durable) await rm(folder, { recursive: true, force: true });
  };
  try {
    const pool = await coordinator.ensurePool(POOL);
    await pool.execute({ type: 'InitializePool', size, kind: 'PROCESS' });
  } catch (error) {
    await close(0);
    throw error;
  }
  const asked = asker(coordinator, options);
  return {
    close,
    async execute<Data>(text: string, variables: Variables = {}) {
      return dataOf<Data>(await execute(asked(text, variables)));
    },
    async *subscribe<Data>(text: string, variables: Variables = {}) {
      const results = await subscribe(asked(text, variables));
      if (!(Symbol.asyncIterator in results)) throw firstOf(results.errors);
      for await (const result of results) yield dataOf<Data>(result);
    },
  };
}

function createCoordinator(options: EmbeddedOptions, folder: string): Coordinator {
  const {
    dataDirectory,
    size = 4,
    maxQueueLength = DEFAULT_LIMITS.maxQueueLength,
    environment = {},
    log = silent,
  } = options;
  return new Coordinator({
    limits: { ...DEFAULT_LIMITS, maxSize: Math.max(DEFAULT_LIMITS.maxSize, size), maxQueueLength },
    inputLimits: DEFAULT_INPUT_LIMITS,
    dependencies: [],
    clock: machineClock,
    random: Math.random,
    journal: {
      open: (name) =>
        dataDirectory === undefined
          ? new MemoryJournal()
          : new SqliteJournal({ directory: join(folder, 'pools', name), durability: 'fsync' }),
      existing: () => Promise.resolve([]),
    },
    runtime: (reports) =>
      new ProcessRuntime({
        reports,
        agentsDirectory: join(folder, 'agents'),
        handlersModule: resolve(options.handlers),
        agentCommand: null,
        memoryLimitMb: 512,
        alarm: (delayMs, ring) => machineClock.alarm(delayMs, ring),
        environment,
      }),
    feedCapacity: FEED_CAPACITY,
    snapshotEvery: SNAPSHOT_EVERY,
    observe: ignore,
    log,
    onFatal: options.onFatal ?? fail,
  });
}

/** Documents are parsed and checked once; a program has a handful of them. */
function asker(coordinator: Coordinator, { size = 4, dataDirectory }: EmbeddedOptions) {
  const schema = createSchema();
  const known = new Map<string, DocumentNode>();
  const contextValue: GraphContext = {
    coordinator,
    config: {
      ...{ version: 'embedded', startedAtMs: Date.now(), agentKind: 'PROCESS', defaultPoolSize: size },
      ...(dataDirectory === undefined
        ? { journalKind: 'memory', durability: 'memory' }
        : { journalKind: 'sqlite', durability: 'fsync' }),
      ...{ maxPoolSize: coordinator.limits.maxSize, maxQueueLength: coordinator.limits.maxQueueLength },
      ...{ heartbeatMs: DEFAULT_LIMITS.leaseMs / 3, assignmentLatencyTargetMs: 500 },
    },
    trace: { traceId: '', traceparent: null },
    caller: EVERYBODY,
  };
  return (text: string, variableValues: Variables) => {
    let document = known.get(text);
    if (document === undefined) {
      document = parse(text);
      const errors = validate(schema, document);
      if (errors.length > 0) throw firstOf(errors);
      known.set(text, document);
    }
    return { schema, document, variableValues, contextValue };
  };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what the document asks for
function dataOf<Data>({ data, errors }: ExecutionResult): Data {
  if (errors !== undefined && errors.length > 0) throw firstOf(errors);
  return data as Data;
}

function firstOf(errors: readonly GraphQLError[] | undefined): Error {
  return errors?.[0] ?? new Error('the operation gave neither data nor errors');
}

function ignore(): void {
  // Nobody asked to hear of it.
}

function fail(error: unknown): never {
  throw error;
}
