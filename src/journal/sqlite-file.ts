import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { chainStart } from './checksum.js';
import { readMark } from './high-water-mark.js';
import { JournalError } from './journal.js';
import { isBusy, toJournalError } from './sqlite-failure.js';
import type { SqliteDurability, SqliteStoreOptions } from './sqlite-protocol.js';

/** "CPol" in ASCII, in the header of the file: tells our logs from any other SQLite database. */
const APPLICATION_ID = 0x43506f6c;

/** Rises with every change of the tables below that an older server could not read. */
const FORMAT = 1;

const PAGE_BYTES = 4096;

/** How long to wait for an owner that is just going away, before it is called locked. */
const LOCK_WAIT_MS = 500;

/**
 * `anchor` is the last position that compaction has deleted, 0 at first, and `anchor_hash` the hash
 * the first kept batch continues from. A batch is found by its last position, which is the row's own
 * key: reading after a position is one search in the table, and appending goes to its right end.
 */
const TABLES = `
  CREATE TABLE meta (
    format INTEGER NOT NULL,
    log_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    anchor INTEGER NOT NULL,
    anchor_hash BLOB NOT NULL
  ) STRICT;
  CREATE TABLE batch (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    hash BLOB NOT NULL,
    records BLOB NOT NULL
  ) STRICT;
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    pieces INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE snapshot_piece (
    snapshot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (snapshot, number)
  ) STRICT;
`;

export interface LogFile {
  readonly db: Database.Database;
  readonly logId: string;
  readonly epoch: number;
}

function logPath(directory: string): string {
  return join(directory, 'log.db');
}

export function markPath(directory: string): string {
  return join(directory, 'log.mark');
}

/**
 * Opens `log.db` under the directory, for this connection alone, and makes it where there is none.
 * The lock is the operating system's and ends with the process, however that ends. A crash in here
 * leaves an empty database, which the next call fills, or a complete one.
 */
export function openLogFile({ directory, durability, maxBytes }: SqliteStoreOptions): LogFile {
  makeDirectory(directory);
  const db = new Database(logPath(directory), { timeout: LOCK_WAIT_MS });
  try {
    takeOwnership(db, directory);
    configure(db, durability, maxBytes);
    const raise = db.prepare<[], { logId: string; epoch: number }>(
      'UPDATE meta SET epoch = epoch + 1 RETURNING log_id AS logId, epoch',
    );
    const meta = raise.get();
    if (meta === undefined) throw new JournalError('CORRUPT', `${logPath(directory)} has lost its meta row`);
    return { db, ...meta };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Locks the file before anything in it is looked at or changed, so that a second owner and a foreign
 * database are both turned away as they were. True where the log was made.
 */
function takeOwnership(db: Database.Database, directory: string): void {
  try {
    // Set before the first access: SQLite then keeps what it locks, and needs no shared-memory file.
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if (isBusy(error))
      throw new JournalError('LOCKED', `the log in ${resolve(directory)} is in use by another process`);
    throw toJournalError(error, `opening ${logPath(directory)}`);
  }
  if (isEmpty(db)) create(db, directory);
  else checkFormat(db, directory);
  db.exec('COMMIT');
}

function isEmpty(db: Database.Database): boolean {
  return db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0 && applicationId(db) === 0;
}

function create(db: Database.Database, directory: string): void {
  if (readMark(markPath(directory)) !== null) {
    throw new JournalError(
      'CORRUPT',
      `${logPath(directory)} is missing or empty, but ${markPath(directory)} says that there was a log. ` +
        `Put the database back, or delete the mark to begin with nothing.`,
    );
  }
  const logId = randomUUID();
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.exec(TABLES);
  db.prepare('INSERT INTO meta VALUES (?, ?, 0, 0, ?)').run(FORMAT, logId, chainStart(logId));
}

function checkFormat(db: Database.Database, directory: string): void {
  if (applicationId(db) !== APPLICATION_ID) {
    throw new JournalError('CORRUPT', `${logPath(directory)} is not a log of this program; it was left as it is`);
  }
  const format = db.prepare('SELECT format FROM meta').pluck().get();
  if (format !== FORMAT) {
    throw new JournalError(
      'CORRUPT',
      `${logPath(directory)} has format ${String(format)}, this version reads ${FORMAT}: use the version that wrote it`,
    );
  }
}

function applicationId(db: Database.Database): unknown {
  return db.pragma('application_id', { simple: true });
}

function configure(db: Database.Database, durability: SqliteDurability, maxBytes: number | null): void {
  db.pragma('journal_mode = WAL');
  // NORMAL flushes at checkpoints only: the operating system has every commit, the disk not yet.
  db.pragma(`synchronous = ${durability === 'fsync' ? 'FULL' : 'NORMAL'}`);
  // On macOS a plain fsync leaves the data in the drive's cache; elsewhere these two do nothing.
  db.pragma(`fullfsync = ${durability === 'fsync' ? 'ON' : 'OFF'}`);
  db.pragma('checkpoint_fullfsync = ON');
  // The store checkpoints by itself, after it has answered.
  db.pragma('wal_autocheckpoint = 0');
  if (maxBytes !== null) db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / PAGE_BYTES))}`);
}

/** What the database may still grow by, in bytes: as far as the disk has it, and its own bound. */
export function freeBytes(db: Database.Database, directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  const figure = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
  const pages = figure('max_page_count') - figure('page_count') + figure('freelist_count');
  return Math.min(bavail * bsize, pages * PAGE_BYTES);
}

/** Makes the folder and flushes its parents, so that a power cut cannot take the folder with the log in it. */
function makeDirectory(directory: string): void {
  const topmost = mkdirSync(directory, { recursive: true });
  if (topmost === undefined || process.platform === 'win32') return;
  for (let made = resolve(directory); made.length >= topmost.length; made = dirname(made)) {
    const parent = openSync(dirname(made), 'r');
    fsyncSync(parent);
    closeSync(parent);
  }
}
