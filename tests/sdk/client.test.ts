import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ContractError, PoolError, TaskFailedError, createClient, type TaskEvent } from '../../src/sdk/node-client.js';
import { PoolClient } from '../support/client.js';
import { openLink } from '../support/link.mjs';
import { RemoteWorker, type Work } from '../support/remote-worker.js';
import { startServer, type RunningServer } from '../support/server.js';

describe('the client', () => {
  let server: RunningServer;
  let link: Awaited<ReturnType<typeof openLink>>;
  let direct: PoolClient;

  beforeEach(async () => {
    server = await startServer({ args: ['--size', '0', '--max-queue', '2'] });
    link = await openLink(server.port);
    direct = new PoolClient(server.url);
  });

  afterEach(async () => {
    await link.close();
    await server.stop();
  });

  /** An agent, and its next assignment. */
  async function worker(): Promise<{ remote: RemoteWorker; next: () => Promise<Work>; close: () => Promise<void> }> {
    const remote = await RemoteWorker.spawn(direct, 'by hand');
    const assignments = remote.assignments();
    return {
      remote,
      next: async () => (await assignments.next()).agentAssignments,
      close: () => assignments.close(),
    };
  }

  it('submits a task and gives its result', async () => {
    const client = createClient({ url: link.url });
    const agent = await worker();
    const handle = await client.submit('GENERAL', { a: 1 });
    const result = handle.result();
    await agent.remote.complete(await agent.next(), { b: 2 });
    await expect(result).resolves.toEqual({ b: 2 });
    await expect(client.task(handle.id).result()).resolves.toEqual({ b: 2 });
    await agent.close();
    await client.close();
  });

  it('goes on behind the last event that it gave when its connections break', async () => {
    const client = createClient({ url: link.url });
    const handle = await client.submit('GENERAL', {});
    const events = handle.events();
    const result = handle.result();
    const agent = await worker();
    const seen: TaskEvent[] = [(await events.next()).value!];
    link.cut();
    await agent.remote.complete(await agent.next(), 'done');
    link.mend();
    while (seen.at(-1)!.type !== 'COMPLETED') seen.push((await events.next()).value!);
    await events.return();
    expect(seen.map(({ type }) => type)).toEqual(['ASSIGNED', 'STARTED', 'COMPLETED']);
    expect(seen.every(({ missedBefore }) => missedBefore === 0)).toBe(true);
    await expect(result).resolves.toBe('done');
    await agent.close();
    await client.close();
  });

  it('makes one task of a submission whose answer was lost', async () => {
    const client = createClient({ url: link.url });
    const taken = await worker();
    link.hold('toClient');
    const submitted = client.submit('GENERAL', {});
    const work = await taken.next();
    link.cut();
    link.release();
    link.mend();
    const handle = await submitted;
    expect(handle.id).toBe(work.task.id);
    const { pool } = await direct.ask<{ pool: { tasks: { totalCount: number } } }>('{ pool { tasks { totalCount } } }');
    expect(pool.tasks.totalCount).toBe(1);
    await taken.close();
    await client.close();
  });

  it('tells a refusal by its code, and leaves a full queue to its caller', async () => {
    const client = createClient({ url: link.url });
    await client.submit('GENERAL', {});
    await client.submit('GENERAL', {});
    const refused: unknown = await client.submit('GENERAL', {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PoolError);
    expect(refused).toMatchObject({ code: 'QUEUE_FULL', retryable: true, details: { limit: 2 } });
    await expect(client.task('none').result()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await client.close();
  });

  it('rejects with the failure of the task', async () => {
    const client = createClient({ url: link.url });
    const agent = await worker();
    const handle = await client.submit('GENERAL', {}, { maxAttempts: 1 });
    await agent.remote.fail(await agent.next());
    const error: unknown = await handle.result().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TaskFailedError);
    expect(error).toMatchObject({ taskId: handle.id, failure: { message: 'broken' } });
    await agent.close();
    await client.close();
  });

  it('waits no longer when it is told so, and leaves the task alone', async () => {
    const client = createClient({ url: link.url });
    const handle = await client.submit('GENERAL', {});
    const waiting = new AbortController();
    const result = handle.result({ signal: waiting.signal });
    waiting.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    const { task } = await direct.ask<{ task: { status: string } }>('query ($id: ID!) { task(id: $id) { status } }', {
      id: handle.id,
    });
    expect(task.status).toBe('PENDING');
    await client.close();
  });

  it('sends nothing that the contract does not allow', async () => {
    const client = createClient({
      url: link.url,
      contract: { RESEARCH: { payload: z.object({ query: z.string() }), result: z.object({ hits: z.number() }) } },
    });
    // @ts-expect-error a wrong payload does not compile
    await expect(client.submit('RESEARCH', { query: 1 })).rejects.toThrow(ContractError);
    const { pool } = await direct.ask<{ pool: { tasks: { totalCount: number } } }>('{ pool { tasks { totalCount } } }');
    expect(pool.tasks.totalCount).toBe(0);

    const agent = await worker();
    const handle = await client.submit('RESEARCH', { query: 'x' });
    await agent.remote.complete(await agent.next(), { hits: 3 });
    const { hits }: { hits: number } = await handle.result();
    expect(hits).toBe(3);
    await agent.close();
    await client.close();
  });
});

it('has the result of a task over a crash of the server', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-sdk-'));
  const args = ['--size', '1', '--handlers', resolve('tests/support/brief-handlers.mjs')];
  const first = await startServer({ dataDir, args });
  const link = await openLink(first.port);
  const client = createClient({ url: link.url });
  const handle = await client.submit('GENERAL', { ms: 300 });
  const events = handle.events();
  const result = handle.result();
  await events.next();
  await first.kill();
  const second = await startServer({ dataDir, args });
  link.retarget(second.port);
  await expect(result).resolves.toBe(300);
  await events.return();
  await client.close();
  await link.close();
  await second.stop();
  rmSync(dataDir, { recursive: true });
});
