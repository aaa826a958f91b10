import { randomUUID } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'better-sqlite3';
import { chainStart, metaChecksum, type MetaFacts } from './checksum.js';
import type { Inspection } from './inspection.js';
import { JournalError } from './journal.js';
import { logPath } from './log-files.js';
import { APPLICATION_ID, FORMAT, TABLES } from './log-formats.js';
import { keepCopy, migrate } from './migrations.js';
import { isBusy, toJournalError } from './sqlite-failure.js';
import type { SqliteDurability, SqliteStoreOptions } from './sqlite-protocol.js';

const PAGE_BYTES = 4096;

/** The write-ahead log gives back what one large write has made it grow beyond this. */
const MOST_WAL_BYTES = 4 * 1024 * 1024;

/** How long to wait for an owner that is just going away, before it is called locked. */
const LOCK_WAIT_MS = 500;

export interface LogFile {
  readonly db: Database.Database;
  readonly logId: string;
  readonly epoch: number;
}

/**
 * Opens `log.db` under the directory, for this connection alone, makes it where there is none, and takes an older format to
 * the present one, of which a copy is kept. A crash in here leaves an empty database, which the next call fills, an older
 * one as it was, or a complete one. `found` is what an inspection has told of the files.
 */
export function openLogFile(
  { directory, durability, maxBytes }: SqliteStoreOptions,
  found: Exclude<Inspection, { readonly kind: 'damaged' }>,
): LogFile {
  if (found.kind === 'whole' && found.format < FORMAT) keepCopy(directory, found.format);
  const db = new Database(logPath(directory), { timeout: LOCK_WAIT_MS });
  try {
    lock(db, directory);
    if (found.kind === 'none') create(db, directory);
    else migrate(db, found.format);
    db.exec('COMMIT');
    configure(db, durability, maxBytes);
    return { db, ...raiseEpoch(db) };
  } catch (error) {
    db.close();
    throw toJournalError(error, `opening ${logPath(directory)}`);
  }
}

/** SQLite's own lock, besides the one in `log.lock`: against any other program that knows SQLite. */
function lock(db: Database.Database, directory: string): void {
  try {
    // Set before the first access: SQLite then keeps what it locks, and needs no shared-memory file.
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new JournalError('LOCKED', `the log in ${resolve(directory)} is in use by another process`);
  }
}

/** Where a crash has left a half of one, SQLite has undone that by now. */
function create(db: Database.Database, directory: string): void {
  if (db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() !== 0)
    throw new JournalError('CORRUPT', `${logPath(directory)} is not a log of this program; it was left as it is`);
  const logId = randomUUID();
  db.pragma(`application_id = ${APPLICATION_ID}`);
  for (const sql of TABLES[FORMAT] ?? []) db.exec(sql);
  const facts = { format: FORMAT, logId, epoch: 0, anchor: 0, anchorHash: chainStart(logId) };
  db.prepare('INSERT INTO meta VALUES (?, ?, ?, ?, ?, ?)').run(
    ...[FORMAT, logId, facts.epoch, facts.anchor, facts.anchorHash, metaChecksum(facts)],
  );
}

/** The row of `meta`. */
export function readMeta(db: Database.Database): MetaFacts {
  const meta = db
    .prepare<[], MetaFacts>('SELECT format, log_id AS logId, epoch, anchor, anchor_hash AS anchorHash FROM meta')
    .get();
  if (meta === undefined) throw new JournalError('CORRUPT', 'the log has lost its meta row');
  return meta;
}

/** Changes some of it, in the transaction that is open or in one of its own. */
export function changeMeta(db: Database.Database, change: Partial<Omit<MetaFacts, 'format'>>): MetaFacts {
  const meta = { ...readMeta(db), ...change };
  const { logId, epoch, anchor, anchorHash } = meta;
  db.prepare('UPDATE meta SET log_id = ?, epoch = ?, anchor = ?, anchor_hash = ?, crc = ?').run(
    ...[logId, epoch, anchor, anchorHash, metaChecksum(meta)],
  );
  return meta;
}

function raiseEpoch(db: Database.Database): { readonly logId: string; readonly epoch: number } {
  const { logId, epoch } = changeMeta(db, { epoch: readMeta(db).epoch + 1 });
  return { logId, epoch };
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
  db.pragma(`journal_size_limit = ${MOST_WAL_BYTES}`);
  if (maxBytes !== null) db.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / PAGE_BYTES))}`);
}

/** What the database may still grow by, in bytes: as far as the disk has it, and its own bound. */
export function freeBytes(db: Database.Database, directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  const figure = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
  const pages = figure('max_page_count') - figure('page_count') + figure('freelist_count');
  return Math.min(bavail * bsize, pages * PAGE_BYTES);
}
