/** Counts an amount per second, in windows that begin with the first use after the last one ended. */
export class RateWindow {
  readonly #max: number;
  #startedAt = -Infinity;
  #used = 0;

  constructor(maxPerSecond: number) {
    this.#max = maxPerSecond;
  }

  /** Whether `amount` more is still within this second's maximum. */
  allows(amount: number): boolean {
    const now = performance.now();
    if (now - this.#startedAt >= 1_000) {
      this.#startedAt = now;
      this.#used = 0;
    }
    this.#used += amount;
    return this.#used <= this.#max;
  }

  /** Until the next window begins, in milliseconds; 0 where none is under way. */
  get restMs(): number {
    return Math.max(0, this.#startedAt + 1_000 - performance.now());
  }
}
