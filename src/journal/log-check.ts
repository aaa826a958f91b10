import type { DatabaseFile } from './database-file.js';
import { chainHash, sameBytes } from './checksum.js';
import { DatabaseStructure, type SchemaEntry } from './database-structure.js';
import type { Mark } from './high-water-mark.js';
import { JournalError } from './journal.js';
import { FORMAT, TABLES } from './log-formats.js';
import { batchOf, metaOf, pieceOf, snapshotRowOf, type StoredMeta } from './log-rows.js';
import { Malformed, type StoredRow } from './stored-row.js';

/** A batch's end, which the next one continues. */
export interface Link {
  readonly last: number;
  readonly hash: Uint8Array;
}

/** What a look at every byte that matters has found. */
export interface LogCheck {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Null where the tables are those of no format. */
  readonly format: number | null;
  readonly meta: StoredMeta | null;
  /** The newest batch, or where compaction has left the log; null where neither can be told. */
  readonly head: Link | null;
  /** Whether the batch that the mark speaks of is there; null where compaction has deleted it. */
  readonly hasMarked: boolean | null;
}

/**
 * Reads a whole database, without SQLite: its structure, every batch against checksum and chain, every snapshot. A damaged
 * snapshot is a warning, since there is another, or the log itself. Throws where a newer version has written the file.
 */
export function checkLog(file: DatabaseFile, mark: Mark | null): LogCheck {
  const structure = new DatabaseStructure(file);
  const schema = structure.schema();
  const formats = formatsOf(schema);
  if (formats.length === 0 && structure.problems.length === 0) refuseNewer(formatToldBy(structure, schema), file.path);
  const checking = new Checking(mark);
  if (formats.length > 0) {
    for (const name of ['meta', 'batch', 'snapshot', 'snapshot_piece']) {
      const root = schema.find((entry) => entry.type === 'table' && entry.name === name)?.root ?? 0;
      structure.table(root, (row) => {
        checking.row(name, row);
      });
    }
    for (const { type, root } of schema) if (type === 'index') structure.index(root);
    structure.finish();
  }
  const found = structure.problems.map(({ page, message }) => `page ${page}: ${message}`);
  const result = checking.result();
  if (result.meta !== null) refuseNewer(result.meta.format, file.path);
  const format = formats.find((each) => each === result.meta?.format) ?? formats[0] ?? null;
  if (formats.length === 0) found.push('its tables are not those of a log');
  return { ...result, problems: [...found, ...checking.problems], format };
}

/** Those that have these tables. */
function formatsOf(schema: readonly SchemaEntry[]): readonly number[] {
  const made = schema.flatMap(({ sql }) => sql ?? []).sort();
  const fits = ([, tables]: readonly [string, readonly string[]]): boolean =>
    made.length === tables.length && [...tables].sort().every((sql, index) => sql === made[index]);
  return Object.entries(TABLES)
    .filter(fits)
    .map(([format]) => Number(format));
}

/** Any format has its number in the first column of `meta`. */
function formatToldBy(structure: DatabaseStructure, schema: readonly SchemaEntry[]): unknown {
  const root = schema.find(({ name }) => name === 'meta')?.root;
  let format: unknown = null;
  if (root !== undefined)
    structure.table(root, ({ values }) => {
      format = values[0];
    });
  return format;
}

function refuseNewer(format: unknown, path: string): void {
  if (typeof format !== 'number' || format <= FORMAT) return;
  throw new JournalError(
    'CORRUPT',
    `${path} has format ${format}, this version reads up to ${FORMAT}: start the newer version that wrote it, ` +
      `or restore a backup of before. The file was left as it is.`,
  );
}

/** Sees the rows one by one, in the order of their tables and keys. */
class Checking {
  readonly problems: string[] = [];
  readonly #mark: Mark | null;
  readonly #warnings: string[] = [];
  #meta: StoredMeta | null = null;
  #head: Link | null = null;
  #hasMarked = false;
  readonly #snapshots = new Map<number, { readonly position: number; readonly pieces: number; seen: number }>();

  constructor(mark: Mark | null) {
    this.#mark = mark;
  }

  row(table: string, row: StoredRow): void {
    if (table === 'meta') this.#seeMeta(row);
    else if (table === 'batch') this.#seeBatch(row);
    else if (table === 'snapshot') this.#seeSnapshot(row);
    else this.#seePiece(row);
  }

  result(): Pick<LogCheck, 'warnings' | 'meta' | 'head' | 'hasMarked'> {
    if (this.#meta === null) this.problems.push('table meta has no row');
    for (const { position, pieces, seen } of this.#snapshots.values()) {
      if (seen !== pieces) this.#warn(position, `${pieces - seen} of its ${pieces} pieces are missing or damaged`);
    }
    const isGone = this.#mark !== null && this.#meta !== null && this.#mark.last < this.#meta.anchor;
    return { warnings: this.#warnings, meta: this.#meta, head: this.#head, hasMarked: isGone ? null : this.#hasMarked };
  }

  #seeMeta(row: StoredRow): void {
    const meta = metaOf(row);
    if (meta === null) throw new Malformed('the row of meta has another form');
    if (!meta.whole) throw new Malformed('the row of meta does not fit its checksum');
    if (this.#meta !== null) throw new Malformed('table meta has two rows');
    this.#meta = meta;
    this.#end({ last: meta.anchor, hash: meta.anchorHash });
  }

  #seeBatch(row: StoredRow): void {
    const batch = batchOf(row);
    const before = this.#head;
    if (batch === null) throw new Malformed(`row ${row.rowid} of batch has another form`);
    this.#end({ last: batch.last, hash: Buffer.from(batch.hash) });
    if (!batch.whole) {
      throw new Malformed(
        `row ${batch.last} of batch, records ${batch.first} to ${batch.last}, does not fit its checksum`,
      );
    }
    if (before === null) return;
    if (batch.first !== before.last + 1 || !sameBytes(batch.hash, chainHash(before.hash, batch)))
      throw new Malformed(`row ${batch.last} of batch does not continue row ${before.last}`);
  }

  #seeSnapshot(row: StoredRow): void {
    const snapshot = snapshotRowOf(row);
    if (snapshot?.whole !== true) this.#warnings.push(`the snapshot with id ${row.rowid} is damaged and passed over`);
    else this.#snapshots.set(snapshot.id, { position: snapshot.position, pieces: snapshot.pieces, seen: 0 });
  }

  #seePiece(row: StoredRow): void {
    const piece = pieceOf(row);
    if (piece?.whole !== true) return;
    const snapshot = this.#snapshots.get(piece.snapshot);
    if (snapshot !== undefined && piece.number >= 0 && piece.number < snapshot.pieces) snapshot.seen += 1;
  }

  #end(link: Link): void {
    this.#head = link;
    if (link.last === this.#mark?.last && sameBytes(link.hash, Buffer.from(this.#mark.hash, 'hex')))
      this.#hasMarked = true;
  }

  #warn(position: number, what: string): void {
    this.#warnings.push(`the snapshot at position ${position} is damaged and passed over: ${what}`);
  }
}
