import type { TaskType } from '../../generated/graphql.js';
import type { Contract } from '../contract.js';
import type { WorkerHandler, WorkerHandlers } from './handlers.js';
import { workerLog, type WriteLine } from './worker-log.js';

/** How a worker is to work. Only `url` and `handlers` have to be given. */
export interface WorkerOptions<C extends Contract = Contract> {
  /** Address of the server, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Default: `default`. */
  readonly pool?: string;
  /** The value of the header of that name, such as `Bearer ...`, for HTTP and the socket alike. */
  readonly authorization?: string;
  /** Schemas of payloads and results by task type. What is not as they say fails with `CONTRACT_VIOLATION`, not to be retried. */
  readonly contract?: C;
  readonly handlers: WorkerHandlers<NoInfer<C>>;
  /** The types it takes, of those it has handlers for. Default: all of these. */
  readonly taskTypes?: readonly TaskType[];
  /** Skills of its agents. Default: none. */
  readonly skills?: readonly string[];
  /** Attempts at once, each as an agent of its own: 1 to 1,024. Default: 1. */
  readonly concurrency?: number;
  /**
   * Its agents are called `<name>-1` and so on, 1 to 90 characters. Agents of that name that have been silent for a lease are
   * dismissed by any worker of the same name. Default: `worker`.
   */
  readonly name?: string;
  /** How long joining the pool, and delivering the end of an attempt, are tried again, in milliseconds. Default: for ever. */
  readonly retryForMs?: number;
  /** How long attempts may still run after `close`, in milliseconds. Default: 25,000. */
  readonly drainMs?: number;
  /**
   * How long the event loop may be blocked before it is not vouched for any more, in milliseconds: its leases then run out. At
   * least 100. Default: 300,000.
   */
  readonly maxBlockedMs?: number;
  /** Whether SIGTERM and SIGINT close the worker; a second one, a second later or more, ends the drain. Default: false. */
  readonly handleSignals?: boolean;
  /** Takes the lines of the worker's log. Default: JSON lines on standard error. */
  readonly log?: WriteLine;
}

/** The complete form of the options. */
export interface WorkerSettings {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pool: string;
  readonly contract: Contract;
  readonly handlers: ReadonlyMap<TaskType, WorkerHandler>;
  readonly taskTypes: readonly TaskType[];
  readonly skills: readonly string[];
  readonly concurrency: number;
  readonly name: string;
  readonly retryForMs: number;
  readonly drainMs: number;
  readonly maxBlockedMs: number;
  readonly handleSignals: boolean;
  readonly log: WriteLine;
}

/** Short of the half minute that Kubernetes and others give before they kill. */
const DRAIN_MS = 25_000;
/** Longer than anything one does on the event loop on purpose, and short enough for an endless loop to be found out. */
const MAX_BLOCKED_MS = 300_000;

/** Throws a TypeError or RangeError that names the option. */
export function workerSettings<C extends Contract>(options: WorkerOptions<C>): WorkerSettings {
  const { url, pool = 'default', authorization, contract, handlers, skills = [], name = 'worker' } = options;
  if (typeof url !== 'string' || !/^https?:\/\//.test(url))
    throw new TypeError('url: an address that begins with http');
  const table = handlerTable(handlers);
  const taskTypes = options.taskTypes ?? [...table.keys()];
  for (const type of taskTypes) if (!table.has(type)) throw new TypeError(`taskTypes: there is no handler for ${type}`);
  if (taskTypes.length === 0) throw new TypeError('handlers: there has to be one for at least one task type');
  if (name.trim() === '' || name.length > 90) throw new RangeError('name: 1 to 90 characters');
  return {
    address: `${url.replace(/\/+$/, '')}/graphql`,
    headers: authorization === undefined ? {} : { authorization },
    ...{ pool, contract: contract ?? {}, handlers: table, taskTypes, skills, name },
    concurrency: within('concurrency', options.concurrency ?? 1, 1, 1_024, true),
    retryForMs: within('retryForMs', options.retryForMs ?? Infinity, 0, Infinity),
    drainMs: within('drainMs', options.drainMs ?? DRAIN_MS, 0, 2 ** 31 - 1),
    maxBlockedMs: within('maxBlockedMs', options.maxBlockedMs ?? MAX_BLOCKED_MS, 100, Infinity),
    handleSignals: options.handleSignals ?? false,
    log: workerLog(options.log),
  };
}

function handlerTable(handlers: object): ReadonlyMap<TaskType, WorkerHandler> {
  const entries = Object.entries(handlers).filter(([, handler]) => handler !== undefined);
  for (const [type, handler] of entries)
    if (typeof handler !== 'function') throw new TypeError(`handlers: that of ${type} is no function`);
  return new Map(entries as [TaskType, WorkerHandler][]);
}

function within(option: string, value: number, least: number, most: number, isWhole = false): number {
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  throw new RangeError(`${option}: ${isWhole ? 'a whole number ' : ''}from ${String(least)} to ${String(most)}`);
}
