import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CancelTaskDocument,
  CompleteTaskDocument,
  FailAgentDocument,
  FailTaskDocument,
  PoolOverviewDocument,
  RetryTaskDocument,
  SpawnAgentDocument,
  StartTaskDocument,
  SubmitTaskDocument,
  SubmitTasksDocument,
  TaskDetailDocument,
  TasksDocument,
} from '../../src/generated/graphql.js';
import { Service } from './service.js';

let service: Service;

beforeEach(async () => {
  service = await Service.open({ size: 4 });
});

afterEach(() => service.close());

const pool = () => service.run(PoolOverviewDocument, {});

describe('submitTask', () => {
  it('gives as many tasks as there are agents one agent each', async () => {
    const tasks = await Promise.all([1, 2, 3, 4].map(() => service.submit()));
    expect(tasks.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS']);
    expect(new Set(tasks.map(({ assignedAgent }) => assignedAgent?.id)).size).toBe(4);
    const { pool: now } = await pool();
    expect(now?.agents.map(({ status }) => status)).toEqual(['ANALYZING', 'ANALYZING', 'ANALYZING', 'ANALYZING']);
    expect(now?.metrics.utilization).toBe(1);
  });

  it('queues what no agent can take, saying why and where', async () => {
    await service.run(SubmitTasksDocument, { input: { tasks: Array.from({ length: 5 }, () => ({})) } });
    const waiting = await service.submit();
    expect(waiting).toMatchObject({
      status: 'PENDING',
      attemptCount: 0,
      assignedAgent: null,
      wait: { reason: 'NO_IDLE_AGENT', queuePosition: 2 },
    });
  });

  it('refuses the task beyond the queue, and takes one again when an agent frees', async () => {
    const first = await service.submit();
    await service.run(SubmitTasksDocument, { input: { tasks: Array.from({ length: 100 }, () => ({})) } });
    await service.run(SubmitTasksDocument, { input: { tasks: [{}, {}, {}] } });
    const refusal = await service.refusal(SubmitTaskDocument, { input: {} });
    expect(refusal.extensions).toEqual({
      code: 'QUEUE_FULL',
      retryable: true,
      limit: 100,
      retryAfterMs: expect.any(Number),
    });
    await service.run(CompleteTaskDocument, { input: { taskId: first.id, result: 'done' } });
    const { pool: now } = await pool();
    expect(now).toMatchObject({
      queueLength: 99,
      metrics: { tasksInProgress: 4, tasksCompleted: 1, submissionsRefused: 1 },
    });
    expect((await service.submit()).status).toBe('PENDING');
  });

  it('returns the first task for a key that it knows, whatever the order of keys in the payload', async () => {
    const input = { idempotencyKey: 'order-7', payload: { a: 1, b: { c: 2, d: 3 } } };
    const first = await service.run(SubmitTaskDocument, { input });
    const again = await service.run(SubmitTaskDocument, {
      input: { idempotencyKey: 'order-7', payload: { b: { d: 3, c: 2 }, a: 1 } },
    });
    expect(again.submitTask).toMatchObject({ replayed: true, task: { id: first.submitTask.task.id } });
    const other = await service.refusal(SubmitTaskDocument, { input: { ...input, priority: 1 } });
    expect(other.extensions).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey', retryable: false });
    expect((await pool()).pool?.metrics.tasksTotal).toBe(1);
  });

  it('carries the trace of its operation', async () => {
    expect((await service.submit()).traceId).toBe(service.context.trace.traceId);
  });

  it('keeps a payload as it came, awkward keys too', async () => {
    const payload = JSON.parse('{"__proto__":{"x":1},"list":[1,2.5,null,true,"ä"],"toString":"text"}') as Record<
      string,
      unknown
    >;
    const { id } = await service.submit({ payload });
    const { task } = await service.run(TaskDetailDocument, { taskId: id });
    expect(JSON.stringify(task?.payload)).toBe(JSON.stringify(payload));
    const literal =
      'mutation { submitTask(input: { payload: { __proto__: 1, n: -1.5, list: ["a", null] } }) { task { payload } } }';
    const { data } = await service.result(literal);
    expect(JSON.stringify(data)).toBe('{"submitTask":{"task":{"payload":{"__proto__":1,"n":-1.5,"list":["a",null]}}}}');
  });
});

describe('submitTasks', () => {
  it('accepts and refuses each item on its own, in order', async () => {
    const tasks = [
      { priority: 1 },
      { priority: 10 },
      { pool: 'nowhere' },
      { payload: { big: 'x'.repeat(262_144) } },
      {},
    ];
    const { submitTasks } = await service.run(SubmitTasksDocument, { input: { tasks } });
    expect(submitTasks).toMatchObject({ accepted: 2, refused: 3 });
    expect(submitTasks.results.map(({ task, error }) => error?.code ?? task?.status)).toEqual([
      'IN_PROGRESS',
      'BAD_USER_INPUT',
      'NOT_FOUND',
      'PAYLOAD_TOO_LARGE',
      'IN_PROGRESS',
    ]);
    expect(submitTasks.results[1]?.error).toMatchObject({
      message: expect.stringContaining('priority'),
      retryable: false,
      retryAfterMs: null,
    });
  });

  it('refuses more than 100 as a whole', async () => {
    const refusal = await service.refusal(SubmitTasksDocument, {
      input: { tasks: Array.from({ length: 101 }, () => ({})) },
    });
    expect(refusal.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'tasks' });
    expect((await pool()).pool?.metrics.tasksTotal).toBe(0);
  });
});

describe('failing over', () => {
  it('moves the task of a failed agent to another one', async () => {
    const task = await service.submit({ payload: { n: 1 } });
    const agentId = task.assignedAgent?.id ?? '';
    const { failAgent } = await service.run(FailAgentDocument, { input: { agentId, reason: 'it crashed' } });
    expect(failAgent).toMatchObject({
      reassigned: true,
      taskFailedPermanently: false,
      agent: { id: agentId, status: 'DEGRADED', statusReason: 'it crashed', currentTask: null },
      task: { id: task.id, status: 'IN_PROGRESS', attemptCount: 2 },
    });
    expect(failAgent.task?.assignedAgent?.id).not.toBe(agentId);
    const detail = await service.run(TaskDetailDocument, { taskId: task.id });
    expect(detail.task?.attempts.map(({ outcome, error }) => [outcome, error?.message])).toEqual([
      ['AGENT_FAILED', 'it crashed'],
      [null, undefined],
    ]);
    expect(
      detail.task?.attempts[1]?.routing.candidates.find(
        ({ refusedBecause }) => refusedBecause === 'failed this task before',
      )?.agentId,
    ).toBe(agentId);
  });

  it('says that a failed agent had no task', async () => {
    const agentId = (await pool()).pool?.agents[0]?.id ?? '';
    const { failAgent } = await service.run(FailAgentDocument, { input: { agentId } });
    expect(failAgent).toMatchObject({
      reassigned: false,
      task: null,
      taskFailedPermanently: false,
      agent: { status: 'DEGRADED' },
    });
  });

  it('fails a task for good after three attempts, and revives it with retryTask', async () => {
    const { id } = await service.submit();
    const fail = async (): Promise<unknown> =>
      (await service.run(FailTaskDocument, { input: { taskId: id, message: 'no', code: 'NO' } })).failTask.task;
    expect(await fail()).toMatchObject({ status: 'IN_PROGRESS', attemptCount: 2 });
    expect(await fail()).toMatchObject({ status: 'IN_PROGRESS', attemptCount: 3 });
    expect(await fail()).toMatchObject({
      status: 'FAILED',
      attemptCount: 3,
      error: { code: 'NO', message: 'no', retryable: true },
    });
    const failed = await service.run(TasksDocument, { filter: { deadLettered: true } });
    expect(failed.pool?.tasks).toMatchObject({ totalCount: 1, nodes: [{ id }] });
    const { retryTask } = await service.run(RetryTaskDocument, { input: { taskId: id } });
    expect(retryTask.task).toMatchObject({ status: 'IN_PROGRESS', attemptCount: 1, error: null });
    const { task } = await service.run(TaskDetailDocument, { taskId: id });
    expect(task?.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(task?.history.map(({ type }) => type)).toEqual([
      'SUBMITTED',
      'ASSIGNED',
      'STARTED',
      'ATTEMPT_FAILED',
      'ASSIGNED',
      'STARTED',
      'ATTEMPT_FAILED',
      'ASSIGNED',
      'STARTED',
      'ATTEMPT_FAILED',
      'FAILED',
      'REPLAYED',
      'ASSIGNED',
    ]);
  });

  it('ends a task at once where its failure is not retryable, and keeps what a backoff asks for', async () => {
    const one = await service.submit();
    const { failTask } = await service.run(FailTaskDocument, {
      input: { taskId: one.id, message: 'never', retryable: false },
    });
    expect(failTask.task).toMatchObject({ status: 'FAILED', attemptCount: 1 });
    const two = await service.submit();
    const held = await service.run(FailTaskDocument, {
      input: { taskId: two.id, message: 'later', retryAfterMs: 5_000 },
    });
    expect(held.failTask.task).toMatchObject({ status: 'PENDING', wait: { reason: 'BACKOFF' } });
    await service.clock.pass(5_000);
    const { task } = await service.run(TaskDetailDocument, { taskId: two.id });
    expect(task).toMatchObject({ status: 'IN_PROGRESS', attemptCount: 2 });
  });
});

describe('an attempt that is over', () => {
  it('may say nothing any more', async () => {
    const { id } = await service.submit();
    const spawned = await service.run(SpawnAgentDocument, { input: { kind: 'REMOTE' } });
    expect(spawned.spawnAgent.sessionToken).toMatch(/^session_/);
    const leaseToken = service.coordinator.task(id)?.task.attempts[0]?.leaseToken ?? '';
    await service.run(StartTaskDocument, { input: { taskId: id, leaseToken } });
    await service.run(FailTaskDocument, { input: { taskId: id, leaseToken, message: 'no' } });
    const before = await service.run(TaskDetailDocument, { taskId: id });
    for (const refusal of [
      await service.refusal(StartTaskDocument, { input: { taskId: id, leaseToken } }),
      await service.refusal(CompleteTaskDocument, { input: { taskId: id, leaseToken, result: 1 } }),
      await service.refusal(FailTaskDocument, { input: { taskId: id, leaseToken, message: 'again' } }),
    ]) {
      expect(refusal.extensions).toEqual({ code: 'STALE_ATTEMPT', retryable: false, field: 'leaseToken' });
    }
    expect(await service.run(TaskDetailDocument, { taskId: id })).toEqual(before);
  });
});

describe('cancelTask and retryTask', () => {
  it('counts the attempt that was cancelled, and refuses what is settled', async () => {
    const { id } = await service.submit();
    const { cancelTask } = await service.run(CancelTaskDocument, { input: { taskId: id, reason: 'not wanted' } });
    expect(cancelTask.task).toMatchObject({ status: 'CANCELLED', attemptCount: 1 });
    expect((await service.refusal(CancelTaskDocument, { input: { taskId: id } })).extensions).toMatchObject({
      code: 'INVALID_STATE',
    });
    const { retryTask } = await service.run(RetryTaskDocument, { input: { taskId: id } });
    expect(retryTask.task.status).toBe('IN_PROGRESS');
    expect((await service.refusal(RetryTaskDocument, { input: { taskId: id } })).extensions).toMatchObject({
      code: 'INVALID_STATE',
    });
    const completed = await service.run(CompleteTaskDocument, { input: { taskId: id, result: { answer: 42 } } });
    expect(completed.completeTask.task).toMatchObject({ status: 'COMPLETED', attemptCount: 1, result: { answer: 42 } });
  });
});

describe('Pool.tasks', () => {
  it('pages through every task once, in either order', async () => {
    await service.run(SubmitTasksDocument, {
      input: { tasks: Array.from({ length: 7 }, (_, n) => ({ payload: { n } })) },
    });
    for (const orderBy of ['CREATED_ASC', 'CREATED_DESC', 'UPDATED_DESC'] as const) {
      const ids: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof tasks>> = await tasks({ orderBy, first: 3, after });
        expect(page?.totalCount).toBe(7);
        expect(page?.pageInfo.hasPreviousPage).toBe(after !== null);
        ids.push(...(page?.nodes.map(({ id }) => id) ?? []));
        after = page?.pageInfo.hasNextPage === true ? (page.pageInfo.endCursor ?? null) : null;
      } while (after !== null);
      expect(new Set(ids).size).toBe(7);
      if (orderBy === 'CREATED_ASC') expect(ids).toEqual([...ids].sort());
    }
  });

  it('filters by what is given, all of it', async () => {
    const ingest = await service.submit({ type: 'INGEST', payload: { url: 'https://example.org/Data' } });
    await service.submit({ type: 'RESEARCH' });
    const found = await tasks({
      filter: { types: ['INGEST', 'RESEARCH'], statuses: ['IN_PROGRESS'], search: 'example.ORG' },
    });
    expect(found?.nodes.map(({ id }) => id)).toEqual([ingest.id]);
    expect((await tasks({ filter: { agentId: ingest.assignedAgent?.id ?? '' } }))?.totalCount).toBe(1);
    expect((await tasks({ filter: { statuses: [] } }))?.totalCount).toBe(0);
  });

  it('refuses a cursor of another order, or that is none, by the name of its argument', async () => {
    await service.submit();
    const page = await tasks({ orderBy: 'CREATED_ASC' });
    const after = page?.pageInfo.endCursor ?? '';
    for (const wrong of [after, 'nonsense', '', 'x'.repeat(10_000)]) {
      const refusal = await service.refusal(TasksDocument, { orderBy: 'CREATED_DESC', after: wrong });
      expect(refusal.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
    }
  });

  async function tasks(variables: Parameters<NonNullable<(typeof TasksDocument)['__apiType']>>[0]) {
    return (await service.run(TasksDocument, variables)).pool?.tasks;
  }
});
