import type { Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import { Rejection } from '../core/rejection.js';
import { JournalError, type Journal } from '../journal/journal.js';
import type { Archive } from './feed.js';
import { Fold } from './fold.js';
import { damaged, type Gap } from './read-only.js';

const MAX_FOLDS = 4;

/**
 * Moments that memory no longer holds: the state at a snapshot, folded on to the position asked for.
 * A few folds are kept, so that a reader who goes on pays for the way only once; one whose fold was
 * dropped meanwhile pays again. One fold runs at a time, in slices, so that it delays nobody.
 */
export class JournalArchive implements Archive {
  readonly #journal: Journal;
  readonly #folds: Fold[] = [];
  #floor: Position = 0;
  #gaps: readonly Gap[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Not all that the journal still has: without a snapshot at or before it, a record tells of a change, not of a state. */
  earliest(): Position {
    return Math.max(this.#floor, this.#journal.earliest());
  }

  /** Snapshots before `position` are about to go. */
  retainFrom(position: Position): void {
    this.#floor = position;
  }

  /** The log is damaged there. */
  setGaps(gaps: readonly Gap[]): void {
    this.#gaps = gaps;
  }

  gapAt(position: Position): Gap | null {
    return this.#gaps.find(({ from, to }) => position >= from && position <= to) ?? null;
  }

  read(after: Position, limit: number): Promise<readonly Moment[]> {
    const reading = this.#queue.then(() => this.#read(after, limit)).catch(asExpired);
    this.#queue = reading.catch(() => undefined);
    return reading;
  }

  async #read(after: Position, limit: number): Promise<readonly Moment[]> {
    const gap = this.gapAt(after + 1);
    if (gap !== null) throw damaged(gap);
    const fold = this.#take(after) ?? (await Fold.begin(this.#journal, after));
    if (!(await fold.goTo(after))) throw expired();
    const moments = await fold.step(limit);
    this.#folds.push(fold);
    if (this.#folds.length > MAX_FOLDS) this.#folds.shift();
    return moments;
  }

  /** A kept fold that stands right there; taken out, for it is about to move. */
  #take(position: Position): Fold | undefined {
    const index = this.#folds.findIndex((fold) => fold.position === position);
    return index === -1 ? undefined : this.#folds.splice(index, 1)[0];
  }
}

function asExpired(error: unknown): never {
  throw error instanceof JournalError && error.code === 'GONE' ? expired() : error;
}

function expired(): Rejection {
  return new Rejection('CURSOR_EXPIRED', 'The log no longer reaches back to this cursor.', { field: 'after' });
}
