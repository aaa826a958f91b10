import type { Clock } from '../../src/engine/clock.js';
import { IndexedHeap } from '../../src/lib/indexed-heap.js';
import type { Random } from './random.js';

/** Whose doing an entry of the timeline is. What a dead process had planned does not happen. */
export interface Owner {
  readonly dead: boolean;
}

export interface Entry {
  readonly atMs: number;
  /** By this it is known, and taken back, also where it was postponed. */
  readonly id: number;
  readonly order: number;
  readonly what: string;
  readonly run: () => void;
  /** The server's process where it is the server's event loop that has to run it; null: the world outside. */
  readonly owner: Owner | null;
}

const NEW_YEAR_MS = Date.UTC(2026, 0, 1);

/** Simulated time: what is to happen when. Nothing passes but by taking the next entry. */
export class Timeline {
  nowMs = 0;
  /** Set by an operator, or by a time server. */
  wallOffsetMs = NEW_YEAR_MS;
  readonly #random: Random;
  readonly #entries = new IndexedHeap<number, Entry>((a, b) =>
    a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs,
  );
  #order = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Plans `run`; the function it gives takes it back. */
  at(delayMs: number, what: string, run: () => void, owner: Owner | null = null): () => void {
    const id = this.#order + 1;
    this.#plan({ id, what, run, owner }, this.nowMs + Math.max(0, delayMs));
    return () => {
      this.#entries.delete(id);
    };
  }

  /** The next entry, after moving the clock there; null where nothing is planned any more. */
  next(): Entry | null {
    for (;;) {
      const head = this.#entries.peek();
      if (head === undefined) return null;
      this.#entries.delete(head.key);
      if (head.value.owner?.dead === true) continue;
      this.nowMs = Math.max(this.nowMs, head.value.atMs);
      return head.value;
    }
  }

  /** An entry that was taken and cannot run before `atMs`. It stays behind those planned for then. */
  postpone(entry: Entry, atMs: number): void {
    this.#plan(entry, atMs);
  }

  #plan(entry: Omit<Entry, 'atMs' | 'order'>, atMs: number): void {
    this.#order += 1;
    this.#entries.set(entry.id, { ...entry, atMs, order: this.#order });
  }

  /** The clock as one process sees it. Time goes on a little while code runs. */
  clockOf(owner: Owner): Clock {
    return {
      wallMs: () => Math.floor(this.nowMs + this.wallOffsetMs),
      monotonicMs: () => {
        if (this.#random.chance(0.02)) this.nowMs += this.#random.next();
        return this.nowMs;
      },
      alarm: (delayMs, ring) => this.at(Math.ceil(delayMs), 'alarm', ring, owner),
    };
  }
}
