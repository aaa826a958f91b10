/**
 * A gauge: the first value at once, then one whenever `intervalMs` have passed since the last. Values
 * are taken when they are asked for, so a slow reader misses old ones and always gets the newest.
 */
export class GaugeStream<T> implements AsyncIterableIterator<T> {
  readonly #read: () => T;
  readonly #intervalMs: number;
  #nextAtMs = 0;
  #done = false;
  #wake: (() => void) | null = null;

  constructor(read: () => T, intervalMs: number) {
    this.#read = read;
    this.#intervalMs = intervalMs;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T>> {
    const waitMs = this.#nextAtMs - performance.now();
    if (waitMs > 0 && !this.#done) await this.#pause(waitMs);
    if (this.#isDone()) return { done: true, value: undefined };
    this.#nextAtMs = performance.now() + this.#intervalMs;
    return { done: false, value: this.#read() };
  }

  return(): Promise<IteratorResult<T>> {
    this.#done = true;
    this.#wake?.();
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<T>> {
    await this.return();
    throw error;
  }

  #pause(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), waitMs);
      this.#wake = () => {
        this.#wake = null;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Asked again after the wait: `return` may have come in between. */
  #isDone(): boolean {
    return this.#done;
  }
}
