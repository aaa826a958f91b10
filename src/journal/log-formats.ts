/** "CPol" in ASCII, in the header of the file: tells our logs from any other SQLite database. */
export const APPLICATION_ID = 0x4350_6f6c;

/** Rises with every change of the tables or records that an older server could not read; `migrations.ts` has the steps. */
export const FORMAT = 3;

/**
 * Format 1: `anchor` is the last position that compaction has deleted, 0 at first, and `anchor_hash` the hash the first
 * kept batch continues from. A batch is found by its last position, which is the row's own key: reading after a position is
 * one search in the table, and appending goes to its right end. `crc` in a piece is of its data alone.
 */
const META_1 = `CREATE TABLE meta (
    format INTEGER NOT NULL,
    log_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    anchor INTEGER NOT NULL,
    anchor_hash BLOB NOT NULL
  ) STRICT`;
const BATCH = `CREATE TABLE batch (
    last INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    hash BLOB NOT NULL,
    records BLOB NOT NULL
  ) STRICT`;
const SNAPSHOT_1 = `CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    pieces INTEGER NOT NULL
  ) STRICT`;
const PIECE_1 = `CREATE TABLE snapshot_piece (
    snapshot INTEGER NOT NULL,
    number INTEGER NOT NULL,
    crc INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (snapshot, number)
  ) STRICT`;

/**
 * Format 2: every row that is not in the chain has a checksum over all that it says, so that a snapshot cannot come to stand
 * at another position, nor a piece in another place. A piece's key is one number, its snapshot's id times 2^20 and its own
 * number, which makes an index needless.
 */
export const META = `CREATE TABLE meta (
    format INTEGER NOT NULL,
    log_id TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    anchor INTEGER NOT NULL,
    anchor_hash BLOB NOT NULL,
    crc INTEGER NOT NULL
  ) STRICT`;
export const SNAPSHOT = `CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    crc INTEGER NOT NULL
  ) STRICT`;
export const PIECE = `CREATE TABLE snapshot_piece (
    id INTEGER PRIMARY KEY,
    crc INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT`;

/**
 * The tables of each format, by the text that made them. Format 3 has those of format 2: an assignment's record tells no more
 * of its routing than the strategy, since the terms follow from the records before it.
 */
export const TABLES: Readonly<Record<number, readonly string[]>> = {
  1: [META_1, BATCH, SNAPSHOT_1, PIECE_1],
  2: [META, BATCH, SNAPSHOT, PIECE],
  3: [META, BATCH, SNAPSHOT, PIECE],
};

/** Pieces that a snapshot may have: 128 GiB. */
const MOST_PIECES = 2 ** 20;

export function pieceId(snapshot: number, number: number): number {
  return snapshot * MOST_PIECES + number;
}

export function placeOfPiece(id: number): { readonly snapshot: number; readonly number: number } {
  return { snapshot: Math.floor(id / MOST_PIECES), number: id % MOST_PIECES };
}
