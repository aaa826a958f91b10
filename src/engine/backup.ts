import { Rejection } from '../core/rejection.js';
import { JournalError } from '../journal/journal.js';
import type { BackupSet } from '../journal/backup-set.js';
import { damagedRefusal } from './read-only.js';
import type { Pool } from './pool.js';

/** Where backups of this server go. Null where nothing is kept on a disk. */
export type Backups = { begin(name: string): BackupSet } | null;

export interface Backup {
  /** Absolute, on the machine of the server. */
  readonly path: string;
  readonly createdAtMs: number;
  readonly pools: readonly { readonly name: string; readonly logId: string; readonly position: number }[];
}

/**
 * Copies the logs of all pools, one after the other, while they go on; it counts once all are complete, on the disk and read
 * back. Refuses with INVALID_STATE where there is nothing to copy or the name is taken, LOG_DAMAGED where a log is.
 */
export async function backUp(backups: Backups, pools: readonly Pool[], name: string, nowMs: number): Promise<Backup> {
  if (backups === null)
    throw new Rejection('INVALID_STATE', 'The log is kept in memory only: there is nothing to back up.');
  for (const { name: pool, damage } of pools) if (damage !== null) throw damagedRefusal(pool, damage);
  const set = beginSet(backups, name);
  try {
    const copied: Backup['pools'][number][] = [];
    for (const pool of pools) {
      copied.push({ name: pool.name, logId: pool.logId, position: await pool.backup(set.poolDirectory(pool.name)) });
    }
    const createdAtMs = nowMs;
    set.finish(createdAtMs, Object.fromEntries(copied.map(({ name: pool, ...facts }) => [pool, facts])));
    return { path: set.path, createdAtMs, pools: copied };
  } catch (error) {
    set.abandon();
    throw error;
  }
}

function beginSet(backups: NonNullable<Backups>, name: string): BackupSet {
  try {
    return backups.begin(name);
  } catch (error) {
    if (!(error instanceof JournalError) || error.code !== 'CONFLICT') throw error;
    throw new Rejection('INVALID_STATE', `There is a backup ${name} already.`, { field: 'name' });
  }
}
