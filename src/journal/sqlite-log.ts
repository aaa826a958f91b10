import type Database from 'better-sqlite3';
import { chainHash, checksum, sameBytes } from './checksum.js';
import type { BatchHeader } from './checksum.js';
import type { Mark } from './high-water-mark.js';
import { JournalError } from './journal.js';
import type { Link } from './log-check.js';
import { cutLines, joinLines } from './record-lines.js';
import { changeMeta, readMeta } from './sqlite-file.js';

/** An answer to `read` ends with the batch that passes this, so that appends wait 1 or 2 ms behind it at most. */
export const READ_BYTES = 1024 * 1024;

/** Compaction commits when a slice has taken this long; batches are deleted by this many. */
const SLICE_MS = 2;
const SLICE_BATCHES = 32;

interface HeaderRow extends BatchHeader {
  readonly hash: Uint8Array;
}

interface BatchRow extends HeaderRow {
  readonly records: Uint8Array;
}

/** The batches in their table: one row per append, each linked to the one before. Single-threaded, synchronous. */
export class SqliteLog {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<[number, number, number, Uint8Array, Uint8Array]>;
  readonly #batchesAfter: Database.Statement<[number], BatchRow>;
  readonly #hashAt: Database.Statement<[number], Uint8Array>;
  /** The batch that the next one continues. */
  #head: Link;
  /** The last batch that was deleted by compaction, or the start of the chain. */
  #anchor: Link;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#insert = db.prepare('INSERT INTO batch (last, first, crc, hash, records) VALUES (?, ?, ?, ?, ?)');
    this.#batchesAfter = db.prepare('SELECT * FROM batch WHERE last > ? ORDER BY last');
    this.#hashAt = db.prepare<[number], Uint8Array>('SELECT hash FROM batch WHERE last = ?').pluck();
    const { anchor, anchorHash } = readMeta(db);
    this.#anchor = { last: anchor, hash: anchorHash };
    this.#head = db.prepare<[], Link>('SELECT last, hash FROM batch ORDER BY last DESC LIMIT 1').get() ?? this.#anchor;
  }

  get last(): number {
    return this.#head.last;
  }

  get earliest(): number {
    return this.#anchor.last;
  }

  /** The end of the log, to be remembered apart from it. */
  mark(logId: string): Mark {
    return { logId, last: this.#head.last, hash: Buffer.from(this.#head.hash).toString('hex') };
  }

  /** What `work` appends becomes durable in one piece; where it throws, nothing of it is there. */
  together<T>(appends: number, work: () => T): T {
    // One is a transaction by itself.
    if (appends === 1) return work();
    const head = this.#head;
    try {
      return this.#db.transaction(work)();
    } catch (error) {
      this.#head = head;
      throw error;
    }
  }

  /** One statement, so one transaction by itself: when it returns, the batch is as durable as configured; when it throws, not there. */
  append(records: Uint8Array, count: number): number {
    const header = { first: this.#head.last + 1, last: this.#head.last + count, crc: checksum(records) };
    const hash = chainHash(this.#head.hash, header);
    this.#insert.run(header.last, header.first, header.crc, hash, records);
    this.#head = { last: header.last, hash };
    return header.last;
  }

  /** Encoded records after a position, checked against CRC and chain; see `READ_BYTES`. */
  read(after: number, limit: number): Uint8Array {
    if (after < this.#anchor.last) {
      throw new JournalError('GONE', `records up to ${this.#anchor.last} are forgotten, asked after ${after}`);
    }
    const parts: Uint8Array[] = [];
    let position = after;
    let bytes = 0;
    let previous: Link | null = null;
    for (const row of this.#batchesAfter.iterate(after)) {
      if (position - after >= limit || bytes >= READ_BYTES) break;
      previous = this.#checkLink(previous ?? this.#linkBefore(row), row);
      if (checksum(row.records) !== row.crc) {
        throw new JournalError('CORRUPT', `the batch of records ${row.first} to ${row.last} is damaged on disk`);
      }
      const skipped = position + 1 - row.first;
      const taken = Math.min(row.last - position, limit - (position - after));
      parts.push(cutLines(row.records, skipped, taken));
      bytes += row.records.byteLength;
      position += taken;
    }
    return joinLines(parts);
  }

  /**
   * Deletes some of the whole batches up to a position, in one short transaction; true where more are
   * left. The anchor moves in the same transaction, so the chain is whole after a crash.
   */
  compactSlice(upTo: number): boolean {
    const untilMs = performance.now() + SLICE_MS;
    let anchor = this.#anchor;
    let more = true;
    const slice = this.#db.transaction(() => {
      while (more && performance.now() < untilMs) {
        const oldest = this.#oldest(upTo);
        anchor = oldest.at(-1) ?? anchor;
        more = oldest.length === SLICE_BATCHES;
        this.#db.prepare('DELETE FROM batch WHERE last <= ?').run(anchor.last);
      }
      changeMeta(this.#db, { anchor: anchor.last, anchorHash: anchor.hash });
    });
    slice();
    this.#anchor = anchor;
    return more;
  }

  #oldest(upTo: number): Link[] {
    const query = 'SELECT last, hash FROM batch WHERE last <= ? ORDER BY last LIMIT ?';
    return this.#db.prepare<[number, number], Link>(query).all(upTo, SLICE_BATCHES);
  }

  #linkBefore({ first }: BatchHeader): Link {
    if (first - 1 === this.#anchor.last) return this.#anchor;
    const hash = this.#hashAt.get(first - 1);
    if (hash === undefined) throw new JournalError('CORRUPT', `the records before ${first} are missing in the log`);
    return { last: first - 1, hash };
  }

  #checkLink(previous: Link, row: HeaderRow): Link {
    if (row.first !== previous.last + 1 || !sameBytes(row.hash, chainHash(previous.hash, row))) {
      throw new JournalError(
        'CORRUPT',
        `the batch at record ${row.last} does not continue the one at ${previous.last}`,
      );
    }
    return row;
  }
}
