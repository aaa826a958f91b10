import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { JournalError } from './journal.js';
import { isBusy, toJournalError } from './sqlite-failure.js';

/** How long to wait for an owner that is just going away, before it is called locked. */
const LOCK_WAIT_MS = 500;

/** Kept from the garbage collector, which would close them. */
const held = new Set<Database.Database>();

/** A lock that somebody holds. The operating system lets go of it when the process ends, however that ends. */
export interface FileLock {
  release(): void;
}

/**
 * Takes the lock that the file at `path` stands for, made where it is missing and never written to: it is an empty database,
 * since SQLite has what Node has not, a lock that no crash leaves behind. Throws `LOCKED` where another has it; `what` says
 * for people what is in use then.
 */
export function lockFile(path: string, what: string): FileLock {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path, { timeout: LOCK_WAIT_MS });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (isBusy(error)) throw new JournalError('LOCKED', `${what} is in use by another process`);
    throw toJournalError(error, `locking ${resolve(path)}`);
  }
  held.add(db);
  return {
    release: () => {
      held.delete(db);
      db.close();
    },
  };
}
