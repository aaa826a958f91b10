import { setImmediate as turn } from 'node:timers/promises';
import { evolve, type Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import { Rejection } from '../core/rejection.js';
import type { PoolState } from '../core/state.js';
import { emptyState } from '../core/state.js';
import { JournalError, type Journal } from '../journal/journal.js';
import type { Archive } from './feed.js';
import { loadSnapshot } from './snapshots.js';

/** A fold of the log up to some position, on its way through the past. */
interface Fold {
  state: PoolState;
  position: Position;
}

const MAX_FOLDS = 4;
const SLICE = 256;

/**
 * Moments that memory no longer holds: the state at a snapshot, folded on to the position asked for.
 * A few folds are kept, so that a reader who goes on pays for the way only once; one whose fold was
 * dropped meanwhile pays again. One fold runs at a time, in slices, so that it delays nobody.
 */
export class JournalArchive implements Archive {
  readonly #journal: Journal;
  readonly #folds: Fold[] = [];
  #floor: Position = 0;
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

  read(after: Position, limit: number): Promise<readonly Moment[]> {
    const reading = this.#queue.then(() => this.#read(after, limit));
    this.#queue = reading.catch(() => undefined);
    return reading;
  }

  async #read(after: Position, limit: number): Promise<readonly Moment[]> {
    const fold = this.#take(after) ?? (await this.#begin(after));
    while (fold.position < after) {
      if ((await this.#step(fold, Math.min(SLICE, after - fold.position))).length === 0) throw expired();
    }
    const moments = await this.#step(fold, Math.min(limit, SLICE));
    this.#folds.push(fold);
    if (this.#folds.length > MAX_FOLDS) this.#folds.shift();
    return moments;
  }

  /** A kept fold that stands right there; taken out, for it is about to move. */
  #take(position: Position): Fold | undefined {
    const index = this.#folds.findIndex((fold) => fold.position === position);
    return index === -1 ? undefined : this.#folds.splice(index, 1)[0];
  }

  async #begin(after: Position): Promise<Fold> {
    const snapshot = await this.#journal.newestSnapshot(after);
    if (snapshot !== null) return { state: await loadSnapshot(snapshot, () => undefined), position: snapshot.position };
    if (this.#journal.earliest() > 0) throw expired();
    return { state: emptyState(), position: 0 };
  }

  async #step(fold: Fold, limit: number): Promise<readonly Moment[]> {
    const records = await this.#journal.read(fold.position, limit).catch((error: unknown) => {
      throw error instanceof JournalError && error.code === 'GONE' ? expired() : error;
    });
    const moments = records.map((record) => evolve(fold.state, record));
    fold.position = records.at(-1)?.position ?? fold.position;
    await turn();
    return moments;
  }
}

function expired(): Rejection {
  return new Rejection('CURSOR_EXPIRED', 'The log no longer reaches back to this cursor.', { field: 'after' });
}
