import type { FileLock } from './file-lock.js';
import type { Inspection } from './inspection.js';
import { JournalError } from './journal.js';
import type { JournalHead } from './journal.js';
import { cutLines, joinLines } from './record-lines.js';
import type { SalvagedBatch } from './salvage.js';
import { READ_BYTES } from './sqlite-log.js';
import { refusalOf } from './sqlite-failure.js';
import type { AppendCall, SliceDone, SqliteCalls, SqliteReply } from './sqlite-protocol.js';

type Ask<K extends keyof SqliteCalls> = SqliteCalls[K]['ask'];
type Damaged = Extract<Inspection, { readonly kind: 'damaged' }>;

/**
 * The store of a damaged log: what is whole of it can be read, everything else is refused with `DAMAGED`. SQLite never opens
 * these files, so that they stay as they were found.
 */
export class DamagedStore {
  readonly head: JournalHead;
  readonly #found: Damaged;
  readonly #lock: FileLock;

  constructor(found: Damaged, lock: FileLock) {
    const { logId, epoch, last, damage, warnings, salvaged } = found;
    this.head = { logId, epoch, first: salvaged.anchor + 1, last, damage, warnings };
    this.#found = found;
    this.#lock = lock;
  }

  read({ after, limit }: Ask<'read'>): Uint8Array {
    const { salvaged, last } = this.#found;
    if (after < salvaged.anchor)
      throw new JournalError('GONE', `records up to ${salvaged.anchor} are forgotten, asked after ${after}`);
    const parts: Uint8Array[] = [];
    let position = after;
    let bytes = 0;
    for (let index = indexOf(salvaged.batches, after + 1); position - after < limit && bytes < READ_BYTES; index += 1) {
      const batch = salvaged.batches[index];
      if (batch === undefined || batch.first > position + 1) break;
      const records = salvaged.records(batch);
      const taken = Math.min(batch.last - position, limit - (position - after));
      parts.push(cutLines(records, position + 1 - batch.first, taken));
      bytes += records.byteLength;
      position += taken;
    }
    if (parts.length === 0 && limit > 0 && after < last)
      throw new JournalError('DAMAGED', `the records after ${after} are damaged on disk`);
    return joinLines(parts);
  }

  listSnapshots(): SqliteCalls['listSnapshots']['answer'] {
    const { salvaged } = this.#found;
    return salvaged.snapshots
      .filter(({ position }) => position >= salvaged.anchor)
      .map(({ id, position, pieces }) => ({ id, position, pieces }));
  }

  readPiece({ snapshot, number }: Ask<'readPiece'>): Uint8Array {
    const piece = this.#found.salvaged.piece(snapshot, number);
    if (piece === null) throw new JournalError('CORRUPT', `piece ${number} of snapshot ${snapshot} is damaged on disk`);
    // A copy, for its memory is handed on to another thread.
    return new Uint8Array(piece);
  }

  hasRoom(): boolean {
    return false;
  }

  append(calls: readonly AppendCall[]): readonly SqliteReply[] {
    return calls.map(() => refusalOf(readOnly(), 'append'));
  }

  beginSnapshot(): number {
    throw readOnly();
  }

  writePiece(): null {
    throw readOnly();
  }

  finishSnapshot(): null {
    throw readOnly();
  }

  abandonSnapshot(): null {
    return null;
  }

  sweepSnapshots(): SliceDone {
    throw readOnly();
  }

  compact(): SliceDone {
    throw readOnly();
  }

  beginBackup(): null {
    throw readOnly();
  }

  continueBackup(): boolean {
    throw readOnly();
  }

  finishBackup(): number {
    throw readOnly();
  }

  abandonBackup(): null {
    return null;
  }

  settle(): void {
    // Nothing is written, so nothing is left to be done.
  }

  close(): null {
    this.#found.file.close();
    this.#lock.release();
    return null;
  }
}

/** Of the batch that has a position, or the first one behind it. */
function indexOf(batches: readonly SalvagedBatch[], position: number): number {
  let [low, high] = [0, batches.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((batches[middle]?.last ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readOnly(): JournalError {
  return new JournalError('DAMAGED', 'the log is damaged on disk and can only be read');
}
