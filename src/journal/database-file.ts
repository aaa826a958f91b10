import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { readWal, type Wal } from './write-ahead-log.js';

/** The only page size that our databases have. */
export const PAGE_BYTES = 4096;

/** SQLite leaves the page with the byte at 1 GiB alone: locks are taken there. */
const LOCK_PAGE = 0x4000_0000 / PAGE_BYTES + 1;

const WINDOW_BYTES = 512 * 1024;
const WINDOWS = 16;

/** A page as it stands in one place: in the database, or in a frame of the write-ahead log. */
export interface PageVersion {
  /** Null: in the database itself; else the number of the frame, from 0. */
  readonly frame: number | null;
  readonly bytes: Uint8Array;
}

/**
 * The pages of `log.db` and of its write-ahead log as they are on disk, read without SQLite: nothing is locked, recovered,
 * copied or deleted by looking. Only for a file that nobody writes to meanwhile. Where a page is in both files, the newest
 * committed one counts, as it does for SQLite.
 */
export class DatabaseFile {
  readonly path: string;
  readonly wal: Wal;
  /** Of the database itself, without the write-ahead log; 0 where it is missing. */
  readonly bytes: number;
  readonly #descriptor: number | null;
  readonly #windows = new Map<number, Buffer>();

  constructor(path: string) {
    this.path = path;
    this.#descriptor = existsSync(path) ? openSync(path, 'r') : null;
    try {
      this.bytes = this.#descriptor === null ? 0 : fstatSync(this.#descriptor).size;
      this.wal = readWal(`${path}-wal`);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get exists(): boolean {
    return this.#descriptor !== null;
  }

  /** As the last commit left it; where there is no commit in the write-ahead log, as the header says or the file is long. */
  get pageCount(): number {
    if (this.wal.committedPages !== null) return this.wal.committedPages;
    const header = this.stored(1);
    if (header !== null) {
      const view = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
      // The header's own count is only good if the version that wrote it was the last to change the file.
      if (view.readUInt32BE(24) === view.readUInt32BE(92) && view.readUInt32BE(28) > 0) return view.readUInt32BE(28);
    }
    return this.storedPages;
  }

  /** Whole pages in the database itself. */
  get storedPages(): number {
    return Math.floor(this.bytes / PAGE_BYTES);
  }

  isLockPage(page: number): boolean {
    return page === LOCK_PAGE;
  }

  /** As SQLite would see it; null where neither file has it. */
  page(page: number): Uint8Array | null {
    const frame = this.wal.committed.get(page);
    return frame === undefined ? this.stored(page) : this.wal.page(frame);
  }

  /** Of the database itself. */
  stored(page: number): Uint8Array | null {
    if (this.#descriptor === null || page < 1 || page > this.storedPages) return null;
    const offset = (page - 1) * PAGE_BYTES;
    const window = this.#window(Math.floor(offset / WINDOW_BYTES));
    const start = offset % WINDOW_BYTES;
    return start + PAGE_BYTES > window.byteLength ? null : window.subarray(start, start + PAGE_BYTES);
  }

  /** Every version of a page there is, the one that SQLite would see first, then the newest. */
  versions(page: number): PageVersion[] {
    const current = this.wal.committed.get(page) ?? null;
    const frames = this.wal.frames.flatMap((each, frame) => (each.page === page && frame !== current ? [frame] : []));
    const order = current === null ? [null, ...frames.reverse()] : [current, ...frames.reverse(), null];
    return order.flatMap((frame) => {
      const bytes = frame === null ? this.stored(page) : this.wal.page(frame);
      return bytes === null ? [] : [{ frame, bytes }];
    });
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#windows.clear();
  }

  /** Neighbouring pages are read together, and the last few such windows kept. */
  #window(number: number): Buffer {
    const known = this.#windows.get(number);
    if (known !== undefined) return known;
    if (this.#windows.size >= WINDOWS) {
      const [oldest] = this.#windows.keys();
      if (oldest !== undefined) this.#windows.delete(oldest);
    }
    const buffer = Buffer.allocUnsafeSlow(Math.min(WINDOW_BYTES, this.bytes - number * WINDOW_BYTES));
    const position = number * WINDOW_BYTES;
    let filled = 0;
    while (this.#descriptor !== null && filled < buffer.byteLength) {
      const read = readSync(this.#descriptor, buffer, filled, buffer.byteLength - filled, position + filled);
      if (read === 0) break;
      filled += read;
    }
    const window = buffer.subarray(0, filled);
    this.#windows.set(number, window);
    return window;
  }
}
