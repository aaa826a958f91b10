import { resolve } from 'node:path';
import { DamagedStore } from './damaged-store.js';
import { lockFile } from './file-lock.js';
import { inspectLog } from './inspection.js';
import type { JournalHead } from './journal.js';
import { lockPath, makeDirectory } from './log-files.js';
import { toJournalError } from './sqlite-failure.js';
import type { AppendCall, SqliteCall, SqliteCalls, SqliteReply, SqliteStoreOptions } from './sqlite-protocol.js';
import { SqliteStore } from './sqlite-store.js';

/** What can be asked of an open log. */
export type StoreCalls = {
  readonly [K in Exclude<SqliteCall, 'open' | 'append'>]: (ask: SqliteCalls[K]['ask']) => SqliteCalls[K]['answer'];
};

export interface Store extends StoreCalls {
  readonly head: JournalHead;
  /** Makes appends durable that were sent one behind the other, by one flush, and gives the reply to each. */
  append(calls: readonly AppendCall[]): readonly SqliteReply[];
  /** What a write left to be done, after it was answered. */
  settle(): void;
}

/**
 * Locks, looks, and only then opens: a log that is whole, or that there is none of yet, for reading and writing; a damaged one
 * for reading. Throws `JournalError`, and has let go of everything then.
 */
export function openStore(options: SqliteStoreOptions): Store {
  const { directory, durability } = options;
  makeDirectory(directory);
  const lock = lockFile(lockPath(directory), `the log in ${resolve(directory)}`);
  try {
    const found = inspectLog(directory, durability);
    return found.kind === 'damaged' ? new DamagedStore(found, lock) : new SqliteStore(options, found, lock);
  } catch (error) {
    lock.release();
    throw toJournalError(error, `opening the log in ${directory}`);
  }
}
