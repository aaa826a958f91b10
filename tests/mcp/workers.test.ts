import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Tools } from './tools.js';

interface Claim {
  readonly claimed: boolean;
  readonly agentId: string;
  readonly leaseToken: string;
  readonly leaseMs: number;
  readonly heartbeatEveryMs: number;
  readonly task: { readonly id: string; readonly payload: unknown; readonly payloadShortened: boolean } | null;
}
interface OfTask {
  readonly task: { readonly id: string; readonly status: string; readonly progress?: unknown };
}
interface Status {
  readonly size: number;
  readonly agents: readonly { readonly id: string; readonly name: string; readonly status: string }[];
}

const ARGS = ['--agent-kind', 'REMOTE', '--size', '0'];

let server: RunningServer;
let tools: Tools;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', ...ARGS] });
  tools = await Tools.connect(server.url);
});
afterAll(async () => {
  await tools.close();
  await server.stop();
});

/** A pool of its own for each test, without agents. */
async function newPool(name: string): Promise<string> {
  await tools.ask('initialize_pool', { pool: name, size: 0 });
  return name;
}

const submit = async (pool: string, more: Record<string, unknown> = {}): Promise<string> =>
  (await tools.ask<OfTask>('submit_task', { pool, ...more })).task.id;
const claim = (pool: string, worker: string, more: Record<string, unknown> = {}): Promise<Claim> =>
  tools.ask<Claim>('claim_task', { pool, worker, ...more });
const status = (pool: string): Promise<Status> => tools.ask<Status>('pool_status', { pool });

async function untilStatus(pool: string, matches: (status: Status) => boolean): Promise<void> {
  while (!matches(await status(pool)));
}

describe('a worker over MCP', () => {
  it('gets the task that waits, with all that it needs, and leaves with its end', async () => {
    const pool = await newPool('gets');
    const taskId = await submit(pool, { payload: { text: 'hello' } });
    const { data, text } = await tools.call<Claim>('claim_task', { pool, worker: 'claude' });
    expect(data).toMatchObject({
      ...{ claimed: true, leaseMs: 30_000, heartbeatEveryMs: 10_000 },
      task: { id: taskId, type: 'GENERAL', payload: { text: 'hello' }, attempt: 1, attemptsLeft: 2, lastError: null },
    });
    // Enough for a client that shows its model nothing but the text.
    for (const part of [taskId, data?.leaseToken ?? '?', '{"text":"hello"}', 'heartbeat', 'complete_task'])
      expect(text).toContain(part);
    expect((await status(pool)).agents).toMatchObject([{ id: data?.agentId, name: 'claude', status: 'EXECUTING' }]);
    const done = await tools.ask<OfTask>('complete_task', { taskId, leaseToken: data?.leaseToken, result: 1 });
    expect([done.task.status, (await status(pool)).size]).toEqual(['COMPLETED', 0]);
  });

  it('is answered when work comes', async () => {
    const pool = await newPool('comes');
    const claimed = claim(pool, 'early', { waitMs: 50_000 });
    await untilStatus(pool, ({ size }) => size === 1);
    const taskId = await submit(pool);
    expect(await claimed).toMatchObject({ claimed: true, task: { id: taskId } });
  });

  it('is told to claim again where there is no work, and leaves', async () => {
    const pool = await newPool('none');
    await submit(pool, { requiredSkills: ['welding'] });
    const { data, text } = await tools.call<Claim>('claim_task', { pool, worker: 'idle', waitMs: 10 });
    expect(data).toMatchObject({ claimed: false, task: null, leaseToken: null });
    expect(text).toMatch(/1 tasks wait that you cannot take.*Call claim_task again/);
    expect(await status(pool)).toMatchObject({ size: 0, health: 'HEALTHY' });
  });

  it('takes the types and skills that it says, also where it said others before', async () => {
    const pool = await newPool('able');
    const taskId = await submit(pool, { type: 'INGEST', requiredSkills: ['welding'] });
    expect(await claim(pool, 'a', { waitMs: 0, taskTypes: ['RESEARCH'], skills: ['welding'] })).toMatchObject({
      claimed: false,
    });
    expect(await claim(pool, 'a', { taskTypes: ['INGEST'], skills: ['welding'] })).toMatchObject({
      task: { id: taskId },
    });
  });

  it('is given again what it has in hand, and another worker something else', async () => {
    const pool = await newPool('again');
    const [one, two] = [await submit(pool), await submit(pool)];
    const first = await claim(pool, 'a');
    expect(first.task?.id).toBe(one);
    expect(await claim(pool, 'a')).toEqual(first);
    expect((await claim(pool, 'b')).task?.id).toBe(two);
  });

  it('gets its task by the newest of its claims', async () => {
    const pool = await newPool('newest');
    const older = claim(pool, 'a', { waitMs: 50_000 });
    await untilStatus(pool, ({ size }) => size === 1);
    const newer = claim(pool, 'a', { waitMs: 50_000 });
    expect(await older).toMatchObject({ claimed: false });
    const taskId = await submit(pool);
    expect(await newer).toMatchObject({ task: { id: taskId } });
    expect((await status(pool)).size).toBe(1);
  });

  it('tells how far it is by heartbeat, and is told to stop when the task is cancelled', async () => {
    const pool = await newPool('beats');
    const taskId = await submit(pool);
    const { leaseToken } = await claim(pool, 'a');
    expect(await tools.ask('heartbeat', { taskId, leaseToken, progress: 0.5, note: 'half' })).toMatchObject({
      goOn: true,
      ...{ taskStatus: 'IN_PROGRESS', leaseMs: 30_000 },
    });
    const { task } = await tools.ask<OfTask>('get_task', { taskId });
    expect(task.progress).toMatchObject({ fraction: 0.5, note: 'half' });
    await tools.ask('cancel_task', { taskId });
    const { data, text } = await tools.call('heartbeat', { taskId, leaseToken });
    expect([data, text]).toMatchObject([{ goOn: false, taskStatus: 'CANCELLED' }, /^Stop: .*claim_task/]);
    expect((await tools.call('complete_task', { taskId, leaseToken })).error).toMatchObject({ code: 'STALE_ATTEMPT' });
    const next = await submit(pool);
    expect((await claim(pool, 'a')).task?.id).toBe(next);
  });

  it('is told the trace of its attempt, which is that of the submission', async () => {
    const pool = await newPool('traced');
    const traced = await Tools.connect(server.url, {
      headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    });
    await traced.ask('submit_task', { pool });
    await traced.close();
    const { task } = await tools.ask<{ task: { traceparent: string } }>('claim_task', { pool, worker: 'a' });
    expect(task.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
  });

  it('leaves no agent behind when its caller goes away', async () => {
    const pool = await newPool('gone');
    const leaving = new AbortController();
    const gone = tools.call('claim_task', { pool, worker: 'a', waitMs: 50_000 }, leaving.signal);
    await untilStatus(pool, ({ size }) => size === 1);
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await untilStatus(pool, ({ size }) => size === 0);
  });

  it('never speaks for an agent of its name that has a session token of its own', async () => {
    const pool = await newPool('names');
    const { agent } = await tools.ask<{ agent: { id: string } }>('spawn_agent', { pool, name: 'a', skills: ['x'] });
    await submit(pool, { requiredSkills: ['x'] });
    const { claimed, agentId } = await claim(pool, 'a', { waitMs: 0 });
    expect([claimed, agentId]).toEqual([false, null]);
    expect((await status(pool)).agents.map(({ id }) => id)).toEqual([agent.id]);
  });

  it('reads a payload as large as there may be, and is told where it is shown a part', async () => {
    const pool = await newPool('large');
    const payload = { text: 'x'.repeat(262_000) };
    const taskId = await submit(pool, { payload });
    const part = await tools.call<Claim>('claim_task', { pool, worker: 'a' });
    expect([part.data?.task?.payloadShortened, part.text]).toMatchObject([true, /shortened \(get_task/]);
    const { task } = await tools.ask<{ task: unknown }>('get_task', { taskId, maxCharacters: 262_144 });
    expect(task).toMatchObject({ payload });
  });

  it('refuses a lease that the task never had, a pool that is full, and one that does not run', async () => {
    const pool = await newPool('refuses');
    const taskId = await submit(pool);
    const codeOf = async (name: string, parameters: Record<string, unknown>): Promise<unknown> =>
      (await tools.call(name, parameters)).error?.['code'];
    expect(await codeOf('heartbeat', { taskId, leaseToken: 'lease_none' })).toBe('STALE_ATTEMPT');
    expect(await codeOf('heartbeat', { taskId: 'task_none', leaseToken: 'x' })).toBe('NOT_FOUND');
    expect(await codeOf('claim_task', { pool: 'nowhere', worker: 'a' })).toBe('NOT_FOUND');
    await tools.ask('cancel_task', { taskId });
    await tools.ask('initialize_pool', { pool, size: 16 });
    expect(await codeOf('claim_task', { pool, worker: 'a' })).toBe('POOL_FULL');
    await tools.ask('shutdown_pool', { pool });
    expect(await codeOf('claim_task', { pool, worker: 'a' })).toBe('POOL_NOT_RUNNING');
  });
});

it('loses its lease by silence, as any other: another worker goes on, and its late words change nothing', async () => {
  const quick = await startServer({ args: ['--durability', 'memory', ...ARGS, '--lease-ms', '1000'] });
  const there = await Tools.connect(quick.url);
  const { task } = await there.ask<OfTask>('submit_task', {});
  const silent = await there.ask<Claim>('claim_task', { worker: 'silent' });
  // It waits for longer than a lease and is well all that time.
  const next = await there.ask<Claim>('claim_task', { worker: 'awake', waitMs: 50_000 });
  expect(next).toMatchObject({ task: { id: task.id, attempt: 2, lastError: { code: 'LEASE_EXPIRED' } } });
  const late = { taskId: task.id, leaseToken: silent.leaseToken };
  expect(await there.ask('heartbeat', late)).toMatchObject({ goOn: false, taskStatus: 'IN_PROGRESS' });
  expect((await there.call('complete_task', late)).error).toMatchObject({ code: 'STALE_ATTEMPT' });
  await there.ask('complete_task', { taskId: task.id, leaseToken: next.leaseToken });
  const { events } = await new PoolClient(quick.url).ask<{
    events: { nodes: readonly { readonly name: string; readonly agent: { readonly name: string } | null }[] };
  }>('{ events(first: 200, filter: { kinds: [AGENT] }) { nodes { name agent { name } } } }');
  const degraded = events.nodes.filter(({ name }) => name === 'DEGRADED').map(({ agent }) => agent?.name);
  expect(degraded).toEqual(['silent']);
  // Nor does it keep its place for ever.
  await there.ask('claim_task', { worker: 'third', waitMs: 0 });
  expect(await there.ask('pool_status')).toMatchObject({ size: 0, health: 'HEALTHY' });
  await there.close();
  await quick.stop();
});

it('keeps its attempt over a restart of the server', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mcp-workers-'));
  const before = await startServer({ dataDir, args: ARGS });
  const one = await Tools.connect(before.url);
  const { task } = await one.ask<OfTask>('submit_task', {});
  const claimed = await one.ask<Claim>('claim_task', { worker: 'a' });
  await one.close();
  await before.stop();
  const after = await startServer({ dataDir, args: ARGS });
  const two = await Tools.connect(after.url);
  const held = { taskId: task.id, leaseToken: claimed.leaseToken };
  expect(await two.ask('heartbeat', held)).toMatchObject({ goOn: true });
  expect(await two.ask<Claim>('claim_task', { worker: 'a' })).toEqual(claimed);
  expect((await two.ask<OfTask>('complete_task', held)).task.status).toBe('COMPLETED');
  await two.close();
  await after.stop();
  rmSync(dataDir, { recursive: true });
});
