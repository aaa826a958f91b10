import { EventEmitter } from 'node:events';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { Tokens } from '../../lib/tokens.mjs';

const silent = new Logger(() => () => undefined);

/**
 * With what its page on performance advises: jobs fetched in batches by a local queue, completed in batches, as many at once as
 * there are callers, connections for all of them, prepared statements, its own indexes. Its `job:complete` comes before the
 * completion is written.
 */
export async function open({ callers, queued, connectionString, isFilled }) {
  const pgPool = new pg.Pool({ connectionString, max: Math.min(callers + 4, 40) });
  pgPool.on('error', console.error);
  pgPool.on('connect', (client) => client.on('error', console.error));
  const utils = await makeWorkerUtils({ pgPool, logger: silent });
  await utils.migrate();
  if (!isFilled) await fill(pgPool, queued);
  const submitted = new Tokens();
  const ended = new Tokens();
  const events = new EventEmitter();
  events.on('job:complete', () => ended.give());
  const runner = await run({
    ...{ pgPool, logger: silent, events, noHandleSignals: true, concurrency: callers },
    taskList: { task: () => submitted.take() },
    preset: {
      worker: { concurrentJobs: callers, localQueue: { size: callers + 1 }, completeJobBatchDelay: 0 },
    },
  });
  return {
    async lifecycle() {
      await utils.addJob('task', { text: 'hello' });
      submitted.give(null);
      await ended.take();
    },
    async close() {
      for (let i = 0; i < callers; i += 1) submitted.give(null);
      await runner.stop();
      await utils.release();
      await pgPool.end();
    },
  };
}

async function fill(pgPool, queued) {
  await pgPool.query('TRUNCATE graphile_worker._private_jobs');
  if (queued === 0) return;
  await pgPool.query(`SELECT graphile_worker.add_job('task', '{"text":"hello"}'::json)`);
  // A million calls of its function would take minutes: the first row is copied.
  await pgPool.query(
    `INSERT INTO graphile_worker._private_jobs (task_id, payload)
     SELECT task_id, payload FROM graphile_worker._private_jobs, generate_series(2, $1)`,
    [queued],
  );
  await pgPool.query('VACUUM ANALYZE graphile_worker._private_jobs');
}
