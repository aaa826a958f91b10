import { chainHash, sameBytes } from './checksum.js';
import type { DatabaseFile } from './database-file.js';
import type { Mark } from './high-water-mark.js';
import type { Link } from './log-check.js';
import { batchOf, metaOf, pieceOf, snapshotRowOf, type StoredMeta, type StoredSnapshotRow } from './log-rows.js';
import { countLines, positionOfFirst } from './record-lines.js';
import { bufferOf, joined, leafCell, overflowParts, rowOf, type LeafCell, type StoredRow } from './stored-row.js';

const TABLE_LEAF = 0x0d;

/** Where a row lies: on which page, in which of its versions, and how its overflow pages are to be found. */
interface RowPlace {
  readonly page: number;
  readonly frame: number | null;
  readonly at: number;
  readonly overflow: OverflowFrom;
}

/** A row may go on in the pages as they are now, or as they were when it was written. */
type OverflowFrom = 'now' | 'then' | 'database';

export interface SalvagedBatch extends Link {
  readonly first: number;
  readonly crc: number;
  readonly place: RowPlace;
  /** Whether its page is the one that SQLite would see, not one that was replaced or never committed. */
  readonly current: boolean;
}

export interface Salvaged {
  readonly meta: StoredMeta | null;
  /** The records that are whole, in order; there may be gaps. */
  readonly batches: readonly SalvagedBatch[];
  /** Complete ones, newest first. */
  readonly snapshots: readonly StoredSnapshotRow[];
  /** Last position before the oldest batch of an unbroken log. */
  readonly anchor: number;
  records(batch: SalvagedBatch): Uint8Array;
  piece(snapshot: number, number: number): Uint8Array | null;
}

/**
 * Everything that can still be read of a damaged log, from every page that there is: rows tell by their form what they are, and
 * by checksum and chain that they are as they were written. Header, schema and inner pages are not needed.
 */
export function salvage(file: DatabaseFile, mark: Mark | null): Salvaged {
  const found = new Findings(file);
  for (let page = 1; page <= file.storedPages; page += 1) found.look(page, null, file.stored(page));
  file.wal.frames.forEach(({ page }, frame) => {
    found.look(page, frame, file.wal.page(frame));
  });
  const meta = found.meta();
  const anchor = meta === null ? null : { last: meta.anchor, hash: meta.anchorHash };
  const batches = anchor === null ? withoutAnchor(found, mark) : inOrder(found, anchor, mark);
  const snapshots = found.snapshots();
  return {
    ...{ meta, batches, snapshots },
    anchor: anchor?.last ?? likelyAnchor(batches, snapshots),
    records: ({ place }) => {
      const records = batchOf(found.rowAt(place))?.records;
      return records === undefined ? new Uint8Array() : joined(records);
    },
    piece: (snapshot, number) => found.piece(snapshot, number),
  };
}

/** Batches in frames that SQLite would not take, which continue the log at `head` and are vouched for. */
export function batchesBehind(file: DatabaseFile, head: Link, mark: Mark | null): SalvagedBatch[] {
  const { frames, committedFrames } = file.wal;
  if (frames.length === committedFrames) return [];
  const found = new Findings(file);
  frames.forEach(({ page }, frame) => {
    if (frame >= committedFrames) found.look(page, frame, file.wal.page(frame));
  });
  return inOrder(found, head, mark);
}

class Findings {
  readonly batches = new Map<number, SalvagedBatch[]>();
  readonly #file: DatabaseFile;
  readonly #metas: { readonly meta: StoredMeta; readonly current: boolean }[] = [];
  readonly #snapshots = new Map<number, StoredSnapshotRow>();
  readonly #pieces = new Map<string, RowPlace>();

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  look(page: number, frame: number | null, bytes: Uint8Array | null): void {
    if (bytes === null) return;
    const buffer = bufferOf(bytes);
    const start = page === 1 ? 100 : 0;
    if (buffer[start] !== TABLE_LEAF) return;
    const count = Math.min(buffer.readUInt16BE(start + 3), (buffer.byteLength - start - 8) / 2);
    const current = (this.#file.wal.committed.get(page) ?? null) === frame;
    for (let index = 0; index < Math.floor(count); index += 1) {
      const at = buffer.readUInt16BE(start + 8 + 2 * index);
      for (const overflow of ['now', 'then', 'database'] as const) {
        if (this.#keep({ page, frame, at, overflow }, current)) break;
      }
    }
  }

  /** The one that SQLite would see; else the newest that was ever there. */
  meta(): StoredMeta | null {
    const newest = (a: StoredMeta, b: StoredMeta): number => b.anchor - a.anchor || b.epoch - a.epoch;
    const current = this.#metas.filter(({ current }) => current).map(({ meta }) => meta);
    const any = current.length > 0 ? current : this.#metas.map(({ meta }) => meta);
    return any.sort(newest)[0] ?? null;
  }

  snapshots(): StoredSnapshotRow[] {
    const isComplete = ({ id, pieces }: StoredSnapshotRow): boolean => {
      for (let number = 0; number < pieces; number += 1) if (!this.#pieces.has(`${id}:${number}`)) return false;
      return true;
    };
    return [...this.#snapshots.values()].filter(isComplete).sort((a, b) => b.position - a.position || b.id - a.id);
  }

  piece(snapshot: number, number: number): Uint8Array | null {
    const place = this.#pieces.get(`${snapshot}:${number}`);
    const piece = place === undefined ? null : pieceOf(this.rowAt(place));
    return piece === null ? null : joined(piece.data);
  }

  rowAt(place: RowPlace): StoredRow {
    const bytes = place.frame === null ? this.#file.stored(place.page) : this.#file.wal.page(place.frame);
    const buffer = bufferOf(bytes ?? new Uint8Array());
    const cell: LeafCell = leafCell(buffer, place.at);
    const local = buffer.subarray(cell.start, cell.start + cell.localBytes);
    const rest = overflowParts(
      cell,
      (page) => this.#overflow(place, page),
      () => undefined,
    );
    return rowOf(cell.rowid, [local, ...rest]);
  }

  #overflow({ frame, overflow }: RowPlace, page: number): Uint8Array | null {
    if (overflow === 'now') return this.#file.page(page);
    if (overflow === 'database') return this.#file.stored(page);
    const { frames } = this.#file.wal;
    const end = frame === null ? -1 : frames.findIndex((each, index) => index >= frame && each.pagesAfterCommit > 0);
    for (let index = end; index >= 0; index -= 1) if (frames[index]?.page === page) return this.#file.wal.page(index);
    return this.#file.stored(page);
  }

  /** Whether there was a row there that is whole. */
  #keep(place: RowPlace, current: boolean): boolean {
    let row: StoredRow;
    try {
      row = this.rowAt(place);
    } catch {
      return false;
    }
    const batch = batchOf(row);
    if (batch !== null) {
      const { first, last, crc, whole } = batch;
      if (!whole || !saysItsPositions(joined(batch.records), first, last)) return false;
      const kept = this.batches.get(first) ?? [];
      const hash = Buffer.from(batch.hash);
      if (!kept.some((other) => other.last === last && sameBytes(other.hash, hash) && other.current))
        kept.push({ first, last, crc, hash, place, current });
      this.batches.set(first, kept);
      return true;
    }
    const meta = metaOf(row);
    if (meta?.whole === true)
      this.#metas.push({ meta: { ...meta, anchorHash: Buffer.from(meta.anchorHash) }, current });
    const snapshot = snapshotRowOf(row);
    if (snapshot?.whole === true) this.#snapshots.set(snapshot.id, snapshot);
    const piece = pieceOf(row);
    if (piece?.whole === true) this.#pieces.set(`${piece.snapshot}:${piece.number}`, place);
    return meta?.whole === true || snapshot?.whole === true || piece?.whole === true;
  }
}

/** A batch that follows a gap has nothing to be linked to: then its own lines must say that they are those records. */
function saysItsPositions(records: Uint8Array, first: number, last: number): boolean {
  return countLines(records) === last - first + 1 && positionOfFirst(records) === first;
}

function links(before: Link, after: SalvagedBatch): boolean {
  return after.first === before.last + 1 && sameBytes(after.hash, chainHash(before.hash, after));
}

/**
 * Every batch that continues the one before it, or stands behind a gap. One that is not in a page that SQLite would see must
 * be vouched for, by the batch that continues it or by the mark: it may be of a write that was never finished.
 */
function inOrder({ batches }: Findings, anchor: Link, mark: Mark | null): SalvagedBatch[] {
  const isProven = (batch: SalvagedBatch): boolean =>
    batch.current || isMarked(batch, mark) || (batches.get(batch.last + 1) ?? []).some((next) => links(batch, next));
  const taken: SalvagedBatch[] = [];
  let before: Link = anchor;
  for (const first of [...batches.keys()].sort((a, b) => a - b)) {
    if (first <= before.last) continue;
    const there = (batches.get(first) ?? []).filter(isProven).sort((a, b) => Number(b.current) - Number(a.current));
    const next = first === before.last + 1 ? there.find((batch) => links(before, batch)) : there[0];
    if (next === undefined) continue;
    taken.push(next);
    before = next;
  }
  return mark === null ? taken : vouchedFor(taken, anchor, mark);
}

/**
 * Behind a gap no chain tells of which log a batch is, and a file may be another log's. So what stands there counts where the mark
 * is reached from it; else its records are named as lost like those of the gap.
 */
function vouchedFor(batches: readonly SalvagedBatch[], anchor: Link, mark: Mark): SalvagedBatch[] {
  const runs: SalvagedBatch[][] = [];
  let before = anchor;
  for (const batch of batches) {
    const run = runs.at(-1);
    if (run !== undefined && links(before, batch)) run.push(batch);
    else runs.push([batch]);
    before = batch;
  }
  return runs
    .filter(
      ([first], nth) =>
        (nth === 0 && first !== undefined && links(anchor, first)) || runs[nth]?.some((batch) => isMarked(batch, mark)),
    )
    .flat();
}

function isMarked({ last, hash }: Link, mark: Mark | null): boolean {
  return mark !== null && last === mark.last && sameBytes(hash, Buffer.from(mark.hash, 'hex'));
}

/** Compaction deletes up to a snapshot that is kept; where none stands there, what is missing before the first batch is lost. */
function likelyAnchor(batches: readonly SalvagedBatch[], snapshots: readonly StoredSnapshotRow[]): number {
  const before = (batches[0]?.first ?? 1) - 1;
  return snapshots.some(({ position }) => position === before) ? before : 0;
}

/** Without the row that says where the log begins: from the newest batch back, as far as the links go. */
function withoutAnchor(found: Findings, mark: Mark | null): SalvagedBatch[] {
  const all = inOrder(found, { last: -1, hash: new Uint8Array() }, mark);
  let first = all.length - 1;
  for (; first > 0; first -= 1) {
    const [before, after] = [all[first - 1], all[first]];
    if (before === undefined || after === undefined || !links(before, after)) break;
  }
  return all.slice(Math.max(0, first));
}
