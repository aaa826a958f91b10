// @ts-check
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { extname, relative } from 'node:path';

import { MAX_FILE_BYTES } from './read-text.mjs';
import { toSlashes } from './root.mjs';
import { countReasons, walk } from './walk.mjs';

const MAX_FILES = 5_000;
/** Of all files together: building their index takes up to 35 times this (measured), and an agent has 512 MiB. */
export const MAX_TOTAL_BYTES = 8 * 1024 * 1024;

/**
 * What to index. `folder` is absolute and checked.
 *
 * @typedef {{ folder: string, extensions: readonly string[], includeNodeModules: boolean }} Source
 *
 * @typedef {object} Listing
 * @property {{ absolute: string, path: string, bytes: number }[]} files  `path` is relative to the folder.
 * @property {number} bytes
 * @property {Record<string, number>} skipped  Files (or whole folders) left out, counted by reason.
 * @property {string} fingerprint  Changes with every path, size and time of change among the files.
 */

/**
 * The files of a source by name and size, without reading any: cheap enough to ask before every use
 * of an index whether it still is up to date.
 *
 * @param {Source} source
 * @param {AbortSignal} signal
 * @returns {Promise<Listing>}
 */
export async function listFolder({ folder, extensions, includeNodeModules }, signal) {
  const skipped = countReasons();
  const hash = createHash('sha256');
  const files = [];
  let bytes = 0;
  /** @param {string} name */
  const skipFolder = (name) => {
    if (name.startsWith('.')) return 'hiddenFolder';
    return name === 'node_modules' && !includeNodeModules ? 'nodeModules' : null;
  };
  for await (const { absolute, name } of walk(folder, { signal, skipFolder, onSkip: skipped.add })) {
    if (!extensions.includes(extname(name).toLowerCase())) continue;
    const stats = await lstat(absolute).catch(() => null);
    if (stats === null) skipped.add('unreadable');
    else if (stats.size > MAX_FILE_BYTES) skipped.add('tooLarge');
    else if (files.length >= MAX_FILES) skipped.add('tooManyFiles');
    else if (bytes + stats.size > MAX_TOTAL_BYTES) skipped.add('tooManyBytes');
    else {
      const path = toSlashes(relative(folder, absolute));
      files.push({ absolute, path, bytes: stats.size });
      bytes += stats.size;
      hash.update(`${path}\0${stats.mtimeMs}\0${stats.size}\n`);
    }
  }
  return { files, bytes, skipped: skipped.counts, fingerprint: hash.digest('hex').slice(0, 32) };
}
