// @ts-check
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import { fromJson, toJson } from './search-index.mjs';

/** @typedef {import('coordination-pool/agent').AgentMemory} Memory */
/** @typedef {{ fingerprint: string, stats: import('./search-index.mjs').IndexStats, parts: number }} Head */

const MAX_STORED = 8;
/** The memory takes 1 MiB for a value; in base64 a character is a byte of it. */
const PART_CHARS = 1_000_000;
const ORDER_KEY = 'search-indexes';

/**
 * Keeps an index in the agent's memory, and of all of them the 8 stored last. It is compressed and in
 * parts, since a value of the memory has a limit. The head is written last and deleted first: what a
 * crash leaves behind is an index without a head, that is, none.
 *
 * @param {string} key
 * @param {import('./search-index.mjs').SearchIndex} index
 * @param {Memory} memory
 */
export async function storeIndex(key, index, memory) {
  const packed = (await promisify(gzip)(toJson(index), { level: 1 })).toString('base64');
  const parts = Math.ceil(packed.length / PART_CHARS);
  await forget(key, memory);
  try {
    for (let part = 0; part < parts; part += 1) {
      await memory.set(partKey(key, part), packed.slice(part * PART_CHARS, (part + 1) * PART_CHARS));
    }
    await memory.set(headKey(key), { fingerprint: index.fingerprint, stats: index.stats, parts });
    const order = [key, ...(await storedKeys(memory)).filter((other) => other !== key)];
    for (const old of order.slice(MAX_STORED)) await forget(old, memory);
    await memory.set(ORDER_KEY, order.slice(0, MAX_STORED));
  } catch (error) {
    await forget(key, memory);
    throw error;
  }
}

/**
 * The index as it was stored; null where there is none of this fingerprint, or where it cannot be read:
 * building it anew is the cure for whatever happened to it.
 *
 * @param {string} key
 * @param {string} fingerprint
 * @param {Memory} memory
 * @returns {Promise<import('./search-index.mjs').SearchIndex | null>}
 */
export async function loadIndex(key, fingerprint, memory) {
  const head = /** @type {Head | undefined} */ (await memory.get(headKey(key)));
  if (head?.fingerprint !== fingerprint) return null;
  try {
    let packed = '';
    for (let part = 0; part < head.parts; part += 1) packed += await memory.get(partKey(key, part));
    const json = await promisify(gunzip)(Buffer.from(packed, 'base64'));
    return { fingerprint, stats: head.stats, search: await fromJson(json.toString('utf8')) };
  } catch {
    return null;
  }
}

/** With all its parts, also those of one that was not finished. @param {string} key @param {Memory} memory */
async function forget(key, memory) {
  await memory.delete(headKey(key));
  for (let part = 0; await memory.delete(partKey(key, part)); part += 1);
}

/** @param {Memory} memory @returns {Promise<string[]>} */
async function storedKeys(memory) {
  const keys = await memory.get(ORDER_KEY);
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
}

/** @param {string} key */
function headKey(key) {
  return `search-index-${key}`;
}

/** @param {string} key @param {number} part */
function partKey(key, part) {
  return `search-index-${key}-part-${part}`;
}
