// A pool on SQLite under load until it is killed: run by killed-under-load.test.ts. Tells what it found at its start, and
// now and then how many tasks were acknowledged so far.
import { DEFAULT_LIMITS } from '../../dist/core/limits.js';
import { machineClock } from '../../dist/engine/clock.js';
import { Pool } from '../../dist/engine/pool.js';
import { SqliteJournal } from '../../dist/journal/sqlite-journal.js';
import { IdSource } from '../../dist/lib/ids.js';

const [directory, mode] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (error) => {
  throw error;
};
const input = {
  ...{ type: 'GENERAL', payload: { text: 'x'.repeat(200) }, priority: 0, preferredAgentId: null, requiredSkills: [] },
  ...{ maxAttempts: 3, timeoutMs: null, idempotencyKey: null, inputHash: null, traceId: null, traceparent: null },
};

const pool = await Pool.open('load', {
  journal: new SqliteJournal({ directory, durability: 'os' }),
  ...{ clock: machineClock, ids: new IdSource(), random: Math.random, feedCapacity: 500, snapshotEvery: 2_000 },
  ...{ perform: () => undefined, observe: () => undefined, onFatal: fail, onWarning: (_, error) => fail(error) },
});
const limits = { ...DEFAULT_LIMITS, retentionCount: 1_000 };
await pool.execute({ type: 'ConfigurePool', name: 'load', limits, dependencies: [] });
await pool.execute({ type: 'Recover' });
await pool.execute({ type: 'InitializePool', size: 8, kind: 'REMOTE' });

const { byStatus } = pool.view.counters;
const total = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
say({ event: 'open', total, byStatus, retained: pool.view.tasks.size, ...(await readAll()) });

if (mode === 'check') {
  await pool.close();
} else {
  let acknowledged = total;
  const work = async (agentId) => {
    for (;;) {
      const { attempt } = pool.view.agents.get(agentId);
      if (attempt === null) {
        await pool.execute({ type: 'SubmitTask', input });
        acknowledged += 1;
        if (acknowledged % 500 === 0) say({ event: 'acknowledged', total: acknowledged });
      } else {
        await pool.execute({ type: 'CompleteTask', taskId: attempt.taskId, leaseToken: null, result: 1 });
      }
    }
  };
  await Promise.all([...pool.view.agents.keys()].map(work));
}

/** Everything the log still has, from the disk: without a gap. */
async function readAll() {
  const from = pool.feed.earliest();
  let position = from;
  while (position < pool.feed.last) {
    for (const { record } of await pool.feed.read(position, 256)) {
      if (record.position !== position + 1) fail(new Error(`a gap after ${position}`));
      position = record.position;
    }
  }
  return { earliest: from, last: position };
}
