#!/usr/bin/env node
// @ts-check
import { parseArgs } from 'node:util';

/*
 * Has every agent of a pool give a sign of life once a night. The idempotency key is made of the date and the agent, so
 * it is one task per night and agent however often this is started: by cron, again after a crash, or by two machines.
 */

const MAX_TASKS = 100;
const RETRY_MS = 2_000;
const ATTEMPTS = 5;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:4000/graphql' },
    pool: { type: 'string', default: 'default' },
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
});

const { pool } = await ask('query ($name: String!) { pool(name: $name) { agents { id name } } }', {
  name: values.pool,
});
if (pool === null) throw new Error(`there is no pool ${values.pool}`);
const tasks = pool.agents.map((/** @type {{ id: string }} */ { id }) => ({
  pool: values.pool,
  type: 'HEARTBEAT',
  preferredAgentId: id,
  idempotencyKey: `nightly:${values.date}:${id}`,
}));

let refused = 0;
for (let from = 0; from < tasks.length; from += MAX_TASKS) {
  const batch = tasks.slice(from, from + MAX_TASKS);
  const { submitTasks } = await ask(
    'mutation ($tasks: [SubmitTaskInput!]!) { submitTasks(input: { tasks: $tasks }) { results { replayed task { id } error { code message } } } }',
    { tasks: batch },
  );
  for (const [index, { task, replayed, error }] of submitTasks.results.entries()) {
    if (error !== null) refused += 1;
    const outcome =
      error === null ? `${replayed ? 'known' : 'new'} ${task.id}` : `refused ${error.code}: ${error.message}`;
    console.log(`${batch[index].idempotencyKey} ${outcome}`);
  }
}
// Cron mails what failed; started again, only what was refused becomes a new task.
process.exitCode = refused === 0 ? 0 : 1;

/**
 * What was not answered may have been done or not. With the key it is safe to ask again.
 *
 * @param {string} query
 * @param {object} variables
 * @returns {Promise<any>}
 */
async function ask(query, variables) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(values.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(process.env['COORDINATION_POOL_API_KEY'] && {
            authorization: `Bearer ${process.env['COORDINATION_POOL_API_KEY']}`,
          }),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(10_000),
      });
      const { data, errors } = /** @type {any} */ (await response.json());
      if (errors === undefined) return data;
      console.error(errors[0].message);
      process.exit(1);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
