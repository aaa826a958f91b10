import type { TaskType } from '../../generated/graphql.js';
import type { Contract, PayloadTaken, ResultGiven } from '../contract.js';
import type { LogLevel } from './worker-log.js';

/** The task as its handler sees it. */
export interface WorkerTask<Payload = Readonly<Record<string, unknown>>, Type extends TaskType = TaskType> {
  readonly id: string;
  readonly type: Type;
  /** Where the contract has a schema for it: what the schema made of it. */
  readonly payload: Payload;
}

/**
 * Does one attempt of a task. What it returns becomes the task's result: JSON of at most 256 KiB by default. What it throws
 * becomes the attempt's failure: `code` (a string; else the error's name), `message`, `retryable` (false: no further attempt)
 * and `retryAfterMs` are read from the error.
 */
export type WorkerHandler<C extends Contract = Contract, Type extends TaskType = TaskType> = (
  task: WorkerTask<PayloadTaken<C, Type>, Type>,
  ctx: WorkerContext,
) => Awaitable<ResultGiven<C, Type>>;

/** Handlers by task type, with payloads and results as the contract says. */
export type WorkerHandlers<C extends Contract = Contract> = {
  readonly [Type in TaskType]?: WorkerHandler<C, Type>;
};

type Awaitable<Value> = Value | PromiseLike<Value>;

/**
 * What an attempt is given beside its task. A handler that needs no more than this runs in a PROCESS agent as well
 * (`coordination-pool/agent`), whose context has all of it.
 */
export interface WorkerContext {
  readonly agent: { readonly id: string; readonly name: string };
  /** Aborted when the attempt is over: cancelled, timed out, lost to another agent, or cut off by the end of the drain. */
  readonly signal: AbortSignal;
  /** Counts from 1. */
  readonly attempt: number;
  /** When the attempt will be timed out, by this machine's clock; null where it will not. */
  readonly deadline: Date | null;
  readonly trace: { readonly traceId: string | null; readonly traceparent: string | null };
  /** Lines of the worker's log, with the ids of the task and the agent. */
  readonly log: Readonly<Record<LogLevel, (message: string) => void>>;
  /** `fraction` is cut to 0 to 1. At most four a second are passed on, the newest wins. */
  progress(fraction: number, note?: string): void;
}
