import type Database from 'better-sqlite3';
import { HighWaterMark, readMark } from './high-water-mark.js';
import { JournalError } from './journal.js';
import type { JournalHead } from './journal.js';
import { toJournalError } from './sqlite-failure.js';
import { freeBytes, markPath, openLogFile } from './sqlite-file.js';
import type { LogFile } from './sqlite-file.js';
import { SqliteLog } from './sqlite-log.js';
import type { AppendCall, SliceDone, SqliteCalls, SqliteStoreOptions } from './sqlite-protocol.js';
import { SqliteSnapshots } from './sqlite-snapshots.js';

/** The write-ahead log is copied into the database when it is this long: 1 MiB of pages, a few ms. */
const CHECKPOINT_PAGES = 256;

/** What must be free for appends to go on after the disk was full: more than any batch, and than the next checkpoint. */
const ROOM_BYTES = 8 * 1024 * 1024;

type Ask<K extends keyof SqliteCalls> = SqliteCalls[K]['ask'];

/** Pages in the write-ahead log, and how many of them are in the database already. */
interface WalRow {
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * The open log of one directory: its batches, its snapshots, its mark. Lives in the worker thread and
 * does one call at a time, synchronously; every call is one short transaction.
 */
export class SqliteStore {
  readonly head: JournalHead;
  readonly #directory: string;
  readonly #file: LogFile;
  readonly #log: SqliteLog;
  readonly #snapshots: SqliteSnapshots;
  readonly #mark: HighWaterMark;
  readonly #marksEveryAppend: boolean;
  readonly #walSize: Database.Statement<[], WalRow>;
  readonly #checkpointAll: Database.Statement<[], WalRow>;

  /** Opens and verifies. Throws `JournalError`, and has let go of the file then. */
  constructor(options: SqliteStoreOptions) {
    this.#marksEveryAppend = options.durability === 'fsync';
    this.#directory = options.directory;
    this.#file = openLogFile(options);
    try {
      const { db, logId, epoch } = this.#file;
      this.#log = new SqliteLog(db);
      this.#snapshots = new SqliteSnapshots(db);
      this.#walSize = db.prepare('PRAGMA wal_checkpoint(NOOP)');
      this.#checkpointAll = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
      const mark = readMark(markPath(options.directory));
      if (mark !== null) this.#log.verifyMark(mark, logId);
      this.#log.verifyAfter(this.#snapshots.list()[0]?.position ?? 0);
      while (this.#snapshots.sweepSlice());
      this.#mark = new HighWaterMark(markPath(options.directory));
      this.#checkpoint();
      this.head = { logId, epoch, first: this.#log.earliest + 1, last: this.#log.last };
    } catch (error) {
      this.#file.db.close();
      throw toJournalError(error, `opening the log in ${options.directory}`);
    }
  }

  append({ expected, epoch, count, records }: AppendCall): number {
    this.#checkOwner(epoch);
    if (expected !== this.#log.last) {
      throw new JournalError('CONFLICT', `the last position is ${this.#log.last}, not ${expected}`);
    }
    return count === 0 ? expected : this.#log.append(records, count);
  }

  hasRoom(): boolean {
    return freeBytes(this.#file.db, this.#directory) >= ROOM_BYTES;
  }

  read({ after, limit }: Ask<'read'>): Uint8Array {
    return this.#log.read(after, limit);
  }

  beginSnapshot({ position, epoch }: Ask<'beginSnapshot'>): number {
    this.#checkOwner(epoch);
    if (position > this.#log.last) {
      throw new JournalError('CONFLICT', `a snapshot at ${position} is beyond the last position ${this.#log.last}`);
    }
    return this.#snapshots.begin();
  }

  writePiece({ snapshot, number, data }: Ask<'writePiece'>): null {
    this.#snapshots.write(snapshot, number, data);
    return null;
  }

  finishSnapshot(snapshot: Ask<'finishSnapshot'>): null {
    this.#snapshots.finish(snapshot);
    return null;
  }

  abandonSnapshot({ snapshot }: Ask<'abandonSnapshot'>): null {
    this.#snapshots.abandon(snapshot);
    return null;
  }

  sweepSnapshots(): SliceDone {
    const more = this.#snapshots.sweepSlice();
    return { earliest: this.#log.earliest, more };
  }

  listSnapshots(): SqliteCalls['listSnapshots']['answer'] {
    return this.#snapshots.list();
  }

  readPiece({ snapshot, number }: Ask<'readPiece'>): Uint8Array {
    return this.#snapshots.read(snapshot, number);
  }

  compact({ upTo, epoch }: Ask<'compact'>): SliceDone {
    this.#checkOwner(epoch);
    const more = this.#log.compactSlice(Math.min(upTo, this.#snapshots.oldestPosition()));
    return { earliest: this.#log.earliest, more };
  }

  /**
   * What a write left to be done, after it was answered: the mark, and a checkpoint where the
   * write-ahead log has grown. No space for it is no failure: it is tried again after the next write.
   */
  settle(): void {
    try {
      if (this.#marksEveryAppend) this.#mark.write(this.#log.mark(this.#file.logId));
      if (waiting(this.#walSize.get()) >= CHECKPOINT_PAGES) this.#checkpoint();
    } catch (error) {
      if (toJournalError(error, 'checkpoint').code !== 'FULL') throw error;
    }
  }

  /** Copies the write-ahead log into the database, moves the mark up and lets go of both files. */
  close(): null {
    try {
      this.settle();
      this.#checkpoint();
    } catch {
      // Everything acknowledged is in the write-ahead log; the next opening reads it from there.
    } finally {
      this.#file.db.close();
      this.#mark.close();
    }
    return null;
  }

  /** After it everything committed is on the disk itself, in both durabilities, so the mark may say so. */
  #checkpoint(): void {
    if (waiting(this.#checkpointAll.get()) > 0) return;
    this.#mark.write(this.#log.mark(this.#file.logId));
    this.#mark.flush();
  }

  #checkOwner(epoch: number): void {
    if (epoch === this.head.epoch) return;
    throw new JournalError('FENCED', `epoch ${epoch} does not own this log, ${this.head.epoch} does`);
  }
}

function waiting(row: WalRow | undefined): number {
  return row === undefined ? 0 : row.log - row.checkpointed;
}
