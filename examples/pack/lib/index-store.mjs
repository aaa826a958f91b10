// @ts-check
import { createHash } from 'node:crypto';

import { MAX_TOTAL_BYTES, listFolder } from './folder-listing.mjs';
import { INDEX_FORMAT, buildIndex } from './search-index.mjs';
import { loadIndex, storeIndex } from './stored-index.mjs';

/** @typedef {import('./folder-listing.mjs').Source} Source */
/** @typedef {import('./search-index.mjs').SearchIndex} SearchIndex */
/** @typedef {import('coordination-pool/agent').HandlerContext} Ctx */

/** Of the text behind all live indexes: no more than one folder may have. The least recently used goes first. */
const MAX_LIVE_BYTES = MAX_TOTAL_BYTES;
const MAX_LIVE = 16;

/**
 * Indexes this process holds ready, newest last. One process is one agent, so nothing is shared.
 *
 * @type {Map<string, SearchIndex>}
 */
const live = new Map();

/**
 * The agent's index of a source, if it has one that is up to date: from the process, else from its
 * memory; else it is built.
 *
 * @param {Source} source
 * @param {Ctx} ctx
 * @returns {Promise<{ index: SearchIndex, origin: 'cached' | 'memory' | 'built', stored: boolean }>}
 */
export async function openIndex(source, ctx) {
  ctx.progress(0, 'looking for changed files');
  const listing = await listFolder(source, ctx.signal);
  const key = keyOf(source);
  const held = live.get(key);
  if (held?.fingerprint === listing.fingerprint) {
    keepLive(key, held);
    return { index: held, origin: 'cached', stored: true };
  }
  // Stale: let go of it before its successor needs the room.
  live.delete(key);
  makeRoom(listing.bytes);
  const stored = await loadIndex(key, listing.fingerprint, ctx.memory);
  if (stored !== null) {
    keepLive(key, stored);
    return { index: stored, origin: 'memory', stored: true };
  }
  return { ...(await build(key, listing, ctx)), origin: 'built' };
}

/**
 * Builds the index anew, whether there is one or not.
 *
 * @param {Source} source
 * @param {Ctx} ctx
 */
export async function rebuildIndex(source, ctx) {
  ctx.progress(0, 'listing files');
  const key = keyOf(source);
  live.delete(key);
  return build(key, await listFolder(source, ctx.signal), ctx);
}

/**
 * @param {string} key
 * @param {import('./folder-listing.mjs').Listing} listing
 * @param {Ctx} ctx
 */
async function build(key, listing, ctx) {
  makeRoom(listing.bytes);
  const index = await buildIndex(listing, {
    signal: ctx.signal,
    onProgress: (done, note) => ctx.progress(0.05 + 0.85 * done, note),
  });
  ctx.progress(0.9, 'storing the index');
  const stored = await keepStored(key, index, ctx);
  keepLive(key, index);
  return { index, stored };
}

/** @param {string} key @param {SearchIndex} index */
function keepLive(key, index) {
  live.delete(key);
  live.set(key, index);
}

/**
 * Before an index comes, not after: both at once could be more than the process may have.
 *
 * @param {number} bytes
 */
function makeRoom(bytes) {
  let held = [...live.values()].reduce((sum, { stats }) => sum + stats.bytes, 0);
  for (const [key, { stats }] of live) {
    if (held + bytes <= MAX_LIVE_BYTES && live.size < MAX_LIVE) return;
    live.delete(key);
    held -= stats.bytes;
  }
}

/**
 * A memory that takes no more is no reason to fail: the index works from the process all the same, and
 * the result says that it is not stored.
 *
 * @param {string} key
 * @param {SearchIndex} index
 * @param {Ctx} ctx
 */
async function keepStored(key, index, ctx) {
  try {
    await storeIndex(key, index, ctx.memory);
    return true;
  } catch (error) {
    ctx.log.warn(`the index is not stored: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** @param {Source} source */
function keyOf(source) {
  const identity = JSON.stringify([
    INDEX_FORMAT,
    source.folder,
    [...source.extensions].sort(),
    source.includeNodeModules,
  ]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 24);
}
