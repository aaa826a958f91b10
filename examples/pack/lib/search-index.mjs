// @ts-check
import { setImmediate } from 'node:timers/promises';
import MiniSearch from 'minisearch';

import { countReasons } from './walk.mjs';
import { countWords, splitPassages } from './passages.mjs';
import { readText } from './read-text.mjs';

/** Part of the key under which an index is stored: goes up when an older one can no longer be read. */
export const INDEX_FORMAT = 1;

/** How long the event loop may be busy at a time, in milliseconds: cancelling and heartbeats come through between. */
const SLICE_MS = 20;

const MINISEARCH_OPTIONS = {
  fields: ['heading', 'text'],
  // Not the text: it is read from the file again for the few passages that are shown, which halves the index.
  storeFields: ['path', 'line', 'lastLine', 'heading'],
};

/**
 * @typedef {{ files: number, passages: number, words: number, bytes: number, skipped: Record<string, number> }} IndexStats
 * @typedef {{ fingerprint: string, stats: IndexStats, search: MiniSearch }} SearchIndex
 */

/**
 * Reads every file of a listing and indexes its passages.
 *
 * @param {import('./folder-listing.mjs').Listing} listing
 * @param {{ signal: AbortSignal, onProgress: (done: number, note: string) => void }} options  `done` is 0 to 1.
 * @returns {Promise<SearchIndex>}
 */
export async function buildIndex(listing, { signal, onProgress }) {
  const search = new MiniSearch(MINISEARCH_OPTIONS);
  const unread = countReasons();
  const stats = { files: 0, passages: 0, words: 0, bytes: 0 };
  let sliceEndsAt = performance.now() + SLICE_MS;
  let bytesSeen = 0;
  for (const [position, file] of listing.files.entries()) {
    const content = await readText(file.absolute);
    bytesSeen += file.bytes;
    if ('reason' in content) {
      unread.add(content.reason);
      continue;
    }
    stats.files += 1;
    stats.bytes += content.bytes;
    stats.words += countWords(content.text);
    for (const passage of splitPassages(content.text)) {
      search.add({ id: stats.passages, path: file.path, ...passage });
      stats.passages += 1;
      if (performance.now() < sliceEndsAt) continue;
      onProgress(bytesSeen / listing.bytes, `read ${position + 1} of ${listing.files.length} files`);
      await setImmediate();
      signal.throwIfAborted();
      sliceEndsAt = performance.now() + SLICE_MS;
    }
  }
  signal.throwIfAborted();
  const skipped = addCounts(listing.skipped, unread.counts);
  return { fingerprint: listing.fingerprint, stats: { ...stats, skipped }, search };
}

/** The searchable part as text. @param {SearchIndex} index */
export function toJson({ search }) {
  return JSON.stringify(search);
}

/** @param {string} json  What `toJson` gave. @returns {Promise<MiniSearch>} */
export async function fromJson(json) {
  return MiniSearch.loadJSONAsync(json, MINISEARCH_OPTIONS);
}

/**
 * @param {Record<string, number>} left
 * @param {Record<string, number>} right
 */
function addCounts(left, right) {
  const sum = { ...left };
  for (const [reason, count] of Object.entries(right)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}
