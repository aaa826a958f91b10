import { rm, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { PoolRecord, Position } from '../core/record.js';
import { JournalError } from './journal.js';
import type { Epoch, Journal, JournalErrorCode, JournalHead, Snapshot } from './journal.js';
import { logPath, walPath } from './log-files.js';
import { decodeRecords, encodeRecords } from './record-lines.js';
import { sealLog } from './seal.js';
import { packPieces, unpackPieces } from './snapshot-pieces.js';
import type { SqliteCall, SqliteCalls, SqliteDurability, StoredSnapshot } from './sqlite-protocol.js';
import { SqliteThread } from './sqlite-thread.js';

export interface SqliteJournalOptions {
  /** Holds `log.db`, its write-ahead log and `log.mark`; made where it is missing. On a local disk: the lock is the operating system's. */
  readonly directory: string;
  readonly durability: SqliteDurability;
  /** A bound on the size of `log.db`; an append beyond it rejects with `FULL`. Default: the disk's. */
  readonly maxBytes?: number;
  /** Told how long each transaction of appends took, with its flush; for figures alone. */
  readonly onFlush?: (ms: number) => void;
}

type Phase =
  | { readonly phase: 'closed' }
  | { readonly phase: 'opening'; readonly settled: Promise<unknown> }
  | { readonly phase: 'open'; readonly thread: SqliteThread }
  | { readonly phase: 'closing'; readonly closed: Promise<void> };

/** Codes after which nothing was written and nothing is broken; any other failure of a write ends the instance. */
const HARMLESS: ReadonlySet<JournalErrorCode> = new Set(['CONFLICT', 'DAMAGED', 'FENCED', 'FULL', 'GONE', 'CLOSED']);

/** The work that may leave the log in doubt when it fails. */
const WRITES: ReadonlySet<SqliteCall> = new Set([
  'append',
  'writePiece',
  'finishSnapshot',
  'sweepSnapshots',
  'compact',
]);

/**
 * The log in an SQLite database of its own, written by a worker thread. Appends may be sent without
 * waiting for the one before; each is one row and one transaction, in the order of the calls.
 */
export class SqliteJournal implements Journal {
  readonly kind = 'sqlite';
  readonly #options: SqliteJournalOptions;
  #phase: Phase = { phase: 'closed' };
  #earliest: Position = 0;
  /** How many appends found no space. One sent before that was known conflicts only because of it. */
  #fullCount = 0;

  constructor(options: SqliteJournalOptions) {
    this.#options = options;
  }

  async open(): Promise<JournalHead> {
    if (this.#phase.phase !== 'closed') throw new JournalError('LOCKED', 'this journal is open already');
    const opening = this.#start();
    this.#phase = { phase: 'opening', settled: opening.catch(() => null) };
    return opening;
  }

  async append(records: readonly PoolRecord[], expected: Position, epoch: Epoch): Promise<Position> {
    const fullCount = this.#fullCount;
    const thread = this.#thread();
    const bytes = encodeRecords(records, expected);
    try {
      return await call(thread, 'append', { expected, epoch, count: records.length, records: bytes }, [bytes]);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      if (error.code === 'FULL') this.#fullCount += 1;
      if (error.code !== 'CONFLICT' || fullCount === this.#fullCount) throw error;
      throw new JournalError('FULL', 'an append before this one found no space', { cause: error });
    }
  }

  hasRoom(): Promise<boolean> {
    return call(this.#thread(), 'hasRoom', null);
  }

  async read(after: Position, limit: number): Promise<readonly PoolRecord[]> {
    return decodeRecords(await call(this.#thread(), 'read', { after, limit }), after);
  }

  earliest(): Position {
    return this.#earliest;
  }

  /**
   * All of a snapshot is read once to check it before it is handed out. A damaged one is passed over
   * for the one before it, or for the whole log where that is still there.
   */
  async newestSnapshot(atMost: Position = Infinity): Promise<Snapshot | null> {
    const thread = this.#thread();
    let damage: unknown = null;
    for (const stored of await call(thread, 'listSnapshots', null)) {
      if (stored.position > atMost) continue;
      try {
        for await (const _checked of readPieces(thread, stored));
        return { position: stored.position, chunks: unpackPieces(readPieces(thread, stored)) };
      } catch (error) {
        if (!(error instanceof JournalError) || error.code !== 'CORRUPT') throw error;
        damage = error;
      }
    }
    if (damage === null || this.#earliest === 0) return null;
    throw new JournalError('CORRUPT', 'every snapshot is damaged, and the log before them is gone', { cause: damage });
  }

  async writeSnapshot(snapshot: Snapshot, epoch: Epoch): Promise<void> {
    const thread = this.#thread();
    const { position } = snapshot;
    const id = await call(thread, 'beginSnapshot', { position, epoch });
    try {
      let pieces = 0;
      // Each piece waits for the one before it, so at most one is ever in the way of an append.
      for await (const data of packPieces(snapshot.chunks)) {
        await call(thread, 'writePiece', { snapshot: id, number: pieces, data }, [data]);
        pieces += 1;
      }
      await call(thread, 'finishSnapshot', { id, position, pieces });
    } catch (error) {
      await abandon(thread, id);
      throw error;
    }
    await sweep(thread);
  }

  async compact(upTo: Position, epoch: Epoch): Promise<void> {
    const thread = this.#thread();
    for (let more = true; more;) {
      const slice = await call(thread, 'compact', { upTo, epoch });
      this.#earliest = Math.max(this.#earliest, slice.earliest);
      more = slice.more;
    }
  }

  async backup(directory: string): Promise<Position> {
    const thread = this.#thread();
    await call(thread, 'beginBackup', { directory });
    try {
      while (await call(thread, 'continueBackup', null));
      const last = await call(thread, 'finishBackup', null);
      await sealLog(directory, last);
      return last;
    } catch (error) {
      await call(thread, 'abandonBackup', null).catch(() => undefined);
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }

  async sizeBytes(): Promise<number> {
    const { directory } = this.#options;
    const files = [logPath(directory), walPath(directory)].map((path) => stat(path).catch(() => ({ size: 0 })));
    return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0);
  }

  async close(): Promise<void> {
    if (this.#phase.phase === 'opening') await this.#phase.settled;
    if (this.#phase.phase === 'open') {
      const closed = this.#phase.thread.end().then(() => {
        this.#phase = { phase: 'closed' };
      });
      this.#phase = { phase: 'closing', closed };
    }
    if (this.#phase.phase === 'closing') await this.#phase.closed;
  }

  async #start(): Promise<JournalHead> {
    const { directory, durability, maxBytes = null } = this.#options;
    const workerData = { directory, durability, maxBytes };
    const worker = new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData });
    const thread = new SqliteThread(worker, this.#options.onFlush);
    try {
      const head = await thread.opened();
      this.#earliest = head.first - 1;
      this.#phase = { phase: 'open', thread };
      return head;
    } catch (error) {
      await thread.ended;
      this.#phase = { phase: 'closed' };
      throw error;
    }
  }

  #thread(): SqliteThread {
    if (this.#phase.phase === 'open') return this.#phase.thread;
    throw new JournalError('CLOSED', `the journal in ${this.#options.directory} is ${this.#phase.phase}`);
  }
}

async function call<K extends SqliteCall>(
  thread: SqliteThread,
  kind: K,
  ask: SqliteCalls[K]['ask'],
  transfer?: readonly Uint8Array[],
): Promise<SqliteCalls[K]['answer']> {
  try {
    return await thread.call(kind, ask, transfer);
  } catch (error) {
    if (WRITES.has(kind) && error instanceof JournalError && !HARMLESS.has(error.code)) thread.fail(error);
    throw error;
  }
}

async function* readPieces(thread: SqliteThread, { id, pieces }: StoredSnapshot): AsyncGenerator<Uint8Array, void> {
  for (let number = 0; number < pieces; number += 1) {
    yield await call(thread, 'readPiece', { snapshot: id, number });
  }
}

/** Deletes what no snapshot needs any more. Best effort: what is left, the next sweep or the next opening deletes. */
async function sweep(thread: SqliteThread): Promise<void> {
  try {
    while ((await call(thread, 'sweepSnapshots', null)).more);
  } catch {
    // Nothing depends on it; a broken disk shows in the next append.
  }
}

async function abandon(thread: SqliteThread, snapshot: number): Promise<void> {
  try {
    await call(thread, 'abandonSnapshot', { snapshot });
  } catch {
    // The failure that led here is the one that is reported.
  }
  await sweep(thread);
}
