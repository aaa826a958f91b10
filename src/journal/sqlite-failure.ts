import type { SqliteReply } from './sqlite-protocol.js';
import { JournalError } from './journal.js';

/** Any error of SQLite or of the file system as a `JournalError`; `doing` says at what, for people. */
export function toJournalError(error: unknown, doing: string): JournalError {
  if (error instanceof JournalError) return error;
  const message = `${doing}: ${error instanceof Error ? error.message : String(error)}`;
  if (hasCode(error, 'SQLITE_FULL') || hasCode(error, 'ENOSPC'))
    return new JournalError('FULL', message, { cause: error });
  if (hasCode(error, 'SQLITE_CORRUPT') || hasCode(error, 'SQLITE_NOTADB')) {
    return new JournalError('CORRUPT', message, { cause: error });
  }
  return new JournalError('IO', message, { cause: error });
}

/** Whether another process (or another journal of this one) holds the database. */
export function isBusy(error: unknown): boolean {
  return hasCode(error, 'SQLITE_BUSY');
}

/** Extended codes of SQLite begin with their primary one: `SQLITE_CORRUPT_INDEX`. */
function hasCode(error: unknown, primary: string): boolean {
  // By its code, not its class: the addon keeps the first class it was given, also where there are several.
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return false;
  return error.code === primary || error.code.startsWith(`${primary}_`);
}

/** A failure as plain data, for another thread. */
export function refusalOf(error: unknown, what: string): SqliteReply {
  const { code, message } = toJournalError(error, what);
  return { ok: false, code, message };
}
