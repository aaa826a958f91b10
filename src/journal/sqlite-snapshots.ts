import type Database from 'better-sqlite3';
import { checksum } from './checksum.js';
import { JournalError } from './journal.js';
import type { StoredSnapshot } from './sqlite-protocol.js';

/** The newest, and one more for when the newest turns out to be damaged. */
const KEPT = 2;

/** 2 MiB of a dead snapshot per transaction. */
const SWEEP_PIECES = 16;

interface PieceRow {
  readonly crc: number;
  readonly data: Uint8Array;
}

/**
 * Snapshots in their tables. Pieces are written one transaction each; the row in `snapshot` comes
 * last and makes them count. Pieces without that row are what a crash or a failed writer left, and
 * are swept. Single-threaded, synchronous.
 */
export class SqliteSnapshots {
  readonly #db: Database.Database;
  readonly #insertPiece: Database.Statement<[number, number, number, Uint8Array]>;
  readonly #piece: Database.Statement<[number, number], PieceRow>;
  readonly #list: Database.Statement<[], StoredSnapshot>;
  /** Being written: their pieces have no row yet, but are not to be swept. */
  readonly #unfinished = new Set<number>();
  #nextId: number;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insertPiece = db.prepare('INSERT INTO snapshot_piece (snapshot, number, crc, data) VALUES (?, ?, ?, ?)');
    this.#piece = db.prepare('SELECT crc, data FROM snapshot_piece WHERE snapshot = ? AND number = ?');
    this.#list = db.prepare('SELECT id, position, pieces FROM snapshot ORDER BY position DESC, id DESC');
    const highest =
      'SELECT max(coalesce((SELECT max(id) FROM snapshot), 0), coalesce((SELECT max(snapshot) FROM snapshot_piece), 0))';
    this.#nextId = Number(db.prepare<[], number>(highest).pluck().get()) + 1;
  }

  /** Complete ones, newest first. */
  list(): StoredSnapshot[] {
    return this.#list.all();
  }

  /** The position up to which no kept snapshot needs records; 0 where there is none. */
  oldestPosition(): number {
    return this.list().at(-1)?.position ?? 0;
  }

  begin(): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#unfinished.add(id);
    return id;
  }

  write(snapshot: number, number: number, data: Uint8Array): void {
    this.#insertPiece.run(snapshot, number, checksum(data), data);
  }

  /** Puts the snapshot in force, and the ones beyond the newest two out of it, in one transaction. */
  finish({ id, position, pieces }: StoredSnapshot): void {
    const commit = this.#db.transaction(() => {
      this.#db.prepare('INSERT INTO snapshot (id, position, pieces) VALUES (?, ?, ?)').run(id, position, pieces);
      const drop = this.#db.prepare('DELETE FROM snapshot WHERE id = ?');
      for (const old of this.list().slice(KEPT)) drop.run(old.id);
    });
    commit();
    this.#unfinished.delete(id);
  }

  abandon(snapshot: number): void {
    this.#unfinished.delete(snapshot);
  }

  read(snapshot: number, number: number): Uint8Array {
    const row = this.#piece.get(snapshot, number);
    if (row === undefined) throw new JournalError('CORRUPT', `piece ${number} of snapshot ${snapshot} is missing`);
    if (checksum(row.data) !== row.crc) {
      throw new JournalError('CORRUPT', `piece ${number} of snapshot ${snapshot} is damaged on disk`);
    }
    return row.data;
  }

  /** Deletes some pieces that belong to no snapshot, in one short transaction; true where more are left. */
  sweepSlice(): boolean {
    const dead = this.#db
      .prepare<[], number>(
        'SELECT DISTINCT snapshot FROM snapshot_piece WHERE snapshot NOT IN (SELECT id FROM snapshot)',
      )
      .pluck()
      .all()
      .find((id) => !this.#unfinished.has(id));
    if (dead === undefined) return false;
    const some = 'SELECT rowid FROM snapshot_piece WHERE snapshot = ? LIMIT ?';
    this.#db.prepare(`DELETE FROM snapshot_piece WHERE rowid IN (${some})`).run(dead, SWEEP_PIECES);
    return true;
  }
}
