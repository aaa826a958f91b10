const MAX_PROGRESS_PER_SECOND = 10;

export interface Progress {
  readonly fraction: number;
  readonly note: string | null;
}

/**
 * Lets at most ten reports through in any second; of those in between only the newest is kept, and
 * given as soon as the second allows.
 */
export class ProgressThrottle {
  readonly #emit: (progress: Progress) => void;
  readonly #emittedAt: number[] = [];
  #waiting: Progress | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(emit: (progress: Progress) => void) {
    this.#emit = emit;
  }

  push(progress: Progress): void {
    this.#waiting = progress;
    if (this.#timer === null) this.#flush();
  }

  /** What still waits is dropped: the attempt's end says more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #flush(): void {
    this.#timer = null;
    if (this.#waiting === null) return;
    const now = performance.now();
    const oldest = this.#emittedAt.length < MAX_PROGRESS_PER_SECOND ? undefined : this.#emittedAt[0];
    if (oldest !== undefined && now - oldest < 1_000) {
      this.#timer = setTimeout(
        () => {
          this.#flush();
        },
        Math.ceil(1_000 - (now - oldest)),
      );
      this.#timer.unref();
      return;
    }
    if (oldest !== undefined) this.#emittedAt.shift();
    this.#emittedAt.push(now);
    const progress = this.#waiting;
    this.#waiting = null;
    this.#emit(progress);
  }
}
