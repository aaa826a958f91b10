import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alter } from '../journal/damage.js';
import { PoolClient } from '../support/client.js';
import { runServer, startServer } from '../support/server.js';

/** Two pools of REMOTE agents without tasks of their own, so that only what a test does is in the logs. */
const ARGS = ['--agent-kind', 'REMOTE', '--size', '1'];

let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'damaged-server-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

async function fill(): Promise<{ ids: string[]; cursor: string }> {
  const server = await startServer({ dataDir, args: ARGS });
  const client = new PoolClient(server.url);
  await client.ask('mutation { initializePool(input: { pool: "other", size: 1 }) { cursor } }');
  const ids: string[] = [];
  for (let index = 0; index < 10; index += 1) ids.push((await client.submit({ payload: { index } })).id);
  const cursor = await client.cursor();
  await server.stop();
  return { ids, cursor };
}

describe('a server with a pool whose log is damaged', () => {
  it('starts, shows what is whole, refuses every command to that pool, and serves the others', async () => {
    const { ids, cursor } = await fill();
    const directory = join(dataDir, 'pools', 'default');
    alter(
      directory,
      `UPDATE batch SET crc = 0 WHERE last = (SELECT max(last) - 4 FROM batch)
       OR last = (SELECT max(last) FROM batch WHERE last < (SELECT max(last) - 4 FROM batch))`,
    );
    const before = await readFile(join(directory, 'log.db'));

    const server = await startServer({ dataDir, args: ARGS });
    const client = new PoolClient(server.url);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'read-only',
      pools: expect.arrayContaining([expect.objectContaining({ name: 'default', readOnly: 'LOG_DAMAGED' })]),
    });

    const line = await server.logged(({ event }) => event === 'pool.read_only');
    expect(line).toMatchObject({ level: 'error', pool: 'default', lost: [{ from: expect.any(Number) }] });

    const { pool, events } = await client.ask<{
      pool: { readOnly: string; cursor: string; tasks: { nodes: { id: string }[] } };
      events: { nodes: { name: string }[] };
    }>('{ pool { readOnly cursor tasks { nodes { id } } } events { nodes { name } } }');
    expect(pool.readOnly).toBe('LOG_DAMAGED');
    expect(pool.tasks.nodes.map(({ id }) => id)).toContain(ids[0]);
    expect(events.nodes.map(({ name }) => name)).toContain('SUBMITTED');

    const stream = client.subscribe<{ poolEvents: { name: string } }>(
      'subscription { poolEvents(after: null) { name } }',
    );
    const submission = await client.send('mutation { submitTask(input: {}) { task { id } } }');
    expect(submission).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'LOG_DAMAGED', retryable: false } }],
    });
    await stream.close();
    const replay = await client.send('query ($after: Cursor) { events(after: $after) { nodes { name } } }', {
      after: cursor,
    });
    expect(replay.errors[0]?.extensions).toMatchObject({ code: 'LOG_DAMAGED' });

    const other = await client.submit({ pool: 'other' });
    expect(other.status).toBe('IN_PROGRESS');
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain(
      'coordination_pool_read_only{pool="default"} 1',
    );

    await server.stop();
    expect(await readFile(join(directory, 'log.db'))).toEqual(before);
  });

  it('does not start where there is nothing to show, and says of which file and what to do', async () => {
    await fill();
    await rm(join(dataDir, 'pools', 'default', 'log.db'));
    const { code, stderr } = await runServer([...ARGS, '--port', '0', '--data-dir', dataDir]);
    expect(code).toBe(1);
    expect(stderr).toContain(join(dataDir, 'pools', 'default', 'log.db'));
    expect(stderr).toContain('restore a backup');
  });
});
