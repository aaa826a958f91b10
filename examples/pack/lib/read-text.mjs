// @ts-check
import { open } from 'node:fs/promises';
import { constants } from 'node:fs';

/** No larger file is read. */
export const MAX_FILE_BYTES = 1024 * 1024;

/**
 * A file as UTF-8 text, or why it is none. A link put in the file's place after the check is not
 * followed, and neither a pipe nor a device is waited for.
 *
 * @param {string} absolute
 * @returns {Promise<{ text: string, bytes: number } | { reason: 'unreadable' | 'tooLarge' | 'binary' }>}
 */
export async function readText(absolute) {
  let file;
  try {
    file = await open(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const { size } = await file.stat().then((stats) => (stats.isFile() ? stats : { size: -1 }));
    if (size < 0) return { reason: 'unreadable' };
    if (size > MAX_FILE_BYTES) return { reason: 'tooLarge' };
    const bytes = await file.readFile();
    if (bytes.subarray(0, 8192).includes(0)) return { reason: 'binary' };
    return { text: bytes.toString('utf8'), bytes: bytes.length };
  } catch {
    return { reason: 'unreadable' };
  } finally {
    await file?.close();
  }
}
