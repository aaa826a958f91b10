import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { HINTS, hintsOf } from './hints.js';
import { Tools, type Protocol } from './tools.js';

interface Task {
  readonly id: string;
  readonly status: string;
  readonly agentId: string | null;
  readonly wait: { readonly reason: string } | null;
  readonly result?: unknown;
  readonly resultShortened?: boolean;
  readonly payloadShortened?: boolean;
  readonly traceId?: string;
  readonly attempts?: readonly { readonly outcome: string | null; readonly agentId: string }[];
}
interface OfTask {
  readonly task: Task;
}
interface Waited extends OfTask {
  readonly settled: boolean;
}

/** Agents are driven by hand, so that nothing happens but what a test does. */
let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '1'] });
});
afterAll(() => server.stop());

describe.each<[Protocol, string]>([
  ['legacy', '2025-11-25'],
  ['auto', '2026-07-28'],
])('MCP, %s', (protocol, revision) => {
  let tools: Tools;
  const pool = `pool-${protocol}`;
  beforeAll(async () => {
    tools = await Tools.connect(server.url, { protocol });
  });
  afterAll(() => tools.close());

  const submit = async (more: Record<string, unknown> = {}): Promise<Task> =>
    (await tools.ask<OfTask>('submit_task', { pool, ...more })).task;
  const complete = (taskId: string, result: unknown = null): Promise<OfTask> =>
    tools.ask<OfTask>('complete_task', { taskId, result });

  it('negotiates the revision of its generation', () => {
    expect(tools.client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(tools.client.getServerVersion()).toMatchObject({ name: 'coordination-pool' });
  });

  it('lists every tool with all four hints, a description of each parameter, and flat parameters', async () => {
    const listed = (await tools.client.listTools()).tools;
    expect(hintsOf(listed)).toEqual(HINTS);
    for (const { name, title, description, inputSchema, outputSchema } of listed) {
      expect([name, typeof title, typeof description]).toEqual([name, 'string', 'string']);
      expect([inputSchema, outputSchema]).toMatchObject([
        { type: 'object', additionalProperties: false },
        { type: 'object' },
      ]);
      for (const schema of Object.values(inputSchema.properties ?? {})) {
        const keys = Object.keys(schema as object);
        expect(keys).toContain('description');
        expect(keys.filter((key) => ['properties', 'anyOf', 'oneOf', '$ref'].includes(key))).toEqual([]);
      }
    }
  });

  it('keeps the list of tools small enough to be read', async () => {
    const listed = (await tools.client.listTools()).tools;
    const read = listed.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(JSON.stringify(read).length).toBeLessThan(13_200);
    expect(JSON.stringify(listed).length).toBeLessThan(45_000);
  });

  it('starts a pool, and tops it up', async () => {
    const first = await tools.ask<{ spawned: string[] }>('initialize_pool', { pool, size: 1 });
    const again = await tools.ask<{ spawned: string[]; pool: unknown }>('initialize_pool', { pool, size: 2 });
    expect([first.spawned.length, again.spawned.length]).toEqual([1, 1]);
    expect(again.pool).toMatchObject({ name: pool, status: 'RUNNING', health: 'HEALTHY', size: 2, queueLength: 0 });
  });

  it('submits a task, waits for it, and is answered when it ends', async () => {
    const { id, status } = await submit({ payload: { text: 'hello' } });
    expect(status).toBe('IN_PROGRESS');
    const waited = tools.ask<Waited>('wait_for_task', { taskId: id, waitMs: 50_000 });
    // Whichever of the two comes first, the wait is answered.
    await complete(id, { words: 1 });
    expect(await waited).toMatchObject({ settled: true, task: { id, status: 'COMPLETED', result: { words: 1 } } });
  });

  it('answers a wait that is over with the task as it is', async () => {
    const { id } = await submit();
    const { data, text } = await tools.call<Waited>('wait_for_task', { taskId: id, waitMs: 0 });
    expect([data?.settled, data?.task.status]).toEqual([false, 'IN_PROGRESS']);
    expect(text).toContain('call wait_for_task again');
    await complete(id);
    expect(await tools.ask('wait_for_task', { taskId: id })).toMatchObject({ settled: true });
  });

  it('says why a task waits, and cancels it', async () => {
    const busy = [await submit(), await submit()];
    const waiting = await submit({ priority: 9 });
    expect(waiting).toMatchObject({ status: 'PENDING', agentId: null, wait: { reason: 'NO_IDLE_AGENT' } });
    const cancelled = await tools.ask<OfTask>('cancel_task', { taskId: waiting.id, reason: 'not needed' });
    expect(cancelled.task.status).toBe('CANCELLED');
    for (const { id } of busy) await complete(id);
  });

  it('moves a task that failed to another agent, and takes it up again after its last attempt', async () => {
    const { id, agentId } = await submit({ maxAttempts: 2 });
    const moved = await tools.ask<OfTask>('fail_task', { taskId: id, message: 'no luck' });
    expect(moved.task).toMatchObject({ status: 'IN_PROGRESS', attemptCount: 2 });
    expect(moved.task.agentId).not.toBe(agentId);
    const failed = await tools.ask<OfTask>('fail_task', { taskId: id, code: 'NO_LUCK', message: 'again' });
    expect(failed.task).toMatchObject({ status: 'FAILED', error: { code: 'NO_LUCK', message: 'again' } });
    const retried = await tools.ask<OfTask>('retry_task', { taskId: id });
    expect(retried.task).toMatchObject({ status: 'IN_PROGRESS', attemptCount: 1 });
    await complete(id);
    const { task } = await tools.ask<OfTask>('get_task', { taskId: id });
    expect(task.attempts?.map(({ outcome }) => outcome)).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
  });

  it('adds an agent and reports that it failed: its task goes on elsewhere', async () => {
    const spawned = await tools.ask<{ agent: { id: string }; sessionToken: string | null }>('spawn_agent', {
      ...{ pool, name: 'extra', kind: 'REMOTE', skills: ['sql'] },
    });
    expect(spawned).toMatchObject({ agent: { name: 'extra', status: 'IDLE', skills: ['sql'] }, leaseMs: 30_000 });
    expect(spawned.sessionToken).toEqual(expect.any(String));
    const { id: taskId } = await submit({ preferredAgentId: spawned.agent.id });
    const failed = await tools.ask<OfTask>('fail_agent', { agentId: spawned.agent.id, reason: 'pulled the plug' });
    expect(failed).toMatchObject({
      agent: { status: 'DEGRADED', statusReason: 'pulled the plug' },
      task: { id: taskId, status: 'IN_PROGRESS' },
      ...{ reassigned: true, taskFailedPermanently: false },
    });
    expect(await tools.ask('pool_status', { pool })).toMatchObject({ health: 'DEGRADED', tasksInProgress: 1 });
    await complete(taskId);
  });

  it('lists tasks page by page, by status and search', async () => {
    interface Page {
      readonly tasks: readonly Task[];
      readonly totalCount: number;
      readonly next: string | null;
    }
    const marked = [];
    for (const n of [1, 2, 3]) marked.push((await submit({ payload: { mark: `list-${protocol}`, n } })).id);
    const filter = { pool, search: `LIST-${protocol}`, orderBy: 'CREATED_ASC', first: 2 };
    const first = await tools.ask<Page>('list_tasks', filter);
    expect([first.tasks.map(({ id }) => id), first.totalCount]).toEqual([marked.slice(0, 2), 3]);
    const second = await tools.ask<Page>('list_tasks', { ...filter, after: first.next });
    expect([second.tasks.map(({ id }) => id), second.next]).toEqual([marked.slice(2), null]);
    const other = await tools.call('list_tasks', { ...filter, orderBy: 'UPDATED_DESC', after: first.next });
    expect(other.error).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    const pending = await tools.ask<Page>('list_tasks', {
      pool,
      statuses: ['PENDING'],
      waitReasons: ['NO_IDLE_AGENT'],
    });
    for (const { id } of pending.tasks) await tools.ask('cancel_task', { taskId: id });
    for (const id of marked) await tools.call('complete_task', { taskId: id });
  });

  it('shortens what is long and says so, and shows more to whom asks for it', async () => {
    const long = 'ä'.repeat(10_000);
    const { id } = await submit({ payload: { long } });
    const done = await complete(id, { long });
    expect(JSON.stringify(done).length).toBeLessThan(1_000);
    const { data, text } = await tools.call<OfTask>('get_task', { taskId: id });
    expect(data?.task).toMatchObject({ payloadShortened: true, resultShortened: true });
    expect(String(data?.task.result)).toBe(`{"long":"${long}`.slice(0, 4_000));
    expect(text).toContain('shortened');
    const { task } = await tools.ask<OfTask>('get_task', { taskId: id, maxCharacters: 20_000 });
    expect([task.resultShortened, task.result]).toEqual([false, { long }]);
  });

  it('keeps a payload as it is, whatever its keys are called', async () => {
    const payload = JSON.parse('{"__proto__":{"a":1},"constructor":"x","n":1e21}') as Record<string, unknown>;
    const { id } = await submit({ payload });
    const { task } = await tools.ask<{ task: { payload: unknown } }>('get_task', { taskId: id });
    expect(JSON.stringify(task.payload)).toBe(JSON.stringify(payload));
    await complete(id);
  });

  it('gives the same task for the same idempotency key', async () => {
    const submission = { pool, payload: { a: 1, b: 2 }, idempotencyKey: `once-${protocol}` };
    const first = await tools.ask<OfTask>('submit_task', submission);
    const again = await tools.ask<OfTask>('submit_task', { ...submission, payload: { b: 2, a: 1 } });
    expect(again).toMatchObject({ replayed: true, task: { id: first.task.id } });
    const other = await tools.call('submit_task', { ...submission, payload: {} });
    expect(other.error).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await complete(first.task.id);
  });

  it('checks isolation, with evidence', async () => {
    expect(await tools.ask('isolation_report', { pool })).toMatchObject({
      ...{ totalAgents: 3, breachesDetected: 0, detailsOmitted: 0 },
      details: [{ isolated: true, issues: [] }, {}, {}],
    });
  });

  it('measures', async () => {
    const figures = await tools.ask<{ tasksTotal: number; tasksCompleted: number }>('pool_metrics', { pool });
    expect(figures).toMatchObject({ agents: 3, tasksPending: 0, tasksInProgress: 0, queueCapacity: 100 });
    expect(figures.tasksCompleted).toBeGreaterThan(5);
    const { data } = await new PoolClient(server.url).send<{ pool: { metrics: Record<string, number> } }>(
      'query ($name: String!) { pool(name: $name) { metrics { tasksTotal tasksCompleted } } }',
      { name: pool },
    );
    expect(data?.pool.metrics).toEqual({ tasksTotal: figures.tasksTotal, tasksCompleted: figures.tasksCompleted });
  });

  it('refuses with a code and what to do next, as GraphQL does', async () => {
    const { text, error, data } = await tools.call('submit_task', { pool: 'nowhere' });
    expect([error, data]).toEqual([{ code: 'NOT_FOUND', retryable: false, field: 'pool' }, null]);
    expect(text).toMatch(/^NOT_FOUND: There is no pool "nowhere"\. \(field: pool\)\nWhat to do: .*initialize_pool/);
    const codeOf = async (name: string, parameters: Record<string, unknown>): Promise<unknown> =>
      (await tools.call(name, parameters)).error?.['code'];
    expect(await codeOf('get_task', { taskId: 'task_none' })).toBe('NOT_FOUND');
    expect(await codeOf('fail_agent', { agentId: 'agent_none' })).toBe('NOT_FOUND');
    expect(await codeOf('initialize_pool', { pool: `${pool}-new`, size: 17 })).toBe('POOL_FULL');
    expect(await codeOf('pool_status', { pool: `${pool}-new` })).toBe('NOT_FOUND');
    const { id } = await submit();
    expect(await codeOf('retry_task', { taskId: id })).toBe('INVALID_STATE');
    expect(await codeOf('complete_task', { taskId: id, leaseToken: 'another' })).toBe('STALE_ATTEMPT');
    expect(await codeOf('complete_task', { taskId: id, result: 'x'.repeat(262_143) })).toBe('PAYLOAD_TOO_LARGE');
    await complete(id);
    expect(await codeOf('complete_task', { taskId: id })).toBe('INVALID_STATE');
  });

  it('refuses the submission that the queue has no room for, and says when to come again', async () => {
    const full = `${pool}-full`;
    await tools.ask('initialize_pool', { pool: full, size: 0 });
    for (let n = 0; n < 100; n += 1) await tools.ask('submit_task', { pool: full });
    const { error } = await tools.call('submit_task', { pool: full });
    expect(error).toMatchObject({ code: 'QUEUE_FULL', retryable: true, limit: 100, retryAfterMs: expect.any(Number) });
    const stopped = await tools.ask<{ cancelled: string[] }>('shutdown_pool', { pool: full, mode: 'NOW' });
    expect(stopped).toMatchObject({ status: 'STOPPED', drained: true, cancelledOmitted: 50, keptPending: 0 });
    expect(stopped.cancelled).toHaveLength(50);
    expect((await tools.call('submit_task', { pool: full })).error).toMatchObject({ code: 'POOL_NOT_RUNNING' });
    expect((await tools.call('shutdown_pool', { pool: full })).error).toMatchObject({ code: 'POOL_NOT_RUNNING' });
  });

  it('tells of a tool that does not exist', async () => {
    await expect(tools.client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toThrow(/no_such_tool/);
  });
});

it('puts the trace of the header into the task', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const tools = await Tools.connect(server.url, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  const { task } = await tools.ask<OfTask>('submit_task', {});
  expect((await tools.ask<OfTask>('get_task', { taskId: task.id })).task.traceId).toBe(traceId);
  await tools.ask('complete_task', { taskId: task.id });
  await tools.close();
});
