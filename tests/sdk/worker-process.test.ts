import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { TaskReader } from '../support/task-reader.js';

const PROGRAM = resolve('tests/sdk/worker-process.mjs');
const LEASE_MS = 1_000;
const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

describe('a worker in a process of its own', () => {
  let folder: string;
  let server: RunningServer;
  let workers: ChildProcess[];
  const args = ['--size', '0', '--max-queue', '1000', '--lease-ms', String(LEASE_MS)];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'worker-process-'));
    server = await startServer({ args, dataDir: folder });
    workers = [];
  });
  afterEach(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Ready, and how it ends. */
  async function work(name: string, concurrency = 1): Promise<{ process: ChildProcess; exit: Promise<unknown[]> }> {
    const child = spawn(process.execPath, [PROGRAM, server.url, name, String(concurrency)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    workers.push(child);
    const exit = once(child, 'exit');
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    return { process: child, exit };
  }

  const agents = async (): Promise<{ name: string; status: string }[]> =>
    (
      await new PoolClient(server.url).ask<{ pool: { agents: { name: string; status: string }[] } }>(
        '{ pool { agents { name status } } }',
      )
    ).pool.agents;

  it('is killed in the middle: another completes what it had, and it leaves no agent behind', async () => {
    const tasks = new TaskReader(new PoolClient(server.url));
    const first = await work('same');
    const id = await tasks.submit({ payload: { ms: 400 } });
    await tasks.event(id, 'STARTED');
    first.process.kill('SIGKILL');
    await first.exit;
    const second = await work('same');
    expect(await tasks.settled(id)).toMatchObject({
      status: 'COMPLETED',
      result: { by: second.process.pid },
      attempts: [{ outcome: 'LEASE_EXPIRED' }, { outcome: 'SUCCEEDED' }],
    });
    await tasks.until(async () => (await agents()).length === 1);
  });

  it('told to end by SIGTERM finishes what it has, leaves the pool, and ends with 0', async () => {
    const tasks = new TaskReader(new PoolClient(server.url));
    const worker = await work('polite');
    const id = await tasks.submit({ payload: { ms: 300 } });
    await tasks.event(id, 'STARTED');
    worker.process.kill('SIGTERM');
    expect(await worker.exit).toEqual([0, null]);
    expect(await tasks.read(id)).toMatchObject({ status: 'COMPLETED', attempts: [{ outcome: 'SUCCEEDED' }] });
    expect(await agents()).toEqual([]);
  });

  it('goes on with what it has while the server is away for less than a lease, and delivers it afterwards', async () => {
    await server.stop();
    const patient = ['--size', '0', '--lease-ms', '20000'];
    server = await startServer({ args: patient, dataDir: folder });
    const tasks = new TaskReader(new PoolClient(server.url));
    const worker = await work('patient');
    const id = await tasks.submit({ payload: { ms: 2_000 } });
    await tasks.event(id, 'STARTED');
    const { port, process: crashed } = server;
    const exited = once(crashed, 'exit');
    await server.kill();
    await exited;
    server = await startServer({ args: [...patient, '--port', String(port)], dataDir: folder });
    const after = new TaskReader(new PoolClient(server.url));
    await after.until(async () => (await after.read(id)).status !== 'IN_PROGRESS');
    expect(await after.read(id)).toMatchObject({
      status: 'COMPLETED',
      result: { by: worker.process.pid },
      attempts: [{ outcome: 'SUCCEEDED' }],
    });
  });

  it('works on through ten crashes of the server: every task is completed, and its end accepted once', async () => {
    await server.stop();
    // A lease runs on while the server is away: on a loaded machine a restart takes longer than the short one of the other tests.
    const lasting = ['--size', '0', '--max-queue', '1000', '--lease-ms', '5000'];
    server = await startServer({ args: lasting, dataDir: folder });
    await work('steady', 4);
    const ids: string[] = [];
    const { port } = server;
    for (let crash = 0; crash < 10; crash += 1) {
      const client = new PoolClient(server.url);
      for (let i = 0; i < 20; i += 1) ids.push((await client.submit({ payload: { ms: i % 7 }, maxAttempts: 10 })).id);
      // Some of them are ended by now, some in hand, some wait.
      const done = server.process;
      await server.kill();
      if (done.exitCode === null && done.signalCode === null) await once(done, 'exit');
      server = await startServer({ args: [...lasting, '--port', String(port)], dataDir: folder });
    }
    const tasks = new TaskReader(new PoolClient(server.url));
    for (const id of ids) {
      await tasks.until(async () => ENDED.has((await tasks.read(id)).status));
      const { status, error, attempts } = await tasks.read(id);
      expect({ status, error }).toEqual({ status: 'COMPLETED', error: null });
      expect(attempts.filter(({ outcome }) => outcome === 'SUCCEEDED')).toHaveLength(1);
    }
    expect(ids).toHaveLength(200);
  }, 120_000);
});
