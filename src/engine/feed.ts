import type { Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import { Rejection } from '../core/rejection.js';
import { Ring } from '../lib/ring.js';
import type { Clock } from './clock.js';
import { damaged, type Gap } from './read-only.js';

/** Where moments older than the ring come from. Rejects with CURSOR_EXPIRED where even that is gone. */
export interface Archive {
  read(after: Position, limit: number): Promise<readonly Moment[]>;
  earliest(): Position;
  /** Whether a record is where the log is damaged; such a place `read` refuses with LOG_DAMAGED. */
  gapAt(position: Position): Gap | null;
}

/** When what was committed last, up to a position. */
interface Commit {
  readonly last: Position;
  readonly atMs: number;
}

/** Commits whose time is kept: a reader that is further behind is not one that keeps up. */
const KEPT_COMMITS = 256;

/**
 * The committed log as readers follow it: by position, from memory where that reaches, else from disk.
 * It holds a bounded number of moments and nothing per reader but its wake-up while it waits.
 */
export class Feed {
  readonly #ring: Ring<Moment>;
  readonly #archive: Archive;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  /** The newest last. */
  readonly #commits: Commit[] = [];
  #waiting = new Set<() => void>();

  constructor(capacity: number, last: Position, archive: Archive, clock: Pick<Clock, 'monotonicMs'>) {
    this.#ring = new Ring<Moment>(capacity, last);
    this.#archive = archive;
    this.#clock = clock;
  }

  get last(): Position {
    return this.#ring.last;
  }

  /** The oldest position that `read` takes as `after`. */
  earliest(): Position {
    return Math.min(this.#ring.first - 1, this.#archive.earliest());
  }

  gapAt(position: Position): Gap | null {
    return this.#archive.gapAt(position);
  }

  /** Newly committed moments, next in position. */
  publish(moments: readonly Moment[]): void {
    for (const moment of moments) this.#ring.push(moment);
    if (this.#commits.length >= KEPT_COMMITS) this.#commits.shift();
    this.#commits.push({ last: this.last, atMs: this.#clock.monotonicMs() });
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** How long ago a record was committed, in milliseconds; null where that is no longer known. */
  sinceCommitMs(position: Position): number | null {
    let atMs: number | null = null;
    for (let i = this.#commits.length - 1; i >= 0; i -= 1) {
      const commit = this.#commits[i] as Commit;
      if (commit.last < position) return atMs === null ? null : this.#clock.monotonicMs() - atMs;
      atMs = commit.atMs;
    }
    // It may have come with one whose time is forgotten.
    return null;
  }

  /** Up to `limit` moments after `after`; none where that is the end. */
  read(after: Position, limit: number): readonly Moment[] | Promise<readonly Moment[]> {
    if (after >= this.#ring.first - 1) return this.#ring.after(after, limit);
    return this.#archive.read(after, limit);
  }

  /** Calls `wake` once, when more is published; the function it gives takes it back. */
  onMore(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => {
      this.#waiting.delete(wake);
    };
  }

  /** Refuses a place that is gone or not reached: a reader there has yet to read `unread` and what follows. */
  require(after: Position, unread: Position): void {
    // At the very end nothing is left to be read, and whoever waits there misses nothing.
    const gap = after === this.last ? null : this.gapAt(unread);
    if (gap !== null) throw damaged(gap);
    if (after > this.last)
      throw new Rejection('CURSOR_EXPIRED', 'The log has not reached this cursor.', { field: 'after' });
    if (unread <= this.earliest())
      throw new Rejection('CURSOR_EXPIRED', 'The log no longer reaches back to this cursor.', { field: 'after' });
  }
}
