import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readManifest } from './backup-set.js';
import { lockFile } from './file-lock.js';
import { inspectLog } from './inspection.js';
import { JournalError, type LogDamage } from './journal.js';
import { lockPath } from './log-files.js';

/** How the log of a pool is. `problem` is for a log of which nothing can be read. */
export interface PoolVerdict {
  readonly pool: string;
  readonly logId: string | null;
  /** The records that there should be; null where that cannot be told. */
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly damage: LogDamage | null;
  readonly problem: string | null;
  readonly warnings: readonly string[];
}

/**
 * Reads every log in a data directory, or in a backup, and changes nothing. Throws `LOCKED` where a server has one of them,
 * `CONFLICT` where there are none.
 */
export function verifyLogs(path: string): PoolVerdict[] {
  const pools = join(resolve(path), 'pools');
  if (!existsSync(pools)) throw new JournalError('CONFLICT', `${resolve(path)} is no data directory and no backup`);
  const manifest = readManifest(path);
  const found = readdirSync(pools, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  const names = new Set([...found, ...Object.keys(manifest?.pools ?? {})]);
  return [...names].sort().map((pool) => {
    const verdict = verifyOne(pool, join(pools, pool));
    const said = manifest === null ? null : (manifest.pools[pool] ?? null);
    if (manifest === null || verdict.problem !== null || verdict.damage !== null) return verdict;
    if (said?.logId === verdict.logId && said.position === verdict.range?.to) return verdict;
    return { ...verdict, problem: 'it is not the log that the backup was made of' };
  });
}

function verifyOne(pool: string, directory: string): PoolVerdict {
  const nothing = { pool, logId: null, range: null, damage: null, problem: null, warnings: [] };
  // A folder that no server has had open, such as a backup, has no lock, and none is made.
  const lock = existsSync(lockPath(directory)) ? lockFile(lockPath(directory), directory) : null;
  try {
    const found = inspectLog(directory, 'fsync');
    if (found.kind === 'none') return { ...nothing, problem: existsSync(directory) ? null : 'it is missing' };
    const { logId, last, warnings } = found;
    if (found.kind === 'whole') return { ...nothing, logId, range: { from: found.first, to: last }, warnings };
    found.file.close();
    return { ...nothing, logId, range: { from: found.salvaged.anchor + 1, to: last }, damage: found.damage, warnings };
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'CORRUPT') throw error;
    return { ...nothing, problem: error.message };
  } finally {
    lock?.release();
  }
}
