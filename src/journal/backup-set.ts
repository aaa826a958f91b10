import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { JournalError } from './journal.js';
import { flushPath, makeDirectory } from './log-files.js';

/** What a backup says of itself. */
export interface Manifest {
  /** Of this file. */
  readonly format: 1;
  readonly createdAt: string;
  readonly pools: Readonly<Record<string, ManifestPool>>;
}

interface ManifestPool {
  readonly logId: string;
  /** The last record that is in it. */
  readonly position: number;
}

const NAME = 'backup.json';

/** A backup in the making: under a name that says so until it is complete, and all of it on the disk. */
export interface BackupSet {
  /** Where it will be, absolute. */
  readonly path: string;
  /** The folder for the log of a pool; not made yet. */
  poolDirectory(pool: string): string;
  /** Puts it in its place; from then on it counts. */
  finish(createdAtMs: number, pools: Manifest['pools']): void;
  abandon(): void;
}

/** Rejects with `CONFLICT` where there is something already. */
export function beginBackup(path: string): BackupSet {
  const target = resolve(path);
  if (existsSync(target)) throw new JournalError('CONFLICT', `${target} is there already; a backup needs a new folder`);
  const making = join(dirname(target), `.${basename(target)}.making`);
  rmSync(making, { recursive: true, force: true });
  makeDirectory(join(making, 'pools'));
  return {
    path: target,
    poolDirectory: (pool) => join(making, 'pools', pool),
    finish(createdAtMs, pools) {
      const manifest: Manifest = { format: 1, createdAt: new Date(createdAtMs).toISOString(), pools };
      writeFileSync(join(making, NAME), `${JSON.stringify(manifest, null, 2)}\n`);
      for (const each of [join(making, NAME), join(making, 'pools'), making]) flushPath(each);
      renameSync(making, target);
      flushPath(dirname(target));
    },
    abandon() {
      rmSync(making, { recursive: true, force: true });
    },
  };
}

/** Null where the folder is no backup. Throws `CORRUPT` where it is one that cannot be read. */
export function readManifest(path: string): Manifest | null {
  const file = join(path, NAME);
  if (!existsSync(file)) return null;
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Partial<Manifest> | null;
    if (manifest?.format === 1 && typeof manifest.pools === 'object') return manifest as Manifest;
  } catch {
    // Said below.
  }
  throw new JournalError('CORRUPT', `${file} cannot be read, or is of a newer version`);
}
