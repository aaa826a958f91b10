import { closeSync, constants, existsSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { checksum } from './checksum.js';

/** A place in a log that its file must still hold: the batch that ends at `last` has this hash (hex). */
export interface Mark {
  readonly logId: string;
  readonly last: number;
  readonly hash: string;
}

/**
 * Witness of how far a log has come, in a small file beside it. A database that was put back to an
 * older state is consistent in itself: a write-ahead log cut short by one flipped bit, a lost or
 * exchanged file, a disk that lied about a flush, a backup from yesterday. Only something kept apart
 * can tell, by a mark that is further than the log.
 *
 * A mark is written after what it speaks of is committed, never before, so it may lag and a crash
 * between the two is no false alarm: the log must reach the mark, and may go beyond it. It is one
 * line of fixed length, written in place within one disk sector. A line that cannot be read counts
 * as none: a witness that says nothing accuses nobody.
 */
export class HighWaterMark {
  readonly #descriptor: number;

  /** Opens the file for writing, and makes it where there is none. */
  constructor(path: string) {
    this.#descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT);
  }

  write(mark: Mark): void {
    writeSync(this.#descriptor, toLine(mark), 0);
  }

  /** Makes the written mark survive a power cut. */
  flush(): void {
    fdatasyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** The mark in the file, or null where there is none to be read. */
export function readMark(path: string): Mark | null {
  return existsSync(path) ? fromLine(readFileSync(path, 'utf8')) : null;
}

function toLine({ logId, last, hash }: Mark): string {
  const body = `mark ${logId} ${String(last).padStart(16, '0')} ${hash}`;
  return `${body} ${crcOf(body)}\n`;
}

function fromLine(text: string): Mark | null {
  const match = /^(mark (\S+) (\d{16}) ([0-9a-f]{64})) ([0-9a-f]{8})\n/.exec(text);
  if (match === null) return null;
  const [, body = '', logId = '', last = '', hash = '', crc = ''] = match;
  return crc === crcOf(body) ? { logId, last: Number(last), hash } : null;
}

function crcOf(body: string): string {
  return checksum(Buffer.from(body)).toString(16).padStart(8, '0');
}
