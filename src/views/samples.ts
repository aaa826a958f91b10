export interface PercentileFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** The newest `capacity` measurements, in milliseconds. */
export class Samples {
  readonly #values: Float64Array;
  #count = 0;

  constructor(capacity = 1_024) {
    this.#values = new Float64Array(capacity);
  }

  add(valueMs: number): void {
    this.#values[this.#count % this.#values.length] = valueMs;
    this.#count += 1;
  }

  /** By the nearest-rank method; null before the first measurement. */
  percentiles(): PercentileFigures | null {
    const size = Math.min(this.#count, this.#values.length);
    if (size === 0) return null;
    const sorted = this.#values.slice(0, size).sort();
    const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * size) - 1)] as number;
    return { p50Ms: rank(0.5), p95Ms: rank(0.95), p99Ms: rank(0.99), maxMs: sorted[size - 1] as number };
  }
}
