// @ts-check
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** At most this many entries of folders are looked at in one walk. */
const MAX_ENTRIES = 500_000;

/**
 * @typedef {object} WalkOptions
 * @property {AbortSignal} signal
 * @property {(name: string) => string | null} skipFolder  Why a folder of this name is left out, or null.
 * @property {(reason: string, path: string) => void} onSkip
 */

/**
 * Every regular file below a folder, in the order of its names, one folder after the other. Symbolic
 * links are not followed: they could lead out of the root or in circles.
 *
 * @param {string} folder  Absolute.
 * @param {WalkOptions} options
 * @returns {AsyncGenerator<{ absolute: string, name: string, folder: string }>}
 */
export async function* walk(folder, { signal, skipFolder, onSkip }) {
  let entriesLeft = MAX_ENTRIES;
  const folders = [folder];
  for (let current = folders.pop(); current !== undefined; current = folders.pop()) {
    signal.throwIfAborted();
    const below = [];
    for (const entry of await entriesOf(current, onSkip)) {
      const absolute = join(current, entry.name);
      if (entriesLeft-- <= 0) {
        onSkip('walkTooLong', absolute);
        return;
      }
      if (entry.isSymbolicLink()) onSkip('symlink', absolute);
      else if (entry.isFile()) yield { absolute, name: entry.name, folder: current };
      else if (entry.isDirectory()) {
        const reason = skipFolder(entry.name);
        if (reason === null) below.push(absolute);
        else onSkip(reason, absolute);
      }
    }
    folders.push(...below.reverse());
  }
}

/** Counts reasons. @returns {{ counts: Record<string, number>, add: (reason: string) => void }} */
export function countReasons() {
  /** @type {Record<string, number>} */
  const counts = {};
  return {
    counts,
    add: (reason) => {
      counts[reason] = (counts[reason] ?? 0) + 1;
    },
  };
}

/** @param {string} folder @param {(reason: string, path: string) => void} onSkip */
async function entriesOf(folder, onSkip) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    onSkip('unreadable', folder);
    return [];
  }
}
