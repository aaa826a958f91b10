import type { PoolRecord, Position } from '../core/record.js';

/**
 * Number of an opening of a journal, rising with each. An append with an older epoch is refused, so
 * that an owner that was replaced can write nothing any more.
 */
export type Epoch = number;

/** Positions from one to another, both included. */
export interface PositionRange {
  readonly from: Position;
  readonly to: Position;
}

/** A place at which the files of a log are not as they were written. */
export interface DamagedPlace {
  readonly file: string;
  /** Rows, pages or bytes, and what is wrong with them; for people. */
  readonly detail: string;
}

/** What is wrong with a log. What it says it has lost is all that it has lost, as far as its files let one tell. */
export interface LogDamage {
  /** Records that were written and cannot be read, in order; empty where the damage touches none. */
  readonly lost: readonly PositionRange[];
  readonly places: readonly DamagedPlace[];
}

/**
 * What `open` found. `logId` is made with the log and stays with it. `first` is the oldest retained
 * record, `last + 1` where there is none; `last` is 0 in a log that nothing was ever written to.
 *
 * Where there is `damage`, the log can only be read: what is whole of it, before and after. `last` is then the newest record that
 * is known to have been written, and may be lost. `warnings` are for people: what was found amiss and is no reason for that,
 * such as a snapshot that is passed over.
 */
export interface JournalHead {
  readonly logId: string;
  readonly epoch: Epoch;
  readonly first: Position;
  readonly last: Position;
  readonly damage: LogDamage | null;
  readonly warnings: readonly string[];
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
   * Rejects with `JournalError` where another process owns it (`LOCKED`), or there is nothing that could be read: it is not
   * ours, of a newer format, or wholly lost (`CORRUPT`). Damage that leaves something to read is told in the head, and
   * nothing is written to a log like that: whatever would write rejects with `DAMAGED`.
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
   * `FULL`: then it may be asked again once there is space, and those sent behind it reject with `FULL` as well. Only with `IO` it is as after a crash: the
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
   * where `after` is before the earliest retained, with `DAMAGED` where the record behind it is lost.
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

  /**
   * Copies the log into a folder of its own, while it goes on: everything that was acknowledged before the call is in it,
   * perhaps more. It is on the disk and was read back when this resolves, with the last position that it has. Rejects, and
   * leaves nothing, where it could not be finished. Missing where the log is not kept in files.
   */
  backup?(directory: string): Promise<Position>;

  /** Bytes that its files take on the disk now. Missing where the log is not kept in files. */
  sizeBytes?(): Promise<number>;

  /** Ends it: later calls reject. Idempotent. */
  close(): Promise<void>;
}

export type JournalErrorCode =
  'LOCKED' | 'CORRUPT' | 'DAMAGED' | 'CONFLICT' | 'FENCED' | 'GONE' | 'FULL' | 'CLOSED' | 'IO';

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
