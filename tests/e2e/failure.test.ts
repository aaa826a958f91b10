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

interface TaskDetail {
  readonly task: {
    readonly status: string;
    readonly attemptCount: number;
    readonly failedAgentIds: readonly string[];
    readonly error: { readonly code: string; readonly message: string } | null;
    readonly result: Record<string, unknown> | null;
    readonly attempts: readonly {
      number: number;
      agentId: string;
      outcome: string | null;
      error: { code: string } | null;
      routing: { strategy: string; excludedAgentIds: string[] };
    }[];
  };
}
const DETAIL = `query ($id: ID!) { task(id: $id) { status attemptCount failedAgentIds result error { code message }
  attempts { number agentId outcome error { code } routing { strategy excludedAgentIds } } } }`;

interface AgentEvent {
  readonly agentLifecycle: {
    type: string;
    agent: { id: string; status: string; contextWindowId: string; toolSessionId: string; memoryHandleId: string };
  };
}
const AGENT_EVENTS =
  'subscription ($ids: [ID!], $after: Cursor) { agentLifecycle(agentIds: $ids, after: $after) { type agent { id status contextWindowId toolSessionId memoryHandleId } } }';

describe('failure', () => {
  it('moves a task whose agent was killed to another agent, and brings the first back with new ids', async () => {
    const after = await client.cursor();
    const { id } = await client.submit({ payload: { text: 'worth waiting for', sleepMs: 1_500 } });
    const started = client.subscribe<{ taskLifecycle: { type: string; agentId: string } }>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after) { type agentId } }',
      { after },
    );
    const begun = await started.until(({ taskLifecycle }) => taskLifecycle.type === 'STARTED');
    await started.close();
    const agentId = begun.at(-1)?.taskLifecycle.agentId ?? '';
    const before = await client.ask<{ agent: Record<string, string> }>(
      'query ($id: ID!) { agent(id: $id) { contextWindowId toolSessionId memoryHandleId } }',
      { id: agentId },
    );
    const agents = client.subscribe<AgentEvent>(AGENT_EVENTS, { ids: [agentId], after });

    process.kill(await processOf(agentId), 'SIGKILL');
    expect(await client.settled([id], after)).toEqual(new Map([[id, 'COMPLETED']]));

    const { task } = await client.ask<TaskDetail>(DETAIL, { id });
    expect(task.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'AGENT_FAILED'],
      [2, 'SUCCEEDED'],
    ]);
    expect(task.attempts[0]?.agentId).toBe(agentId);
    expect(task.attempts[1]?.agentId).not.toBe(agentId);
    expect(task.attempts[1]?.routing.excludedAgentIds).toEqual([agentId]);

    const seen = (await agents.until(({ agentLifecycle }) => agentLifecycle.type === 'RESTORED')).map(
      (event) => event.agentLifecycle,
    );
    await agents.close();
    expect(seen.map(({ type }) => type)).toContain('DEGRADED');
    const back = seen.at(-1)?.agent;
    expect(back).toMatchObject({ id: agentId, status: 'IDLE' });
    for (const key of ['contextWindowId', 'toolSessionId', 'memoryHandleId'] as const)
      expect(back?.[key]).not.toBe(before.agent[key]);
  });

  it('gives a task up after its third failed attempt, keeps it, and revives it when asked', async () => {
    const { id, cursor } = await client.submit({
      payload: { text: 'x', fail: { code: 'BROKEN', message: 'cannot be done' } },
      maxAttempts: 3,
    });
    expect(await client.settled([id], cursor)).toEqual(new Map([[id, 'FAILED']]));
    const { task } = await client.ask<TaskDetail>(DETAIL, { id });
    expect(task).toMatchObject({ attemptCount: 3, error: { code: 'BROKEN', message: 'cannot be done' } });
    expect(task.attempts.map(({ outcome, error }) => [outcome, error?.code])).toEqual(
      Array(3).fill(['FAILED', 'BROKEN']),
    );
    expect(new Set(task.attempts.map(({ agentId }) => agentId)).size).toBe(3);
    const dead = await client.ask<{ pool: { tasks: { nodes: { id: string }[] } } }>(
      '{ pool { tasks(filter: { deadLettered: true }) { nodes { id } } } }',
    );
    expect(dead.pool.tasks.nodes.map((node) => node.id)).toContain(id);

    const retried = await client.ask<{ retryTask: { cursor: string; task: { attemptCount: number } } }>(
      'mutation ($id: ID!) { retryTask(input: { taskId: $id }) { cursor task { attemptCount } } }',
      { id },
    );
    await client.settled([id], retried.retryTask.cursor);
    const again = await client.ask<TaskDetail>(DETAIL, { id });
    expect(again.task.attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(again.task.attemptCount).toBe(3);
  });

  it('ends a running attempt when its task is cancelled, and frees the agent when its code has stopped', async () => {
    const { id, cursor } = await client.submit({ payload: { text: 'x', sleepMs: 60_000 } });
    const agents = client.subscribe<AgentEvent>(AGENT_EVENTS, { after: cursor });
    await client.ask(
      'mutation ($id: ID!) { cancelTask(input: { taskId: $id, reason: "not wanted" }) { task { status } } }',
      { id },
    );
    await agents.until(({ agentLifecycle }) => agentLifecycle.type === 'FREED');
    await agents.close();
    expect((await client.ask<TaskDetail>(DETAIL, { id })).task).toMatchObject({
      status: 'CANCELLED',
      attempts: [{ outcome: 'CANCELLED' }],
    });
  });
});

/** As the isolation report tells it. */
async function processOf(agentId: string): Promise<number> {
  const { pool } = await client.ask<{
    pool: { isolationReport: { details: { agentId: string; evidence: string[] }[] } };
  }>('{ pool { isolationReport { details { agentId evidence } } } }');
  const evidence = pool.isolationReport.details.find((detail) => detail.agentId === agentId)?.evidence.join('\n') ?? '';
  return Number(/process (\d+)/i.exec(evidence)?.[1]);
}
