import {
  checksumOfParts,
  metaChecksum,
  pieceChecksum,
  snapshotChecksum,
  type BatchHeader,
  type MetaFacts,
} from './checksum.js';
import { placeOfPiece } from './log-formats.js';
import { isBlob, joined, type Blob, type StoredRow } from './stored-row.js';

/** A row of `batch`. `whole`: its records are those that its checksum was made of. */
export interface StoredBatch extends BatchHeader {
  readonly hash: Uint8Array;
  readonly records: Blob;
  readonly whole: boolean;
}

export interface StoredMeta extends MetaFacts {
  readonly whole: boolean;
}

/** A row of `snapshot`: it counts only with all of its pieces. */
export interface StoredSnapshotRow {
  readonly id: number;
  readonly position: number;
  readonly pieces: number;
  readonly whole: boolean;
}

export interface StoredPiece {
  readonly snapshot: number;
  readonly number: number;
  readonly data: Blob;
  readonly whole: boolean;
}

/*
 * Rows by their form, which is another in each table, so that one can be told from another wherever it turns up; null where
 * it is none of that kind. Format 1 has fewer columns and no checksum in most of them.
 */

export function batchOf({ rowid: last, values }: StoredRow): StoredBatch | null {
  const [id, first, crc, hash, records] = values;
  if (values.length !== 5 || id !== null || !isNumber(first) || !isNumber(crc)) return null;
  if (!isBlob(hash) || hash.bytes !== 32 || !isBlob(records)) return null;
  const whole = first >= 1 && first <= last && checksumOfParts(records.parts) === crc;
  return { last, first, crc, hash: joined(hash), records, whole };
}

export function metaOf({ values }: StoredRow): StoredMeta | null {
  const [format, logId, epoch, anchor, hash, crc] = values;
  if (values.length < 5 || values.length > 6 || typeof logId !== 'string') return null;
  if (!isNumber(format) || !isNumber(epoch) || !isNumber(anchor) || !isBlob(hash) || hash.bytes !== 32) return null;
  const facts = { format, logId, epoch, anchor, anchorHash: joined(hash) };
  return { ...facts, whole: format === 1 ? values.length === 5 : crc === metaChecksum(facts) };
}

export function snapshotRowOf({ rowid: id, values }: StoredRow): StoredSnapshotRow | null {
  const [key, position, pieces, crc] = values;
  if (key !== null || values.length < 3 || values.length > 4 || !isNumber(position) || !isNumber(pieces)) return null;
  if (values.length === 4 && !isNumber(crc)) return null;
  return { id, position, pieces, whole: crc === undefined || crc === snapshotChecksum(id, position, pieces) };
}

export function pieceOf({ rowid, values }: StoredRow): StoredPiece | null {
  if (values.length === 3) {
    const [key, crc, data] = values;
    if (key !== null || !isNumber(crc) || !isBlob(data)) return null;
    return { ...placeOfPiece(rowid), data, whole: crc === pieceChecksum(rowid, data.parts) };
  }
  const [snapshot, number, crc, data] = values;
  if (values.length !== 4 || !isNumber(snapshot) || !isNumber(number) || !isNumber(crc) || !isBlob(data)) return null;
  return { snapshot, number, data, whole: crc === checksumOfParts(data.parts) };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
