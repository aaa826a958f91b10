import type { PoolRecord, Position } from '../core/record.js';
import { JournalError } from './journal.js';

const LINE_END = 0x0a;

/**
 * Records as bytes: the JSON of each on a line of its own, a comma after all but the last. Lines can
 * be counted and cut without parsing them (JSON has no bare line end in it), and what is left in
 * brackets is one JSON array, which parses faster than its lines do one by one.
 *
 * The bytes have a memory of their own, so that it can be transferred to a thread.
 */
export function encodeRecords(records: readonly PoolRecord[], expected: Position): Uint8Array {
  const lines = records.map((record, index) => {
    if (record.position !== expected + 1 + index) {
      throw new JournalError('CONFLICT', `record ${record.position} cannot be written as ${expected + 1 + index}`);
    }
    return JSON.stringify(record);
  });
  return ownBytes(lines.join(',\n'));
}

/** The records of `bytes`, which must be those after the position `after`, without a gap. */
export function decodeRecords(bytes: Uint8Array, after: Position): PoolRecord[] {
  const records = parseRecords(bytes);
  records.forEach((record, index) => {
    if (record.position !== after + 1 + index) {
      throw new JournalError('CORRUPT', `record ${record.position} is stored as ${after + 1 + index}`);
    }
  });
  return records;
}

/** The `count` lines of `bytes` after the first `skipped`, without the comma after the last; no copy. */
export function cutLines(bytes: Uint8Array, skipped: number, count: number): Uint8Array {
  let start = 0;
  for (let line = 0; line < skipped; line += 1) start = lineEnd(bytes, start) + 1;
  let end = start;
  for (let line = 0; line < count; line += 1) end = lineEnd(bytes, end) + 1;
  // What follows a line is a comma and a line end; at the very end of the bytes there is neither.
  return end > bytes.byteLength ? bytes.subarray(start) : bytes.subarray(start, end - 2);
}

export function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, end + 1)) lines += 1;
  return lines;
}

/** The position of the first record; NaN where it says none. */
export function positionOfFirst(bytes: Uint8Array): number {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, lineEnd(bytes, 0)).toString('utf8');
  try {
    const record = JSON.parse(line.replace(/,$/, '')) as { readonly position?: unknown } | null;
    return typeof record?.position === 'number' ? record.position : NaN;
  } catch {
    return NaN;
  }
}

/** Joins encoded records into one, with a memory of its own. */
export function joinLines(parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.byteLength + 2, -2);
  const joined = new Uint8Array(Math.max(0, size));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.byteLength;
    if (offset < size) joined.set([0x2c, LINE_END], offset);
    offset += 2;
  }
  return joined;
}

function parseRecords(bytes: Uint8Array): PoolRecord[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(`[${text}]`) as PoolRecord[];
  } catch (cause) {
    throw new JournalError('CORRUPT', 'records on disk are no JSON', { cause });
  }
}

function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(LINE_END, from);
  return end < 0 ? bytes.byteLength : end;
}

/** UTF-8 in an `ArrayBuffer` that nothing else lives in; `Buffer.from` would use the shared pool. */
function ownBytes(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
