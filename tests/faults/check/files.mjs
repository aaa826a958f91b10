import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file in memory where there is such a place: what is copied a thousand times need not reach a disk. */
export const FAST_FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** The values of a file with one of JSON per line; none where it is missing. */
export function linesOf(path) {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** Opening a log writes to it, and closing it even more: each reads a copy of its own. */
export function onCopy(directory, read) {
  const copy = mkdtempSync(join(FAST_FOLDER, 'copy-'));
  const remove = () => rmSync(copy, { recursive: true });
  let isLate = false;
  try {
    cpSync(directory, copy, { recursive: true });
    const made = read(copy);
    isLate = made instanceof Promise;
    return isLate ? made.finally(remove) : made;
  } finally {
    if (!isLate) remove();
  }
}
