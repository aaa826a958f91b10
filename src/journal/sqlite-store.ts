import type Database from 'better-sqlite3';
import type { FileLock } from './file-lock.js';
import { HighWaterMark } from './high-water-mark.js';
import type { Inspection } from './inspection.js';
import { JournalError } from './journal.js';
import type { JournalHead } from './journal.js';
import { LogCopy } from './log-copy.js';
import { refusalOf, toJournalError } from './sqlite-failure.js';
import { flushPath, markPath } from './log-files.js';
import { freeBytes, openLogFile } from './sqlite-file.js';
import type { LogFile } from './sqlite-file.js';
import { SqliteLog } from './sqlite-log.js';
import type {
  AppendCall,
  SliceDone,
  SqliteCalls,
  SqliteReply,
  SqliteStoreOptions,
  StoredSnapshot,
} from './sqlite-protocol.js';
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
  readonly #lock: FileLock;
  readonly #log: SqliteLog;
  readonly #snapshots: SqliteSnapshots;
  readonly #mark: HighWaterMark;
  #copy: { readonly copy: LogCopy; readonly held: readonly StoredSnapshot[] } | null = null;
  readonly #marksEveryAppend: boolean;
  readonly #walSize: Database.Statement<[], WalRow>;
  readonly #checkpointAll: Database.Statement<[], WalRow>;

  /**
   * Opens a log that an inspection has found whole, or makes one. Throws `JournalError`, and has let go of the file then; the
   * lock is its own from when it is made.
   */
  constructor(options: SqliteStoreOptions, found: Exclude<Inspection, { readonly kind: 'damaged' }>, lock: FileLock) {
    this.#marksEveryAppend = options.durability === 'fsync';
    this.#lock = lock;
    this.#directory = options.directory;
    this.#file = openLogFile(options, found);
    try {
      const { db, logId, epoch } = this.#file;
      this.#log = new SqliteLog(db);
      this.#snapshots = new SqliteSnapshots(db);
      this.#walSize = db.prepare('PRAGMA wal_checkpoint(NOOP)');
      this.#checkpointAll = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
      const [first, last] = [this.#log.earliest + 1, this.#log.last];
      requireAsInspected(found, first, last, options.directory);
      while (this.#snapshots.sweepSlice());
      this.#mark = new HighWaterMark(markPath(options.directory));
      this.#checkpoint();
      flushPath(options.directory);
      const warnings = found.kind === 'whole' ? found.warnings : [];
      this.head = { logId, epoch, first, last, damage: null, warnings };
    } catch (error) {
      this.#file.db.close();
      throw toJournalError(error, `opening the log in ${options.directory}`);
    }
  }

  /** One that is refused, for its epoch or place, is none of the others' concern; a disk that fails is everybody's. */
  append(calls: readonly AppendCall[]): readonly SqliteReply[] {
    try {
      const replies = this.#log.together(calls.length, () => calls.map((call) => this.#appendOne(call)));
      this.#tellMark();
      return replies;
    } catch (error) {
      return calls.map(() => refusalOf(error, 'append'));
    }
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
    // What is being copied is kept until it is; the next compaction makes up for it.
    const copied = this.#copy?.copy.last ?? Infinity;
    const more = this.#log.compactSlice(Math.min(upTo, this.#snapshots.oldestPosition(), copied));
    return { earliest: this.#log.earliest, more };
  }

  beginBackup({ directory }: Ask<'beginBackup'>): null {
    if (this.#copy !== null) throw new JournalError('CONFLICT', 'another backup is being made');
    const held = this.#snapshots.hold();
    try {
      this.#copy = { copy: new LogCopy(this.#file.db, directory, held, this.#log.last), held };
    } catch (error) {
      for (const { id } of held) this.#snapshots.abandon(id);
      throw error;
    }
    return null;
  }

  continueBackup(): boolean {
    return this.#copying().step();
  }

  finishBackup(): number {
    const last = this.#copying().finish();
    this.#endBackup();
    return last;
  }

  abandonBackup(): null {
    this.#copy?.copy.abandon();
    this.#endBackup();
    return null;
  }

  /**
   * What a write left to be done, after it was answered: a checkpoint where the write-ahead log has
   * grown. No space for it is no failure: it is tried again after the next write.
   */
  settle(): void {
    try {
      if (waiting(this.#walSize.get()) >= CHECKPOINT_PAGES) this.#checkpoint();
    } catch (error) {
      if (toJournalError(error, 'checkpoint').code !== 'FULL') throw error;
    }
  }

  /** Copies the write-ahead log into the database, moves the mark up and lets go of both files. */
  close(): null {
    this.abandonBackup();
    try {
      this.settle();
      this.#checkpoint();
    } catch {
      // Everything acknowledged is in the write-ahead log; the next opening reads it from there.
    } finally {
      this.#file.db.close();
      this.#mark.close();
      this.#lock.release();
    }
    return null;
  }

  #appendOne({ expected, epoch, count, records }: AppendCall): SqliteReply {
    if (epoch !== this.head.epoch) return refusalOf(this.#fenced(epoch), 'append');
    if (expected !== this.#log.last) {
      const conflict = new JournalError('CONFLICT', `the last position is ${this.#log.last}, not ${expected}`);
      return refusalOf(conflict, 'append');
    }
    return { ok: true, answer: count === 0 ? expected : this.#log.append(records, count) };
  }

  /**
   * Before the batch is acknowledged, so that no end of the log that anybody was told of can get lost unseen. The batch is
   * committed by now, whatever becomes of the mark: one that fails here is written by the next, or fails the checkpoint.
   */
  #tellMark(): void {
    if (!this.#marksEveryAppend) return;
    try {
      this.#mark.write(this.#log.mark(this.#file.logId));
    } catch {
      // As said.
    }
  }

  /** After it everything committed is on the disk itself, in both durabilities, so the mark may say so. */
  #checkpoint(): void {
    if (waiting(this.#checkpointAll.get()) > 0) return;
    this.#mark.write(this.#log.mark(this.#file.logId));
    this.#mark.flush();
  }

  #copying(): LogCopy {
    if (this.#copy === null) throw new JournalError('CONFLICT', 'no backup is being made');
    return this.#copy.copy;
  }

  #endBackup(): void {
    for (const { id } of this.#copy?.held ?? []) this.#snapshots.abandon(id);
    this.#copy = null;
  }

  #checkOwner(epoch: number): void {
    if (epoch !== this.head.epoch) throw this.#fenced(epoch);
  }

  #fenced(epoch: number): JournalError {
    return new JournalError('FENCED', `epoch ${epoch} does not own this log, ${this.head.epoch} does`);
  }
}

/** SQLite must see what the inspection has seen: everything rests on their agreement. */
function requireAsInspected(found: Inspection, first: number, last: number, directory: string): void {
  if (found.kind !== 'whole' || (found.first === first && found.last === last)) return;
  throw new JournalError(
    'CORRUPT',
    `the log in ${directory} was found to have records ${found.first} to ${found.last}, but SQLite sees ${first} to ${last}`,
  );
}

function waiting(row: WalRow | undefined): number {
  return row === undefined ? 0 : row.log - row.checkpointed;
}
