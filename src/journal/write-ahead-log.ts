import { existsSync, readFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_BYTES = 4096;
const VERSION = 3_007_000;
/** The lowest bit says in which order of bytes the checksums are made. */
const MAGIC = 0x377f_0682;

export interface WalFrame {
  /** Number of the page that it holds, from 1. */
  readonly page: number;
  /** Pages of the database after the commit that this frame ends; 0 in the frames before the last of a commit. */
  readonly pagesAfterCommit: number;
  /** Whether its checksum fits, given the frame before it as it is stored. */
  readonly fits: boolean;
}

/** The write-ahead log of a database as it is on disk. */
export interface Wal {
  /** 0 where it is missing or empty. */
  readonly bytes: number;
  /** Whether its header can be read; without one SQLite takes it for empty. */
  readonly hasHeader: boolean;
  /** Every frame that the file is long enough for. */
  readonly frames: readonly WalFrame[];
  /** How many of them, from the first, SQLite takes: up to the last commit before one that does not fit. */
  readonly committedFrames: number;
  /** Number of each page in the newest of these frames. */
  readonly committed: ReadonlyMap<number, number>;
  /** Pages of the database after the last commit; null where there is none. */
  readonly committedPages: number | null;
  page(frame: number): Uint8Array;
}

/**
 * Reads what SQLite would recover, and what lies behind it. SQLite silently stops at the first frame whose checksum does not
 * fit; what follows may be remains of an earlier round, the last write of a process that was killed, or what a flipped bit
 * has cut off.
 *
 * @see https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function readWal(path: string): Wal {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const count = Math.max(0, Math.floor((bytes.byteLength - HEADER_BYTES) / (FRAME_HEADER_BYTES + PAGE_BYTES)));
  const hasHeader = isHeader(bytes);
  const bigEndian = bytes.byteLength >= 4 && (bytes.readUInt32BE(0) & 1) === 1;
  const frames: WalFrame[] = [];
  let sum: Sum = hasHeader ? [bytes.readUInt32BE(24), bytes.readUInt32BE(28)] : [0, 0];
  let unbroken = hasHeader;
  let committedFrames = 0;
  let committedPages: number | null = null;
  for (let index = 0; index < count; index += 1) {
    const frame = bytes.subarray(startOf(index), startOf(index + 1));
    const saltFits =
      frame.readUInt32BE(8) === bytes.readUInt32BE(16) && frame.readUInt32BE(12) === bytes.readUInt32BE(20);
    const made = addTo(addTo(sum, frame.subarray(0, 8), bigEndian), frame.subarray(FRAME_HEADER_BYTES), bigEndian);
    sum = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
    const fits = saltFits && made[0] === sum[0] && made[1] === sum[1] && frame.readUInt32BE(0) > 0;
    frames.push({ page: frame.readUInt32BE(0), pagesAfterCommit: frame.readUInt32BE(4), fits });
    unbroken &&= fits;
    if (!unbroken || frame.readUInt32BE(4) === 0) continue;
    committedFrames = index + 1;
    committedPages = frame.readUInt32BE(4);
  }
  const committed = new Map<number, number>();
  for (let index = 0; index < committedFrames; index += 1) committed.set(frames[index]?.page ?? 0, index);
  return {
    ...{ bytes: bytes.byteLength, hasHeader, frames, committedFrames, committed, committedPages },
    page: (frame) => bytes.subarray(startOf(frame) + FRAME_HEADER_BYTES, startOf(frame + 1)),
  };
}

function startOf(frame: number): number {
  return HEADER_BYTES + frame * (FRAME_HEADER_BYTES + PAGE_BYTES);
}

function isHeader(bytes: Buffer): boolean {
  if (bytes.byteLength < HEADER_BYTES || (bytes.readUInt32BE(0) & 0xffff_fffe) >>> 0 !== MAGIC) return false;
  if (bytes.readUInt32BE(4) !== VERSION || bytes.readUInt32BE(8) !== PAGE_BYTES) return false;
  const sum = addTo([0, 0], bytes.subarray(0, 24), (bytes.readUInt32BE(0) & 1) === 1);
  return sum[0] === bytes.readUInt32BE(24) && sum[1] === bytes.readUInt32BE(28);
}

type Sum = readonly [number, number];

function addTo(sum: Sum, bytes: Buffer, bigEndian: boolean): Sum {
  let [first, second] = sum;
  for (let at = 0; at < bytes.byteLength; at += 8) {
    const [a, b] = bigEndian
      ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
      : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    first = (first + a + second) >>> 0;
    second = (second + b + first) >>> 0;
  }
  return [first, second];
}
