export interface BucketsOptions {
  /** Units that come in a second; greater than 0. */
  readonly perSecond: number;
  /** Units that a bucket holds at most, and holds at first. */
  readonly burst: number;
  /** Buckets at once. Default 10,000. */
  readonly max?: number;
  /** A clock that is never set back. Default: `performance.now`. */
  readonly nowMs?: () => number;
}

/** What somebody still has. */
export interface Bucket {
  /** How long it takes, in ms, until there are so many units; 0 where there are. More than it can hold is there when it is full. */
  msUntil(units: number): number;
  /** Takes them, also what is not there: that has to come in before anything else can be taken. */
  spend(units: number): void;
}

const DEFAULT_MAX = 10_000;

/**
 * Token buckets by key, so many at most: the least recently used one goes, and the new one takes over what that one had by then. So
 * nobody gets a full bucket by pushing his own out: all of them together never hold more than comes in.
 */
export class Buckets {
  readonly #buckets = new Map<string, Level>();
  readonly #options: Required<BucketsOptions>;
  #newest: readonly [key: string, bucket: Level] | null = null;

  constructor(options: BucketsOptions) {
    this.#options = { max: DEFAULT_MAX, nowMs: () => performance.now(), ...options };
  }

  get size(): number {
    return this.#buckets.size;
  }

  of(key: string): Bucket {
    // Most requests come from where the one before came from.
    if (this.#newest?.[0] === key) return this.#newest[1];
    const known = this.#buckets.get(key);
    if (known !== undefined) this.#buckets.delete(key);
    const bucket = known ?? this.#make();
    this.#buckets.set(key, bucket);
    this.#newest = [key, bucket];
    return bucket;
  }

  #make(): Level {
    if (this.#buckets.size < this.#options.max) return new Level(this.#options);
    const [oldest, bucket] = this.#buckets.entries().next().value as [string, Level];
    this.#buckets.delete(oldest);
    return new Level(this.#options, bucket.units());
  }
}

class Level implements Bucket {
  readonly #options: Required<BucketsOptions>;
  #units: number;
  #atMs: number;

  constructor(options: Required<BucketsOptions>, units = options.burst) {
    this.#options = options;
    this.#units = units;
    this.#atMs = options.nowMs();
  }

  /** By now. */
  units(): number {
    const { perSecond, burst, nowMs } = this.#options;
    const now = nowMs();
    this.#units = Math.min(burst, this.#units + ((now - this.#atMs) * perSecond) / 1_000);
    this.#atMs = now;
    return this.#units;
  }

  msUntil(units: number): number {
    const { perSecond, burst } = this.#options;
    const missing = Math.min(units, burst) - this.units();
    return missing <= 0 ? 0 : Math.ceil((missing / perSecond) * 1_000);
  }

  spend(units: number): void {
    this.#units -= units;
  }
}
