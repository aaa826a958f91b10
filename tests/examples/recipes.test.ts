import { mkdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { runExample } from '../support/example-program.js';
import { startServer, type RunningServer, type ServerOptions } from '../support/server.js';
import { makeFolder, type TestFolder } from './handler-context.js';

let server: RunningServer | null = null;
let root: TestFolder;

beforeEach(async () => {
  root = await makeFolder();
});
afterEach(async () => {
  await server?.stop();
  server = null;
  await root.remove();
}, 60_000);

async function serve(options: ServerOptions): Promise<{ client: PoolClient; url: string }> {
  server = await startServer(options);
  return { client: new PoolClient(server.url), url: `${server.url}/graphql` };
}

describe('the nightly heartbeat', () => {
  it('makes one task for each agent and night, however often it is started', async () => {
    const { client, url } = await serve({ args: ['--size', '2'] });
    const night = async (date: string): Promise<string[][]> => {
      const run = runExample('node', ['examples/nightly-heartbeat/nightly.mjs', '--url', url, '--date', date]);
      expect(await run.ended()).toBe(0);
      return run.lines.map((line) => line.split(' ').slice(1));
    };
    const first = await night('2026-11-25');
    expect(first.map(([outcome]) => outcome)).toEqual(['new', 'new']);
    expect(await night('2026-11-25')).toEqual(first.map(([, id]) => ['known', id]));
    expect((await night('2026-11-26')).map(([outcome]) => outcome)).toEqual(['new', 'new']);
    const { pool } = await client.ask<{ pool: { tasks: { nodes: { type: string }[] } } }>(
      '{ pool { tasks(first: 10) { nodes { type } } } }',
    );
    expect(pool.tasks.nodes).toHaveLength(4);
  });
});

describe('the batch ingest', () => {
  it('waits where the queue is full, and loses and repeats nothing', async () => {
    const { client, url } = await serve({ args: ['--size', '1', '--max-queue', '5', '--root', root.path] });
    const folders = Array.from({ length: 23 }, (_, index) => `folder-${index}`);
    for (const folder of folders) mkdirSync(join(root.path, folder));
    const ingest = () =>
      runExample('node', ['examples/batch-ingest/ingest.mjs', '--url', url, '--run', 'r1'], `${folders.join('\n')}\n`);
    const cursor = await client.cursor();
    const run = ingest();
    await run.complaint((line) => line.startsWith('the queue is full'));
    expect(await run.ended()).toBe(0);
    expect(JSON.parse(run.lines.at(-1) ?? '')).toMatchObject({ accepted: 23, known: 0, refused: 0 });

    const again = ingest();
    expect(await again.ended()).toBe(0);
    expect(JSON.parse(again.lines.at(-1) ?? '')).toMatchObject({ accepted: 0, known: 23, refused: 0, waits: 0 });
    const { pool } = await client.ask<{ pool: { tasks: { nodes: { id: string; payload: { folder: string } }[] } } }>(
      '{ pool { tasks(first: 100) { nodes { id payload } } } }',
    );
    expect(pool.tasks.nodes.map(({ payload }) => payload.folder).sort()).toEqual([...folders].sort());
    const ends = await client.settled(
      pool.tasks.nodes.map(({ id }) => id),
      cursor,
    );
    expect(new Set(ends.values())).toEqual(new Set(['COMPLETED']));
  });

  it('is told by the name of what is missing', async () => {
    const run = runExample('node', ['examples/batch-ingest/ingest.mjs']);
    expect(await run.ended()).toBe(2);
    await expect(run.complaint((line) => line.startsWith('--run NAME is missing'))).resolves.toBeDefined();
  });
});

const python = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;

(python ? describe : describe.skip)('the process agent in Python', () => {
  it('works in a pool of the server', async () => {
    const { client } = await serve({
      args: ['--size', '1', '--agent-command', 'python3 examples/agents/python_agent.py'],
    });
    const { id, cursor } = await client.submit({ payload: { text: 'grüß' } });
    await client.settled([id], cursor);
    expect(await client.ask('query ($id: ID!) { task(id: $id) { result } }', { id })).toEqual({
      task: { result: { echo: { text: 'grüß' }, language: 'python', done: 1 } },
    });
  });
});
