import Database from 'better-sqlite3';
import { metaChecksum } from './checksum.js';
import { HighWaterMark } from './high-water-mark.js';
import { logPath, makeDirectory, markPath } from './log-files.js';
import { APPLICATION_ID, FORMAT, pieceId, TABLES } from './log-formats.js';
import { readMeta } from './sqlite-file.js';
import type { StoredSnapshot } from './sqlite-protocol.js';

/** One step takes about this long, so that an append waits no longer for it. */
const STEP_MS = 2;

interface BatchRow {
  readonly last: number;
  readonly first: number;
  readonly crc: number;
  readonly hash: Uint8Array;
  readonly records: Uint8Array;
}

interface PieceRow {
  readonly id: number;
  readonly crc: number;
  readonly data: Uint8Array;
}

/**
 * A copy of an open log in the making: rows as they are, checksums and all; first the snapshots there are, then the batches,
 * up to what was the end when it began. Nothing is flushed here: that would hold up the log, and is done by others.
 *
 * SQLite's own online backup is not used, since its last step flushes the whole copy at once.
 */
export class LogCopy {
  readonly #to: Database.Database;
  readonly #directory: string;
  readonly #pieces: readonly number[];
  readonly #piece: Database.Statement<[number], PieceRow>;
  readonly #addPiece: Database.Statement<[number, number, Uint8Array]>;
  readonly #next: Database.Statement<[number], BatchRow>;
  readonly #addBatch: Database.Statement<[number, number, number, Uint8Array, Uint8Array]>;
  readonly #end: number;
  readonly #logId: string;
  #copiedPieces = 0;
  #last: number;
  #hash: Uint8Array;

  constructor(from: Database.Database, directory: string, snapshots: readonly StoredSnapshot[], end: number) {
    makeDirectory(directory);
    this.#directory = directory;
    this.#to = new Database(logPath(directory));
    this.#to.pragma('journal_mode = OFF');
    this.#to.pragma('synchronous = OFF');
    this.#to.pragma(`application_id = ${APPLICATION_ID}`);
    for (const sql of TABLES[FORMAT] ?? []) this.#to.exec(sql);
    const meta = readMeta(from);
    const { logId, epoch, anchor, anchorHash } = meta;
    this.#to
      .prepare('INSERT INTO meta VALUES (?, ?, ?, ?, ?, ?)')
      .run(FORMAT, logId, epoch, anchor, anchorHash, metaChecksum(meta));
    for (const { id } of snapshots) {
      const row = from.prepare<[number], Record<string, number>>('SELECT * FROM snapshot WHERE id = ?').get(id);
      this.#to.prepare('INSERT INTO snapshot VALUES (@id, @position, @pieces, @crc)').run(row);
    }
    this.#pieces = snapshots.flatMap(({ id, pieces }) =>
      Array.from({ length: pieces }, (_, number) => pieceId(id, number)),
    );
    this.#piece = from.prepare('SELECT * FROM snapshot_piece WHERE id = ?');
    this.#addPiece = this.#to.prepare('INSERT INTO snapshot_piece VALUES (?, ?, ?)');
    this.#next = from.prepare('SELECT * FROM batch WHERE last > ? ORDER BY last LIMIT 1');
    this.#addBatch = this.#to.prepare('INSERT INTO batch (last, first, crc, hash, records) VALUES (?, ?, ?, ?, ?)');
    this.#end = end;
    this.#logId = logId;
    this.#last = anchor;
    this.#hash = anchorHash;
  }

  /** The last batch that is in the copy: up to here the log may be compacted. */
  get last(): number {
    return this.#last;
  }

  /** Whether more is left. */
  step(): boolean {
    const untilMs = performance.now() + STEP_MS;
    this.#to.exec('BEGIN');
    let more = true;
    while (more && performance.now() < untilMs) more = this.#copyOne();
    this.#to.exec('COMMIT');
    return more;
  }

  finish(): number {
    this.#to.close();
    const mark = new HighWaterMark(markPath(this.#directory));
    mark.write({ logId: this.#logId, last: this.#last, hash: Buffer.from(this.#hash).toString('hex') });
    mark.close();
    return this.#last;
  }

  abandon(): void {
    this.#to.close();
  }

  #copyOne(): boolean {
    const id = this.#pieces[this.#copiedPieces];
    if (id !== undefined) {
      this.#copiedPieces += 1;
      const piece = this.#piece.get(id);
      // One that is missing makes its snapshot a damaged one, in the copy as it was here.
      if (piece !== undefined) this.#addPiece.run(piece.id, piece.crc, piece.data);
      return true;
    }
    const batch = this.#last < this.#end ? this.#next.get(this.#last) : undefined;
    if (batch === undefined) return false;
    this.#addBatch.run(batch.last, batch.first, batch.crc, batch.hash, batch.records);
    this.#last = batch.last;
    this.#hash = batch.hash;
    return true;
  }
}
