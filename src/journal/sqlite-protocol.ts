import type { JournalErrorCode, JournalHead } from './journal.js';

/**
 * What survives what. `fsync`: a power cut, by a flush before every acknowledgement. `os`: the end of
 * the process, also by `kill -9`, but a power cut may take the newest batches back.
 */
export type SqliteDurability = 'fsync' | 'os';

/** What the worker thread is started with. `maxBytes` is a bound on `log.db`, or null for none. */
export interface SqliteStoreOptions {
  readonly directory: string;
  readonly durability: SqliteDurability;
  readonly maxBytes: number | null;
}

/** A complete snapshot as it is stored: `pieces` rows, numbered from 0. */
export interface StoredSnapshot {
  readonly id: number;
  readonly position: number;
  readonly pieces: number;
}

/** A piece of background work: called again until there is no `more`, so that appends get in between. */
export interface SliceDone {
  readonly earliest: number;
  readonly more: boolean;
}

/** Everything the owner can ask of the worker, and what it gets. `open` is asked by starting the thread. */
export interface SqliteCalls {
  open: { ask: null; answer: JournalHead };
  append: { ask: AppendCall; answer: number };
  read: { ask: { readonly after: number; readonly limit: number }; answer: Uint8Array };
  hasRoom: { ask: null; answer: boolean };
  beginSnapshot: { ask: { readonly position: number; readonly epoch: number }; answer: number };
  writePiece: { ask: { readonly snapshot: number; readonly number: number; readonly data: Uint8Array }; answer: null };
  finishSnapshot: { ask: StoredSnapshot; answer: null };
  abandonSnapshot: { ask: { readonly snapshot: number }; answer: null };
  sweepSnapshots: { ask: null; answer: SliceDone };
  listSnapshots: { ask: null; answer: readonly StoredSnapshot[] };
  readPiece: { ask: { readonly snapshot: number; readonly number: number }; answer: Uint8Array };
  compact: { ask: { readonly upTo: number; readonly epoch: number }; answer: SliceDone };
  beginBackup: { ask: { readonly directory: string }; answer: null };
  /** Copies a little more; the answer says whether more is left. */
  continueBackup: { ask: null; answer: boolean };
  /** Completes the copy but for flushing it, and gives its last position. */
  finishBackup: { ask: null; answer: number };
  abandonBackup: { ask: null; answer: null };
  close: { ask: null; answer: null };
}

/** One batch: `count` records as `encodeRecords` makes them. */
export interface AppendCall {
  readonly expected: number;
  readonly epoch: number;
  readonly count: number;
  readonly records: Uint8Array;
}

export type SqliteCall = keyof SqliteCalls;

export interface SqliteRequest<K extends SqliteCall = SqliteCall> {
  readonly kind: K;
  readonly ask: SqliteCalls[K]['ask'];
}

/**
 * Replies come in the order of the requests, so they carry no number. A failure is plain data. `flushedMs`, with the first append
 * of a transaction, is what that took.
 */
export type SqliteReply =
  | { readonly ok: true; readonly answer: unknown; readonly flushedMs?: number }
  | { readonly ok: false; readonly code: JournalErrorCode; readonly message: string; readonly flushedMs?: undefined };
