export interface BackoffPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/**
 * The wait before the next attempt, in milliseconds: full jitter between 0 and
 * min(`capMs`, `baseMs` * 2^(attempt - 1)). With base 1 s and cap 60 s the upper
 * ends are 1 s, 2 s, 4 s ... 32 s, 60 s.
 *
 * `random` is in [0, 1) and comes with the command; the record keeps the outcome.
 *
 * @see AWS Architecture Blog, "Exponential Backoff And Jitter" (full jitter)
 */
export function backoffMs(attempt: number, policy: BackoffPolicy, random: number): number {
  return Math.floor(random * Math.min(policy.capMs, policy.baseMs * 2 ** (Math.max(1, attempt) - 1)));
}
