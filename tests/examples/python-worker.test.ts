import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { runExample, type ExampleProgram } from '../support/example-program.js';
import { startServer, type RunningServer } from '../support/server.js';

const found = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;
if (!found)
  process.stderr.write('NOT RUN: the Python worker is not tested, as there is no python3 of at least 3.8 here.\n');

(found ? describe : describe.skip)('the Python worker', () => {
  let server: RunningServer;
  let client: PoolClient;
  let worker: ExampleProgram | null = null;

  beforeAll(async () => {
    server = await startServer({ args: ['--size', '0', '--lease-ms', '2000'] });
    client = new PoolClient(server.url);
  }, 60_000);
  afterEach(() => {
    worker?.process.kill('SIGKILL');
  });
  afterAll(() => server.stop(), 60_000);

  async function startWorker(): Promise<{ readonly worker: ExampleProgram; readonly agentId: string }> {
    const started = runExample('python3', ['examples/python-worker/worker.py', '--url', `${server.url}/graphql`]);
    worker = started;
    const line = await started.line((each) => each.endsWith('is in the pool'));
    return { worker: started, agentId: line.split(' ')[1] ?? '' };
  }
  const taskOf = async (id: string) =>
    (
      await client.ask<{ task: { status: string; result: unknown; attempts: { error: { code: string } | null }[] } }>(
        'query ($id: ID!) { task(id: $id) { status result attempts { error { code } } } }',
        { id },
      )
    ).task;

  it('works on tasks one after the other, tells failures, and leaves when it is told to', async () => {
    const { worker: running, agentId } = await startWorker();
    const tasks = [
      await client.submit({ payload: { text: 'grüß dich' } }),
      await client.submit({ payload: { text: 'a b c' } }),
      await client.submit({ payload: { text: 'a', stepMs: 'many' }, maxAttempts: 1 }),
    ];
    await client.settled(
      tasks.map(({ id }) => id),
      tasks[0]!.cursor,
    );
    const settled = await Promise.all(tasks.map(({ id }) => taskOf(id)));
    expect(settled).toMatchObject([
      { status: 'COMPLETED', result: { words: 2, language: 'python' } },
      { status: 'COMPLETED', result: { words: 3 } },
      { status: 'FAILED', attempts: [{ error: { code: 'TypeError' } }] },
    ]);
    running.process.kill('SIGTERM');
    expect(await running.ended()).toBe(0);
    expect(await client.ask('query ($id: ID!) { agent(id: $id) { id } }', { id: agentId })).toEqual({ agent: null });
  });

  it('keeps its lease by heartbeats for longer than a lease lasts, and stops what is cancelled', async () => {
    const { worker: running } = await startWorker();
    const long = await client.submit({ payload: { text: 'w '.repeat(40), stepMs: 100 } });
    await client.settled([long.id], long.cursor);
    expect(await taskOf(long.id)).toMatchObject({ status: 'COMPLETED', attempts: [{ error: null }] });

    const endless = await client.submit({ payload: { text: 'w '.repeat(100), stepMs: 60_000 } });
    await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { task { status } } }', {
      id: endless.id,
    });
    const next = await client.submit({ payload: { text: 'free again' } });
    await client.settled([next.id], next.cursor);
    expect(await taskOf(next.id)).toMatchObject({ status: 'COMPLETED' });
    running.process.kill('SIGTERM');
    expect(await running.ended()).toBe(0);
  });
});
