import type { DatabaseFile } from './database-file.js';
import { PAGE_BYTES } from './database-file.js';

/** A value in a row. What is long may lie in several parts, on pages of its own. */
export type StoredValue = number | bigint | null | string | Blob;

export interface Blob {
  readonly parts: readonly Uint8Array[];
  readonly bytes: number;
}

export interface StoredRow {
  readonly rowid: number;
  readonly values: readonly StoredValue[];
}

/** Something in a file is not as SQLite's format has it. */
export class Malformed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Malformed';
  }
}

/** Longest part of a payload that stays on a leaf of a table. */
const MOST_LOCAL = PAGE_BYTES - 35;
const LEAST_LOCAL = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23;
const OVERFLOW_BYTES = PAGE_BYTES - 4;

/** How a cell lies on its leaf: where its payload begins, how much of it is there, and where it goes on. */
export interface LeafCell {
  readonly rowid: number;
  readonly payloadBytes: number;
  readonly start: number;
  readonly localBytes: number;
  /** First page of the rest; null where all of it is local. */
  readonly overflow: number | null;
  /** Bytes of the whole cell on its page. */
  readonly size: number;
}

/** Bytes of a payload that stay on the page, where at most `most` can. */
export function localBytesOf(payloadBytes: number, most: number): number {
  if (payloadBytes <= most) return payloadBytes;
  const rest = LEAST_LOCAL + ((payloadBytes - LEAST_LOCAL) % OVERFLOW_BYTES);
  return rest <= most ? rest : LEAST_LOCAL;
}

export function leafCell(page: Buffer, at: number): LeafCell {
  const [payloadBytes, afterSize] = varint(page, at);
  const [rowid, start] = varint(page, afterSize);
  const localBytes = localBytesOf(payloadBytes, MOST_LOCAL);
  const isWhole = localBytes === payloadBytes;
  const end = start + localBytes + (isWhole ? 0 : 4);
  if (end > PAGE_BYTES) throw new Malformed(`a row ends behind its page`);
  const overflow = isWhole ? null : page.readUInt32BE(start + localBytes);
  return { rowid, payloadBytes, start, localBytes, overflow, size: Math.max(4, end - at) };
}

/** Pages of a chain that continues a payload; `claim` sees each number before it is read. */
export function overflowParts(
  cell: { readonly payloadBytes: number; readonly localBytes: number; readonly overflow: number | null },
  page: (number: number) => Uint8Array | null,
  claim: (number: number) => void,
): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let left = cell.payloadBytes - cell.localBytes;
  let next = cell.overflow ?? 0;
  while (left > 0) {
    claim(next);
    const bytes = page(next);
    if (bytes === null) throw new Malformed(`page ${next} is missing`);
    const used = Math.min(left, OVERFLOW_BYTES);
    parts.push(bytes.subarray(4, 4 + used));
    left -= used;
    next = bufferOf(bytes).readUInt32BE(0);
  }
  if (next !== 0 && cell.overflow !== null) throw new Malformed(`a row goes on behind its end, on page ${next}`);
  return parts;
}

/** The columns of a payload. */
export function rowOf(rowid: number, parts: readonly Uint8Array[]): StoredRow {
  const head = bufferOf(parts[0] ?? new Uint8Array());
  const [headerBytes, first] = varint(head, 0);
  if (headerBytes > head.byteLength) throw new Malformed('the header of a row is longer than the row');
  const values: StoredValue[] = [];
  let at = headerBytes;
  for (let type = first; type < headerBytes;) {
    const [serial, next] = varint(head, type);
    type = next;
    const bytes = sizeOf(serial);
    values.push(serial >= 12 ? textOrBlob(serial, slice(parts, at, bytes)) : numberAt(head, at, serial));
    at += bytes;
  }
  const size = parts.reduce((sum, part) => sum + part.byteLength, 0);
  if (at !== size) throw new Malformed(`a row has ${size} bytes, its columns say ${at}`);
  return { rowid, values };
}

/** A row on a leaf with everything that continues it, each page in the version that SQLite would see. */
export function readRow(
  file: DatabaseFile,
  page: Uint8Array,
  cell: LeafCell,
  claim: (page: number) => void,
): StoredRow {
  const local = page.subarray(cell.start, cell.start + cell.localBytes);
  return rowOf(cell.rowid, [local, ...overflowParts(cell, (number) => file.page(number), claim)]);
}

export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function isBlob(value: StoredValue | undefined): value is Blob {
  return typeof value === 'object' && value !== null;
}

/** One piece of memory; no copy where there is but one part. */
export function joined({ parts }: Blob): Uint8Array {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** SQLite's integers of 1 to 9 bytes: the value, and where it ends. Ours are all below 2^53. */
export function varint(bytes: Buffer, at: number): readonly [value: number, end: number] {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) throw new Malformed('a number ends behind its page');
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      if (value > Number.MAX_SAFE_INTEGER) throw new Malformed('a number is too large');
      return [value, at + index + 1];
    }
  }
  throw new Malformed('a number is too large');
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function sizeOf(serial: number): number {
  if (serial >= 12) return Math.floor((serial - 12) / 2);
  const bytes = INTEGER_BYTES[serial];
  if (bytes === undefined) throw new Malformed(`a column has the unknown type ${serial}`);
  return bytes;
}

function numberAt(head: Buffer, at: number, serial: number): number | bigint | null {
  const bytes = sizeOf(serial);
  if (at + bytes > head.byteLength) throw new Malformed('a column ends behind its row');
  if (serial === 0) return null;
  if (serial === 7) return head.readDoubleBE(at);
  if (serial >= 8) return serial - 8;
  if (bytes <= 6) return head.readIntBE(at, bytes);
  const value = head.readBigInt64BE(at);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? value : Number(value);
}

function textOrBlob(serial: number, parts: readonly Uint8Array[]): string | Blob {
  const bytes = sizeOf(serial);
  return serial % 2 === 0 ? { parts, bytes } : bufferOf(joined({ parts, bytes })).toString('utf8');
}

function slice(parts: readonly Uint8Array[], from: number, bytes: number): Uint8Array[] {
  const taken: Uint8Array[] = [];
  let skipped = from;
  let left = bytes;
  for (const part of parts) {
    if (left === 0) break;
    if (skipped >= part.byteLength) {
      skipped -= part.byteLength;
      continue;
    }
    const piece = part.subarray(skipped, skipped + left);
    taken.push(piece);
    left -= piece.byteLength;
    skipped = 0;
  }
  if (left > 0) throw new Malformed('a column ends behind its row');
  return taken.length === 0 ? [new Uint8Array()] : taken;
}
