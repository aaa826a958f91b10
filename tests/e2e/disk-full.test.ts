import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PoolClient, type Answer } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

/*
 * A real file system that is really full: one in memory of 48 MiB, which takes root and Linux. Elsewhere this test has
 * nothing to fill, says so, and leaves the rule to tests/engine/storage-full.test.ts and tests/journal.
 */

const SUBMIT = `mutation ($n: Int!) {
  submitTask(input: { type: GENERAL, priority: $n, payload: { text: "one two three", pad: "${'x'.repeat(20_000)}" } }) { task { id } }
}`;

interface Submitted {
  readonly submitTask: { readonly task: { readonly id: string } };
}

let disk: string;
let isMounted = false;
let server: RunningServer | null = null;

beforeAll(async () => {
  disk = mkdtempSync(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'none', disk], { stdio: 'ignore' });
    isMounted = true;
  } catch {
    process.stderr.write(
      'No small disk can be made here (it takes root on Linux): what happens on a full one is not tried.\n',
    );
    return;
  }
  server = await startServer({ dataDir: join(disk, 'data'), args: ['--size', '2'] });
});
afterAll(async () => {
  await server?.stop();
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

it('goes on being read on a disk that is full, loses nothing acknowledged, and works on by itself with space', async () => {
  if (server === null) return;
  const client = new PoolClient(server.url);
  const start = await client.cursor();
  const acknowledged = [(await client.submit({ type: 'GENERAL', payload: { text: 'before' } })).id];
  fill();
  const refused = await firstRefusal(client, acknowledged);
  expect(refused).toMatchObject({ status: 503, errors: [{ extensions: { code: 'STORAGE_FULL', retryable: true } }] });
  const { pool } = await client.ask<{ pool: { metrics: { tasksTotal: number } } }>(
    '{ pool { metrics { tasksTotal } } }',
  );
  expect(pool.metrics.tasksTotal).toBe(acknowledged.length);

  const live = client.subscribe<{ taskLifecycle: { task: { id: string } } }>(
    'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [SUBMITTED] }) { task { id } } }',
    { after: start },
  );
  for (const id of acknowledged) expect((await live.next()).taskLifecycle.task.id).toBe(id);

  rmSync(join(disk, 'filler'));
  await server.logged(({ event }) => event === 'pool.storage_recovered');
  const after = await client.submit({ type: 'GENERAL', payload: { text: 'after' } });
  expect((await live.next()).taskLifecycle.task.id).toBe(after.id);
  await live.close();

  const statuses = await client.settled([...acknowledged, after.id], start);
  expect([...statuses.values()].filter((status) => status !== 'COMPLETED')).toEqual([]);
});

/** All but what a few batches take. */
function fill(): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize - 1_000_000));
}

async function firstRefusal(client: PoolClient, acknowledged: string[]): Promise<Answer<Submitted>> {
  for (;;) {
    const answer = await client.send<Submitted>(SUBMIT, { n: 0 });
    if (answer.data !== null) acknowledged.push(answer.data.submitTask.task.id);
    else if (answer.errors[0]?.extensions['code'] !== 'QUEUE_FULL') return answer;
  }
}
