import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
let client: PoolClient;
beforeAll(async () => {
  server = await startServer();
  client = new PoolClient(server.url);
});
afterAll(() => server.stop());

const HOLD = { type: 'GENERAL', payload: { text: 'one two', sleepMs: 60_000 } };

interface Detail {
  readonly task: {
    readonly status: string;
    readonly assignedAgent: {
      readonly id: string;
      readonly contextWindowId: string;
      readonly toolSessionId: string;
      readonly memoryHandleId: string;
    };
  };
}

const detail = (id: string): Promise<Detail> =>
  client.ask<Detail>(
    'query ($id: ID!) { task(id: $id) { status assignedAgent { id contextWindowId toolSessionId memoryHandleId } } }',
    { id },
  );

const METRICS = `{ pool { queueLength queueCapacity health
  metrics { agents agentsByStatus { status count } tasksTotal tasksPending tasksInProgress tasksCompleted tasksFailed tasksCancelled
    submissionsRefused queueLength utilization healthScore isolationBreaches avgAssignmentLatencyMs assignmentLatency { p50Ms p99Ms }
    byType { type pending inProgress completed failed } }
  isolationReport { totalAgents breachesDetected details { agentId isolated issues evidence } } } }`;

interface Figures {
  readonly pool: {
    readonly queueLength: number;
    readonly metrics: Record<string, number> & {
      agentsByStatus: { count: number }[];
      byType: Record<string, number>[];
      assignmentLatency: { p50Ms: number; p99Ms: number };
    };
    readonly isolationReport: {
      totalAgents: number;
      breachesDetected: number;
      details: { agentId: string; isolated: boolean; issues: string[]; evidence: string[] }[];
    };
  };
}

describe('the stories of the product, one after the other on one server', () => {
  const running: string[] = [];
  const waiting: string[] = [];

  it('works on as many tasks at once as there are agents, each on its own, with no id in common', async () => {
    const begun = client.subscribe(
      'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [STARTED] }) { agentId } }',
      { after: await client.cursor() },
    );
    for (let i = 0; i < 4; i += 1) running.push((await client.submit(HOLD)).id);
    for (let i = 0; i < 4; i += 1) await begun.next();
    await begun.close();
    const agents = (await Promise.all(running.map(detail))).map(({ task }) => task.assignedAgent);
    for (const key of ['id', 'contextWindowId', 'toolSessionId', 'memoryHandleId'] as const) {
      expect(new Set(agents.map((agent) => agent[key])).size).toBe(4);
    }
  });

  it('queues a hundred more and refuses the next with QUEUE_FULL and HTTP 429, losing nothing', async () => {
    const { submitTasks } = await client.ask<{
      submitTasks: { accepted: number; results: { task: { id: string } }[] };
    }>('mutation ($input: SubmitTasksInput!) { submitTasks(input: $input) { accepted results { task { id } } } }', {
      input: {
        tasks: Array.from({ length: 100 }, (_, i) => ({ type: 'GENERAL', payload: { text: `task ${String(i)}` } })),
      },
    });
    expect(submitTasks.accepted).toBe(100);
    waiting.push(...submitTasks.results.map(({ task }) => task.id));
    const refused = await client.send('mutation { submitTask(input: {}) { task { id } } }');
    expect(refused.status).toBe(429);
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: 'QUEUE_FULL',
      retryable: true,
      limit: 100,
      retryAfterMs: expect.any(Number),
    });
    const { pool } = await client.ask<{ pool: { queueLength: number; queueCapacity: number } }>(
      '{ pool { queueLength queueCapacity } }',
    );
    expect(pool).toEqual({ queueLength: 100, queueCapacity: 100 });
  });

  it('tells of a waiting task why, since when and where in the queue', async () => {
    const last = await client.ask<{ task: { wait: object } }>(
      'query ($id: ID!) { task(id: $id) { wait { reason detail since queuePosition } } }',
      { id: waiting[99] },
    );
    expect(last.task.wait).toMatchObject({ reason: 'NO_IDLE_AGENT', queuePosition: 100 });
  });

  it('shows measured figures that add up, and evidence of isolation', async () => {
    const { pool } = await client.ask<Figures>(METRICS);
    const { metrics, isolationReport } = pool;
    expect(metrics).toMatchObject({
      agents: 4,
      tasksTotal: 104,
      tasksPending: 100,
      tasksInProgress: 4,
      submissionsRefused: 1,
      queueLength: 100,
      utilization: 1,
    });
    expect(metrics['tasksTotal']).toBe(
      ['tasksPending', 'tasksInProgress', 'tasksCompleted', 'tasksFailed', 'tasksCancelled'].reduce(
        (sum, key) => sum + (metrics[key] ?? 0),
        0,
      ),
    );
    expect(metrics.agentsByStatus.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(metrics.byType.reduce((sum, type) => sum + (type['pending'] ?? 0) + (type['inProgress'] ?? 0), 0)).toBe(104);
    expect(metrics.assignmentLatency.p99Ms).toBeLessThan(500);
    expect(isolationReport).toMatchObject({ totalAgents: 4, breachesDetected: 0 });
    for (const { isolated, evidence } of isolationReport.details) {
      expect(isolated).toBe(true);
      expect(evidence.join('\n')).toMatch(/process \d+/i);
      expect(evidence.join('\n')).toMatch(/canar/i);
    }
  });

  it('starts the next one by itself when an agent frees, in order, until all are done', async () => {
    const after = await client.cursor();
    const assigned = client.subscribe<{ taskLifecycle: { task: { id: string } } }>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [ASSIGNED] }) { task { id } } }',
      { after },
    );
    for (const id of running)
      await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { task { status } } }', { id });
    const order: string[] = [];
    while (order.length < waiting.length) order.push((await assigned.next()).taskLifecycle.task.id);
    await assigned.close();
    expect(order).toEqual(waiting);
    expect([...(await client.settled(waiting, after)).values()]).toEqual(Array(100).fill('COMPLETED'));
  });
});
