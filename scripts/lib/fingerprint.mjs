import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './root.mjs';

/**
 * A hash over names and contents of files and folders (with everything in them), relative to the top of the
 * project; what does not exist counts as such. `also` goes into it as it is.
 *
 * @param {readonly string[]} paths
 * @param {readonly string[]} [also]
 */
export function fingerprint(paths, also = []) {
  const hash = createHash('sha256');
  for (const word of also) hash.update(`${word}\0`);
  for (const path of paths.flatMap((each) => filesUnder(each))) {
    const content = readFileSync(join(ROOT, path));
    hash.update(`${path}\0${String(content.length)}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

/** Every file at or under a path, sorted, relative to the top of the project; none where it does not exist. */
export function filesUnder(path) {
  if (!existsSync(join(ROOT, path))) return [];
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
}

/** What the last successful step left, or null. */
export function readStamp(path) {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return null;
  }
}

export function writeStamp(path, stamp) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), stamp);
}
