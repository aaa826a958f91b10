import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Two programs that are measured against each other must not share a core, nor move about. */
const canPin = cpus().length > 1 && spawnSync('taskset', ['-c', '0', 'true']).status === 0;

export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** The command line that runs Node on one core, or on any where `core` is null or pinning is impossible. */
export function nodeOn(core) {
  return core === null || !canPin ? [process.execPath] : ['taskset', '-c', String(core), process.execPath];
}

/** For the notes under a table. */
export const pinningNote = canPin
  ? `the server on core ${String(SERVER_CORE)}, the load on core ${String(LOAD_CORE)}`
  : 'not pinned to cores (no taskset, or one core only): server and load share what there is';
