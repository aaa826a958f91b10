import pg from 'pg';
import PgBoss from 'pg-boss';
import { Tokens } from '../../lib/tokens.mjs';

const FILLED_AT_ONCE = 10_000;

/**
 * Its workers poll twice a second at most, which would be all that is measured: jobs are fetched and completed by hand instead,
 * in batches of what was submitted meanwhile, as its `fetch` and `complete` allow.
 */
export async function open({ callers, queued, connectionString, isFilled }) {
  const max = Math.min(callers + 4, 40);
  const boss = new PgBoss({ connectionString, max, supervise: false, schedule: false });
  boss.on('error', console.error);
  await boss.start();
  const name = `waiting-${String(queued)}`;
  await boss.createQueue(name);
  if (!isFilled) await fill(boss, name, queued, connectionString);
  const submitted = new Tokens();
  const ended = new Tokens();
  let waiting = 0;
  let isOpen = true;
  const work = async () => {
    while (isOpen) {
      if (waiting === 0) await submitted.take();
      const batchSize = Math.max(waiting, 1);
      waiting = 0;
      const jobs = await boss.fetch(name, { batchSize });
      if (jobs.length > 0)
        await boss.complete(
          name,
          jobs.map(({ id }) => id),
        );
      waiting += batchSize - jobs.length;
      for (let i = 0; i < jobs.length; i += 1) ended.give();
    }
  };
  const working = work();
  return {
    async lifecycle() {
      await boss.send(name, { text: 'hello' });
      waiting += 1;
      submitted.give();
      await ended.take();
    },
    async close() {
      isOpen = false;
      submitted.give();
      await working;
      await boss.stop({ graceful: false });
    },
  };
}

async function fill(boss, name, queued, connectionString) {
  await boss.purgeQueue(name);
  for (let left = queued; left > 0; left -= FILLED_AT_ONCE) {
    const length = Math.min(left, FILLED_AT_ONCE);
    await boss.insert(Array.from({ length }, () => ({ name, data: { text: 'hello' } })));
  }
  if (queued === 0) return;
  // What autovacuum would have done by then.
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('VACUUM ANALYZE pgboss.job');
  await client.end();
}
