import { copyFileSync, existsSync, renameSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { checksum, metaChecksum, pieceChecksum, snapshotChecksum, type MetaFacts } from './checksum.js';
import { flushPath, logPath, walPath } from './log-files.js';
import { FORMAT, META, PIECE, pieceId, SNAPSHOT } from './log-formats.js';

/** Takes a database from one format to the next. In a transaction that the caller ends. */
const STEPS: Readonly<Record<number, (db: Database.Database) => void>> = { 1: from1To2, 2: from2To3 };

/** Where the copy of a log is kept that was made before it was taken to another format. */
export function copyPath(directory: string, format: number): string {
  return `${logPath(directory)}.format-${format}`;
}

/**
 * Copies the files of an older log before anything is changed, its write-ahead log too. The copy is complete once it has
 * its name; a crash before that leaves one that the next opening replaces.
 */
export function keepCopy(directory: string, format: number): void {
  const copy = copyPath(directory, format);
  if (existsSync(walPath(directory))) keep(walPath(directory), `${copy}-wal`);
  keep(logPath(directory), copy);
  flushPath(directory);
}

/** Step by step, up to the present format. */
export function migrate(db: Database.Database, format: number): void {
  for (let from = format; from < FORMAT; from += 1) {
    const step = STEPS[from];
    if (step === undefined) throw new Error(`there is no way from format ${from}`);
    step(db);
  }
}

function keep(from: string, to: string): void {
  copyFileSync(from, `${to}.new`);
  flushPath(`${to}.new`);
  renameSync(`${to}.new`, to);
}

/** Checksums for what had none; pieces get one number for a key. The batches stay as they are. */
function from1To2(db: Database.Database): void {
  const { logId, epoch, anchor, anchorHash } = metaIn(db);
  const snapshots = db.prepare<[], Snapshot1>('SELECT id, position, pieces FROM snapshot').all();
  db.exec('ALTER TABLE snapshot_piece RENAME TO old_piece; DROP TABLE meta; DROP TABLE snapshot');
  for (const sql of [META, SNAPSHOT, PIECE]) db.exec(sql);
  const crc = metaChecksum({ format: 2, logId, epoch, anchor, anchorHash });
  db.prepare('INSERT INTO meta VALUES (2, ?, ?, ?, ?, ?)').run(logId, epoch, anchor, anchorHash, crc);
  const addSnapshot = db.prepare('INSERT INTO snapshot (id, position, pieces, crc) VALUES (?, ?, ?, ?)');
  const addPiece = db.prepare('INSERT INTO snapshot_piece (id, crc, data) VALUES (?, ?, ?)');
  const oldPiece = db.prepare<[number, number], Piece1>(
    'SELECT crc, data FROM old_piece WHERE snapshot = ? AND number = ?',
  );
  for (const { id, position, pieces } of snapshots) {
    addSnapshot.run(id, position, pieces, snapshotChecksum(id, position, pieces));
    // One at a time: a snapshot need not fit into memory.
    for (let number = 0; number < pieces; number += 1) {
      const piece = oldPiece.get(id, number);
      // A damaged one must not come to look whole; without it the snapshot is passed over as before.
      if (piece === undefined || piece.crc !== checksum(piece.data)) continue;
      const key = pieceId(id, number);
      addPiece.run(key, pieceChecksum(key, [piece.data]), piece.data);
    }
  }
  db.exec('DROP TABLE old_piece');
}

/** Records of format 2 are read as they are. */
function from2To3(db: Database.Database): void {
  db.prepare('UPDATE meta SET format = 3, crc = ?').run(metaChecksum({ format: 3, ...metaIn(db) }));
}

function metaIn(db: Database.Database): Omit<MetaFacts, 'format'> {
  const query = 'SELECT log_id AS logId, epoch, anchor, anchor_hash AS anchorHash FROM meta';
  const meta = db.prepare<[], Omit<MetaFacts, 'format'>>(query).get();
  if (meta === undefined) throw new Error('the log has lost its meta row');
  return meta;
}

interface Snapshot1 {
  readonly id: number;
  readonly position: number;
  readonly pieces: number;
}

interface Piece1 {
  readonly crc: number;
  readonly data: Uint8Array;
}
