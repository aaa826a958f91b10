import type { Source } from './source.js';

/** Between two rounds of telling listeners, in milliseconds: ten of them in a second. */
const FLUSH_EVERY_MS = 100;

/** Tells the listeners of many cells together, at once after a quiet time and at most ten times a second. */
export class Flusher {
  readonly #changed = new Set<Cell<unknown>>();
  #flushedAtMs = Number.NEGATIVE_INFINITY;
  #isDue = false;

  add(cell: Cell<unknown>): void {
    this.#changed.add(cell);
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#flush(), Math.max(0, this.#flushedAtMs + FLUSH_EVERY_MS - performance.now()));
  }

  #flush(): void {
    this.#isDue = false;
    this.#flushedAtMs = performance.now();
    const cells = [...this.#changed];
    this.#changed.clear();
    // All have their new values before anybody is told, so that nobody sees some new and some old.
    const told = cells.filter((cell) => cell.renew());
    for (const cell of told) cell.tell();
  }
}

/** A value that is renewed when the flusher comes round, however often it was changed before. */
export class Cell<T> implements Source<T> {
  readonly #flusher: Flusher;
  readonly #listeners = new Set<() => void>();
  #value: T;
  #make: (() => T) | null = null;

  constructor(flusher: Flusher, value: T) {
    this.#flusher = flusher;
    this.#value = value;
  }

  snapshot(): T {
    return this.#value;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `make` gives the value when it is needed; the last one given counts. */
  change(make: () => T): void {
    this.#make = make;
    this.#flusher.add(this);
  }

  /** For the flusher: whether the value is another one now. */
  renew(): boolean {
    const before = this.#value;
    if (this.#make !== null) this.#value = this.#make();
    this.#make = null;
    return !Object.is(before, this.#value);
  }

  /** For the flusher. */
  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
