import type { PoolRecord, Position } from '../core/record.js';

/**
 * Number of an opening of a journal, rising with each. An append with an older epoch is refused, so
 * that an owner that was replaced can write nothing any more.
 */
export type Epoch = number;

/**
 * What `open` found. `logId` is made with the log and stays with it. `first` is the oldest retained
 * record, `last + 1` where there is none; `last` is 0 in a log that nothing was ever written to.
 */
export interface JournalHead {
  readonly logId: string;
  readonly epoch: Epoch;
  readonly first: Position;
  readonly last: Position;
}

/**
 * A point to start folding from: the state after the record at `position`, in as many JSON values as
 * its writer found convenient. `chunks` keep their order.
 */
export interface Snapshot {
  readonly position: Position;
  readonly chunks: AsyncIterable<unknown>;
}

/**
 * Records on disk, in order, or not at all. Nothing above it may assume a local file.
 * Every implementation passes `tests/conformance/journal.ts`.
 */
export interface Journal {
  /** What kind it is and how durable, for people: `sqlite`, `memory`. */
  readonly kind: string;

  /**
   * Opens the log, creating it where there is none, and takes ownership with a new epoch.
   * Rejects with `JournalError` where another process owns it (`LOCKED`) or it is damaged or not ours (`CORRUPT`).
   * A closed journal may be opened again.
   */
  open(): Promise<JournalHead>;

  /**
   * Writes `records` as the next ones after `expected` and returns the new last position.
   *
   * Calls may be sent without waiting for the one before; they are done in order.
   *
   * Resolves when they would survive a power cut (as far as the configured durability goes). If it
   * rejects, none of them is in the journal, and the instance must not be used again, except with
   * `FULL`: then it may be asked again once there is space. Only with `IO` it is as after a crash: the
   * disk failed, perhaps in the very flush, and a restart finds all of them or none.
   */
  append(records: readonly PoolRecord[], expected: Position, epoch: Epoch): Promise<Position>;

  /**
   * Whether there seems to be space again for more than a few appends. Asked after one was rejected
   * with `FULL`: a smaller one might have gone through, and the next one not.
   */
  hasRoom(): Promise<boolean>;

  /**
   * Up to `limit` records after the position `after`, oldest first. Empty at the end of the log and
   * only there; it may be fewer than `limit` elsewhere too, where they are large. Rejects with `GONE`
   * where `after` is before the earliest retained.
   */
  read(after: Position, limit: number): Promise<readonly PoolRecord[]>;

  /** The earliest position that `read` still takes as `after`. Rises with `compact`. */
  earliest(): Position;

  /** The newest complete and undamaged snapshot, at `atMost` or before it where that is given, or null. Two are kept. */
  newestSnapshot(atMost?: Position): Promise<Snapshot | null>;

  /** Writes a snapshot. A crash in the middle leaves the previous one in force. Older snapshots but one are dropped. */
  writeSnapshot(snapshot: Snapshot, epoch: Epoch): Promise<void>;

  /**
   * Forgets records up to and including `upTo`, as far as they go in whole batches, never any that a
   * kept snapshot still needs after it, and none at all while there is no snapshot.
   */
  compact(upTo: Position, epoch: Epoch): Promise<void>;

  /** Ends it: later calls reject. Idempotent. */
  close(): Promise<void>;
}

export type JournalErrorCode = 'LOCKED' | 'CORRUPT' | 'CONFLICT' | 'FENCED' | 'GONE' | 'FULL' | 'CLOSED' | 'IO';

/** `CONFLICT`: `expected` is not the last position. `FENCED`: an older epoch. The rest as said at the calls. */
export class JournalError extends Error {
  constructor(
    readonly code: JournalErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'JournalError';
  }
}
