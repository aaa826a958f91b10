import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PoolClient } from '../support/client.js';
import { startServer } from '../support/server.js';

const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 3);
const CALLERS = 16;

interface Seen {
  readonly pool: { readonly metrics: { readonly tasksTotal: number } };
}

describe('kill -9 of the server under load', () => {
  it('loses no acknowledged task and makes none twice, round after round', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'crash-'));
    const acknowledged = new Map<string, string>();
    let attempted = 0;
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const server = await startServer({ dataDir, args: ['--max-queue', '100000'] });
        const client = new PoolClient(server.url);
        const target = 150;
        let answered = 0;
        const callers = Array.from({ length: CALLERS }, async (_, caller) => {
          for (let n = 0; ; n += 1) {
            const key = `${String(round)}-${String(caller)}-${String(n)}`;
            attempted += 1;
            // The first that fails is the one the kill cut off: it may or may not be in the log.
            const task = await client.submit({ payload: { text: key }, idempotencyKey: key }).catch(() => null);
            if (task === null) return;
            acknowledged.set(key, task.id);
            if ((answered += 1) === target) void server.kill();
          }
        });
        await Promise.all(callers);
        await server.kill();
      }

      const server = await startServer({ dataDir, args: ['--max-queue', '100000'] });
      const client = new PoolClient(server.url);
      expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * 150);
      const { pool } = await client.ask<Seen>('{ pool { metrics { tasksTotal } } }');
      expect(pool.metrics.tasksTotal).toBeGreaterThanOrEqual(acknowledged.size);
      expect(pool.metrics.tasksTotal).toBeLessThanOrEqual(attempted);
      for (const [key, id] of acknowledged) {
        const { submitTask } = await client.ask<{ submitTask: { replayed: boolean; task: { id: string } } }>(
          'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { replayed task { id } } }',
          { input: { payload: { text: key }, idempotencyKey: key } },
        );
        expect(submitTask).toEqual({ replayed: true, task: { id } });
      }
      const statuses = await client.settled([...acknowledged.values()], await earliest(client));
      expect([...statuses.values()].every((status) => status === 'COMPLETED')).toBe(true);
      const { pool: after } = await client.ask<{ pool: { tasks: { totalCount: number } } }>(
        '{ pool { tasks(filter: { statuses: [COMPLETED] }) { totalCount } } }',
      );
      expect(after.tasks.totalCount).toBeLessThanOrEqual(attempted);
      await server.stop();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});

async function earliest(client: PoolClient): Promise<string> {
  return (await client.ask<{ pool: { earliestCursor: string } }>('{ pool { earliestCursor } }')).pool.earliestCursor;
}
