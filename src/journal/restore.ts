import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { readManifest, type Manifest } from './backup-set.js';
import { readMark, HighWaterMark } from './high-water-mark.js';
import { JournalError } from './journal.js';
import { flushPath, logPath, makeDirectory, markPath } from './log-files.js';
import { changeMeta } from './sqlite-file.js';
import { verifyLogs } from './verify.js';

/**
 * Puts a backup into a data directory that is missing or empty. Each log gets a new id: what was read of the log that went on
 * after the backup is no place in this one, so that every cursor from before is refused rather than taken for another place.
 * The directory is complete once it has its name. Throws `CONFLICT` where it is not empty, `CORRUPT` where the backup is not whole.
 */
export function restoreBackup(backup: string, dataDirectory: string): Manifest {
  const manifest = readManifest(backup);
  if (manifest === null) throw new JournalError('CONFLICT', `${resolve(backup)} is no backup: it has no backup.json`);
  const target = resolve(dataDirectory);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new JournalError(
      'CONFLICT',
      `${target} is not empty; a backup is only restored into an empty data directory`,
    );
  for (const { pool, problem, damage } of verifyLogs(backup)) {
    if (problem === null && damage === null) continue;
    throw new JournalError('CORRUPT', `pool ${pool} of the backup is not whole: ${problem ?? detailsOf(damage)}`);
  }
  const making = join(dirname(target), `.${basename(target)}.restoring`);
  rmSync(making, { recursive: true, force: true });
  for (const pool of Object.keys(manifest.pools)) {
    restoreLog(join(backup, 'pools', pool), join(making, 'pools', pool));
  }
  makeDirectory(join(making, 'pools'));
  for (const each of [join(making, 'pools'), making]) flushPath(each);
  if (existsSync(target)) rmdirSync(target);
  renameSync(making, target);
  flushPath(dirname(target));
  return manifest;
}

function restoreLog(from: string, to: string): void {
  makeDirectory(to);
  copyFileSync(logPath(from), logPath(to));
  const db = new Database(logPath(to));
  const logId = randomUUID();
  try {
    db.transaction(() => changeMeta(db, { logId }))();
  } finally {
    db.close();
  }
  const marked = readMark(markPath(from));
  if (marked === null) throw new JournalError('CORRUPT', `${markPath(from)} cannot be read`);
  const mark = new HighWaterMark(markPath(to));
  mark.write({ ...marked, logId });
  mark.flush();
  mark.close();
  for (const each of [logPath(to), to]) flushPath(each);
}

function detailsOf(
  damage: { readonly places: readonly { readonly file: string; readonly detail: string }[] } | null,
): string {
  return (damage?.places ?? []).map(({ file, detail }) => `${file}: ${detail}`).join('; ');
}
