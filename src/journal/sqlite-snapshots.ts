import type Database from 'better-sqlite3';
import { pieceChecksum, snapshotChecksum } from './checksum.js';
import { JournalError } from './journal.js';
import { pieceId, placeOfPiece } from './log-formats.js';
import type { StoredSnapshot } from './sqlite-protocol.js';

/** The newest, and one more for when the newest turns out to be damaged. */
const KEPT = 2;

/** 2 MiB of a dead snapshot per transaction. */
const SWEEP_PIECES = 16;

interface SnapshotRow extends StoredSnapshot {
  readonly crc: number;
}

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
  readonly #insertPiece: Database.Statement<[number, number, Uint8Array]>;
  readonly #piece: Database.Statement<[number], PieceRow>;
  readonly #list: Database.Statement<[], SnapshotRow>;
  /** Being written, or copied: their pieces have no row yet, or no more, but are not to be swept. */
  readonly #unfinished = new Set<number>();
  #nextId: number;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insertPiece = db.prepare('INSERT INTO snapshot_piece (id, crc, data) VALUES (?, ?, ?)');
    this.#piece = db.prepare('SELECT crc, data FROM snapshot_piece WHERE id = ?');
    this.#list = db.prepare('SELECT * FROM snapshot ORDER BY position DESC, id DESC');
    const snapshot = db.prepare<[], number | null>('SELECT max(id) FROM snapshot').pluck().get() ?? 0;
    const piece = db.prepare<[], number | null>('SELECT max(id) FROM snapshot_piece').pluck().get() ?? 0;
    this.#nextId = Math.max(snapshot, placeOfPiece(piece).snapshot) + 1;
  }

  /** Complete ones, newest first; one whose row is damaged is none. */
  list(): StoredSnapshot[] {
    const rows = this.#list
      .all()
      .filter(({ id, position, pieces, crc }) => crc === snapshotChecksum(id, position, pieces));
    return rows.map(({ id, position, pieces }) => ({ id, position, pieces }));
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
    const id = pieceId(snapshot, number);
    this.#insertPiece.run(id, pieceChecksum(id, [data]), data);
  }

  /** Puts the snapshot in force, and the ones beyond the newest two out of it, in one transaction. */
  finish({ id, position, pieces }: StoredSnapshot): void {
    const commit = this.#db.transaction(() => {
      const insert = this.#db.prepare('INSERT INTO snapshot (id, position, pieces, crc) VALUES (?, ?, ?, ?)');
      insert.run(id, position, pieces, snapshotChecksum(id, position, pieces));
      const drop = this.#db.prepare('DELETE FROM snapshot WHERE id = ?');
      for (const old of this.list().slice(KEPT)) drop.run(old.id);
    });
    commit();
    this.#unfinished.delete(id);
  }

  /** Keeps the pieces of the complete ones, which it gives, until they are let go of with `abandon`. */
  hold(): StoredSnapshot[] {
    const held = this.list();
    for (const { id } of held) this.#unfinished.add(id);
    return held;
  }

  abandon(snapshot: number): void {
    this.#unfinished.delete(snapshot);
  }

  read(snapshot: number, number: number): Uint8Array {
    const id = pieceId(snapshot, number);
    const row = this.#piece.get(id);
    if (row === undefined) throw new JournalError('CORRUPT', `piece ${number} of snapshot ${snapshot} is missing`);
    if (pieceChecksum(id, [row.data]) !== row.crc) {
      throw new JournalError('CORRUPT', `piece ${number} of snapshot ${snapshot} is damaged on disk`);
    }
    return row.data;
  }

  /** Deletes some pieces that belong to no snapshot, in one short transaction; true where more are left. */
  sweepSlice(): boolean {
    const dead = this.#deadPiece();
    if (dead === null) return false;
    const [from, to] = [pieceId(dead, 0), pieceId(dead + 1, 0)];
    const some = 'SELECT id FROM snapshot_piece WHERE id >= ? AND id < ? LIMIT ?';
    this.#db.prepare(`DELETE FROM snapshot_piece WHERE id IN (${some})`).run(from, to, SWEEP_PIECES);
    return true;
  }

  /** The first snapshot that has pieces but no row and is not being written; looks at one piece of each. */
  #deadPiece(): number | null {
    const first = this.#db.prepare<[number], number>('SELECT min(id) FROM snapshot_piece WHERE id >= ?').pluck();
    const hasRow = this.#db.prepare<[number], number>('SELECT 1 FROM snapshot WHERE id = ?').pluck();
    for (let id = first.get(0) ?? null; id !== null;) {
      const { snapshot } = placeOfPiece(id);
      if (!this.#unfinished.has(snapshot) && hasRow.get(snapshot) === undefined) return snapshot;
      id = first.get(pieceId(snapshot + 1, 0)) ?? null;
    }
    return null;
  }
}
