import { ReportFailureDocument, ReportResultDocument } from '../../generated/graphql.js';
import { thrownAsData, type Thrown } from '../../lib/thrown.js';
import type { HttpCalls } from '../http-calls.js';
import { PoolError } from '../pool-error.js';
import { insist } from './insist.js';
import type { WorkerLine, WriteLine } from './worker-log.js';

/** How an attempt ended: with a result, or as failed. */
export type Ending = { readonly result: unknown } | Thrown;

export const MAX_CODE_LENGTH = 64;
export const MAX_MESSAGE_LENGTH = 2_000;
/** A day, the longest that a failure may ask to wait. */
const MAX_RETRY_AFTER_MS = 86_400_000;
/** Where the server is configured to take less than usual and does not say how much. */
const SHORT_MESSAGE = 100;

type Lease = { readonly taskId: string; readonly leaseToken: string };
type Ids = Pick<WorkerLine, 'agentId' | 'taskId' | 'attempt'>;

/** The attempt is over for the pool: whatever is told of it changes nothing. */
const OVER: ReadonlySet<string> = new Set(['STALE_ATTEMPT', 'NOT_FOUND', 'INVALID_STATE']);
const NO_CREDENTIALS: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** Tells the server how attempts ended, each until it is answered. Telling twice is telling once: the lease token is good for one end. */
export class Report {
  readonly #calls: HttpCalls;
  readonly #forMs: number;
  readonly #log: WriteLine;
  readonly #onRefused: (error: PoolError) => void;

  /** `onRefused`: the server does not take these credentials. */
  constructor(calls: HttpCalls, forMs: number, log: WriteLine, onRefused: (error: PoolError) => void) {
    this.#calls = calls;
    this.#forMs = forMs;
    this.#log = log;
    this.#onRefused = onRefused;
  }

  /** Whether the server has taken this end. Never rejects; `signal` ends the wait for a server that is away. */
  async tell(lease: Lease, ending: Ending, ids: Ids, signal: AbortSignal): Promise<boolean> {
    let tries = 1;
    const onRetry = (error: PoolError, sofar: number): void => {
      tries = sofar + 1;
      if (sofar === 1) this.#log({ level: 'warn', message: `told again: ${error.message}`, code: error.code, ...ids });
    };
    try {
      await insist((within) => this.#send(lease, ending, within), { forMs: this.#forMs, signal, onRetry });
      return true;
    } catch (error) {
      const instead = this.#judge(error, ending, ids, tries, signal);
      return instead !== null && this.tell(lease, instead, ids, signal);
    }
  }

  async #send(lease: Lease, ending: Ending, signal: AbortSignal): Promise<unknown> {
    if ('result' in ending) {
      // Undefined and functions have no JSON: null.
      const input = { ...lease, result: ending.result ?? null };
      return this.#calls.once(ReportResultDocument, { input }, { signal });
    }
    const { code, message, retryable, retryAfterMs } = ending;
    const waitMs = retryAfterMs === null ? null : Math.min(MAX_RETRY_AFTER_MS, Math.ceil(retryAfterMs));
    const input = { ...lease, code, message, retryable, retryAfterMs: waitMs };
    return this.#calls.once(ReportFailureDocument, { input }, { signal });
  }

  /** What to tell instead of an end that was refused; null where there is nothing left to tell. */
  #judge(error: unknown, ending: Ending, ids: Ids, tries: number, signal: AbortSignal): Ending | null {
    if (!(error instanceof PoolError)) return this.#unsendable(error, ending, ids, signal);
    const { code, message, details } = error;
    if (OVER.has(code)) {
      // After a lost answer it is most likely the first telling that ended it.
      const level = tries === 1 ? 'warn' : 'info';
      this.#log({ level, message: `the attempt is over, its end is discarded: ${message}`, code, ...ids });
      return null;
    }
    if (NO_CREDENTIALS.has(code)) {
      this.#onRefused(error);
      return null;
    }
    if (error.retryable) {
      this.#log({ level: 'error', message: `the end of the attempt could not be told: ${message}`, code, ...ids });
      return null;
    }
    if ('result' in ending) return { code, message, retryable: false, retryAfterMs: null };
    this.#log({ level: 'error', message: `the failure was refused: ${message}`, code, ...ids });
    if (ending.code === 'FAILED') return null;
    const short = ending.message.slice(0, details.limit ?? SHORT_MESSAGE);
    return { code: 'FAILED', message: short, retryable: ending.retryable, retryAfterMs: null };
  }

  /** It was not the server: the signal, or a result that is no JSON, which may throw anything: what is nested too deep, a `toJSON`. */
  #unsendable(error: unknown, ending: Ending, ids: Ids, signal: AbortSignal): Ending | null {
    const { message } = thrownAsData(error, { code: MAX_CODE_LENGTH, message: MAX_MESSAGE_LENGTH });
    if (!signal.aborted && 'result' in ending) {
      return { code: 'RESULT_NOT_JSON', message, retryable: false, retryAfterMs: null };
    }
    this.#log({ level: 'info', message: `the end of the attempt is not told: ${message}`, ...ids });
    return null;
  }
}
