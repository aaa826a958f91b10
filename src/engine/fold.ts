import { setImmediate as turn } from 'node:timers/promises';
import { evolve, type Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import { emptyState, type PoolState } from '../core/state.js';
import { JournalError, type Journal } from '../journal/journal.js';
import { loadSnapshot } from './snapshots.js';

/** Records that are folded between two turns of the event loop, so that a long way delays nobody. */
const SLICE = 256;

/** The log folded up to some position, beside the pool that goes on. */
export class Fold {
  readonly state: PoolState;
  readonly #journal: Journal;
  #position: Position;

  private constructor(journal: Journal, state: PoolState, position: Position) {
    this.#journal = journal;
    this.state = state;
    this.#position = position;
  }

  /** At the newest snapshot up to `atMost`, else at the beginning. Rejects with `GONE` where the log has neither. */
  static async begin(journal: Journal, atMost: Position): Promise<Fold> {
    const snapshot = await journal.newestSnapshot(atMost);
    if (snapshot !== null) return new Fold(journal, await loadSnapshot(snapshot, () => undefined), snapshot.position);
    if (journal.earliest() > 0) throw new JournalError('GONE', `there is no snapshot up to ${String(atMost)}`);
    return new Fold(journal, emptyState(), 0);
  }

  get position(): Position {
    return this.#position;
  }

  /** Goes on by up to `limit` records, at most a slice; none at the end of the log. */
  async step(limit: number): Promise<readonly Moment[]> {
    const records = await this.#journal.read(this.#position, Math.min(limit, SLICE));
    const moments = records.map((record) => evolve(this.state, record));
    this.#position = records.at(-1)?.position ?? this.#position;
    await turn();
    return moments;
  }

  /** Goes on to `position`; false where the log ends before. */
  async goTo(position: Position): Promise<boolean> {
    while (this.#position < position) {
      if ((await this.step(position - this.#position)).length === 0) return false;
    }
    return true;
  }
}
