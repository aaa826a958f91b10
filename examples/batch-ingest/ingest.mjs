#!/usr/bin/env node
// @ts-check
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { setTimeout as after } from 'node:timers/promises';

/*
 * Hands in one INGEST task for each folder on standard input, as fast as the pool takes them and no faster: where the queue
 * is full, what was refused is handed in again after the time that the server says. Reads no further meanwhile, so that
 * whoever writes to this program waits too.
 */

const BATCH = 100;
const MAX_WAIT_MS = 30_000;
/** Where the server cannot say when there will be room. */
const WAIT_MS = 1_000;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
    pool: { type: 'string', default: 'default' },
    run: { type: 'string' },
  },
});
if (values.run === undefined) {
  console.error('--run NAME is missing: with the same name, what was handed in before is not handed in again');
  process.exit(2);
}

/** @typedef {{ code: string, message: string, retryAfterMs: number | null }} Refusal */

const counts = { accepted: 0, known: 0, refused: 0, waits: 0 };
/** @type {object[]} */
let batch = [];
for await (const line of createInterface({ input: process.stdin })) {
  const folder = line.trim();
  if (folder === '') continue;
  const idempotencyKey = `ingest:${values.run}:${folder}`;
  batch.push({ pool: values.pool, type: 'INGEST', payload: { folder }, idempotencyKey });
  while (batch.length >= BATCH) batch = await handIn(batch);
}
while (batch.length > 0) batch = await handIn(batch);
console.log(JSON.stringify(counts));
process.exitCode = counts.refused === 0 ? 0 : 1;

/**
 * Hands in a batch and waits where the queue is full. Gives what is still to be handed in.
 *
 * @param {object[]} tasks
 * @returns {Promise<object[]>}
 */
async function handIn(tasks) {
  const results = await submit(tasks);
  /** @type {object[]} */
  const left = [];
  let waitMs = 0;
  for (const [index, { replayed, error }] of results.entries()) {
    const task = tasks[index] ?? {};
    if (error === null) counts[replayed ? 'known' : 'accepted'] += 1;
    else if (error.code === 'QUEUE_FULL') {
      left.push(task);
      waitMs = Math.max(waitMs, error.retryAfterMs ?? WAIT_MS);
    } else {
      counts.refused += 1;
      console.error(`${JSON.stringify(task)}: ${error.code} ${error.message}`);
    }
  }
  if (left.length > 0) {
    counts.waits += 1;
    console.error(`the queue is full: ${left.length} tasks wait for ${waitMs} ms`);
    await after(Math.min(waitMs, MAX_WAIT_MS));
  }
  return left;
}

/**
 * Again and again while the server is away: with their keys, tasks that it took already are not taken twice.
 *
 * @param {object[]} tasks
 * @returns {Promise<{ replayed: boolean, error: Refusal | null }[]>}
 */
async function submit(tasks) {
  const query = `mutation ($tasks: [SubmitTaskInput!]!) {
    submitTasks(input: { tasks: $tasks }) { results { replayed error { code message retryAfterMs } } }
  }`;
  const key = process.env['COORDINATION_POOL_API_KEY'];
  for (;;) {
    try {
      const response = await fetch(values.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ query, variables: { tasks } }),
        signal: AbortSignal.timeout(MAX_WAIT_MS),
      });
      const { data, errors } = /** @type {any} */ (await response.json());
      if (errors === undefined) return data.submitTasks.results;
      console.error(errors[0].message);
      process.exit(1);
    } catch (error) {
      console.error(`the server cannot be reached (${error instanceof Error ? error.message : String(error)})`);
      await after(WAIT_MS);
    }
  }
}
