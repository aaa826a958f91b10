import type { PoolRecord, Position } from '../core/record.js';
import { randomUUID } from 'node:crypto';
import { JournalError } from './journal.js';
import type { Epoch, Journal, JournalHead, Snapshot } from './journal.js';

export interface MemoryJournalOptions {
  /** How many records are kept, the newest; older ones are forgotten as new ones come. At least 1, default 100,000. */
  readonly maxRecords?: number;
}

interface KeptSnapshot {
  readonly position: Position;
  readonly chunks: readonly unknown[];
}

/**
 * A journal that lives as long as its process, for `durability: memory` and for tests. It keeps the
 * very objects it is given, so they must not be changed afterwards.
 *
 * `close` and `open` again stand for a restart: a new epoch finds the same records and
 * snapshots. Because it forgets by itself, a snapshot older than `maxRecords` records cannot be
 * continued from: `read` says `GONE`.
 */
export class MemoryJournal implements Journal {
  readonly kind = 'memory';
  readonly #logId = randomUUID();
  readonly #maxRecords: number;
  /** The record at position p is in slot (p - 1) % maxRecords, so an append writes one slot and moves nothing. */
  readonly #ring: PoolRecord[] = [];
  #nextSlot = 0;
  #last: Position = 0;
  #compactedUpTo: Position = 0;
  #epoch: Epoch = 0;
  #isOpen = false;
  /** The newest two, newest first. */
  #snapshots: readonly KeptSnapshot[] = [];

  constructor(options: MemoryJournalOptions = {}) {
    this.#maxRecords = options.maxRecords ?? 100_000;
    if (!Number.isSafeInteger(this.#maxRecords) || this.#maxRecords < 1) {
      throw new RangeError('maxRecords must be a whole number of at least 1');
    }
  }

  open(): Promise<JournalHead> {
    if (this.#isOpen) return Promise.reject(new JournalError('LOCKED', 'this memory journal is open already'));
    this.#isOpen = true;
    this.#epoch += 1;
    return Promise.resolve({
      logId: this.#logId,
      epoch: this.#epoch,
      first: this.earliest() + 1,
      last: this.#last,
      damage: null,
      warnings: [],
    });
  }

  append(records: readonly PoolRecord[], expected: Position, epoch: Epoch): Promise<Position> {
    const refusal = this.#refusal(epoch) ?? this.#conflict(records, expected);
    if (refusal !== null) return Promise.reject(refusal);
    for (const record of records) {
      this.#ring[this.#nextSlot] = record;
      this.#nextSlot = this.#nextSlot + 1 === this.#maxRecords ? 0 : this.#nextSlot + 1;
    }
    this.#last += records.length;
    return Promise.resolve(this.#last);
  }

  hasRoom(): Promise<boolean> {
    return Promise.resolve(true);
  }

  read(after: Position, limit: number): Promise<readonly PoolRecord[]> {
    if (!this.#isOpen) return Promise.reject(notOpen());
    const earliest = this.earliest();
    if (after < earliest) {
      return Promise.reject(new JournalError('GONE', `records up to ${earliest} are forgotten, asked after ${after}`));
    }
    const records: PoolRecord[] = [];
    const end = Math.min(this.#last, after + limit);
    for (let position = after + 1; position <= end; position += 1) {
      const record = this.#ring[(position - 1) % this.#maxRecords];
      if (record !== undefined) records.push(record);
    }
    return Promise.resolve(records);
  }

  earliest(): Position {
    return Math.max(this.#compactedUpTo, this.#last - this.#maxRecords, 0);
  }

  newestSnapshot(atMost: Position = Infinity): Promise<Snapshot | null> {
    if (!this.#isOpen) return Promise.reject(notOpen());
    const kept = this.#snapshots.find(({ position }) => position <= atMost);
    return Promise.resolve(kept === undefined ? null : { position: kept.position, chunks: iterate(kept.chunks) });
  }

  async writeSnapshot(snapshot: Snapshot, epoch: Epoch): Promise<void> {
    const refusal = this.#refusal(epoch) ?? this.#beyond(snapshot.position);
    if (refusal !== null) throw refusal;
    const chunks: unknown[] = [];
    for await (const chunk of snapshot.chunks) chunks.push(chunk);
    const late = this.#refusal(epoch);
    if (late !== null) throw late;
    const written: KeptSnapshot = { position: snapshot.position, chunks };
    this.#snapshots = [written, ...this.#snapshots].sort((a, b) => b.position - a.position).slice(0, 2);
  }

  compact(upTo: Position, epoch: Epoch): Promise<void> {
    const refusal = this.#refusal(epoch);
    if (refusal !== null) return Promise.reject(refusal);
    this.#compactedUpTo = Math.max(this.#compactedUpTo, Math.min(upTo, this.#snapshots.at(-1)?.position ?? 0));
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#isOpen = false;
    return Promise.resolve();
  }

  #refusal(epoch: Epoch): JournalError | null {
    if (!this.#isOpen) return notOpen();
    if (epoch === this.#epoch) return null;
    return new JournalError('FENCED', `epoch ${epoch} does not own this log, ${this.#epoch} does`);
  }

  #conflict(records: readonly PoolRecord[], expected: Position): JournalError | null {
    if (expected !== this.#last) {
      return new JournalError('CONFLICT', `the last position is ${this.#last}, not ${expected}`);
    }
    const astray = records.find((record, index) => record.position !== expected + 1 + index);
    if (astray === undefined) return null;
    return new JournalError('CONFLICT', `record ${astray.position} does not continue the log after ${expected}`);
  }

  #beyond(position: Position): JournalError | null {
    if (position <= this.#last) return null;
    return new JournalError('CONFLICT', `a snapshot at ${position} is beyond the last position ${this.#last}`);
  }
}

function notOpen(): JournalError {
  return new JournalError('CLOSED', 'the memory journal is not open');
}

// eslint-disable-next-line @typescript-eslint/require-await -- the interface is asynchronous, memory is not
async function* iterate(chunks: readonly unknown[]): AsyncGenerator<unknown, void> {
  yield* chunks;
}
