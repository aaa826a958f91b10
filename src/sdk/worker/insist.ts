import { pause, pauseMs } from '../pause.js';
import { passesBySoon, PoolError, unreachable } from '../pool-error.js';

export interface Patience {
  /** How long after the first try there may be another one, in milliseconds. */
  readonly forMs: number;
  /** Ends the wait for the next try, never a try that is on its way: what it has done would not be known. */
  readonly signal: AbortSignal;
  /** Refusals that are worth another try, beside those that pass by themselves. */
  readonly alsoPasses?: readonly string[];
  /** Called with every error behind which there is another try. */
  readonly onRetry?: (error: PoolError, tries: number) => void;
}

const ANSWER_WITHIN_MS = 10_000;

/**
 * Calls until an answer came that would be the same next time. Rejects with the `PoolError` of a refusal, with the last error when
 * the time is up, or with the reason of the signal.
 */
export async function insist<Data>(
  call: (signal: AbortSignal) => Promise<Data>,
  { forMs, signal, alsoPasses = [], onRetry }: Patience,
): Promise<Data> {
  const untilMs = performance.now() + forMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await call(AbortSignal.timeout(ANSWER_WITHIN_MS));
    } catch (thrown) {
      const error = isTimeout(thrown) ? unreachable('No answer came in time.', thrown) : thrown;
      if (!(error instanceof PoolError) || !mayPass(error, alsoPasses)) throw error;
      const waitMs = Math.max(pauseMs(tries), error.details.retryAfterMs ?? 0);
      if (performance.now() + waitMs > untilMs) throw error;
      onRetry?.(error, tries);
      await pause(waitMs, signal);
    }
  }
}

function mayPass(error: PoolError, alsoPasses: readonly string[]): boolean {
  const { code, retryable } = error;
  return retryable || code === 'INTERNAL_SERVER_ERROR' || alsoPasses.includes(code) || passesBySoon(error);
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
