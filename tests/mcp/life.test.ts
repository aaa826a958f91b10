import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startServer, type RunningServer } from '../support/server.js';
import { Tools, type Protocol } from './tools.js';

interface Claim {
  readonly claimed: boolean;
  readonly leaseToken: string;
  readonly task: { readonly id: string; readonly payload: unknown; readonly lastError: unknown };
}
interface OfTask {
  readonly task: { readonly id: string; readonly status: string; readonly result?: unknown };
}

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0'] });
});
afterAll(() => server.stop());

it.each<[string, Protocol, string]>([
  ['over HTTP', 'legacy', '2025-11-25'],
  ['over HTTP', 'auto', '2026-07-28'],
  ['over stdio', 'legacy', '2025-11-25'],
  ['over stdio', 'auto', '2026-07-28'],
])('does the whole life of a pool %s, %s', async (way, protocol, revision) => {
  const pool = `life-${way.slice(5).toLowerCase()}-${protocol}`;
  const tools =
    way === 'over HTTP'
      ? await Tools.connect(server.url, { protocol })
      : await Tools.overStdio(['--url', server.url], { protocol });
  expect(tools.client.getNegotiatedProtocolVersion()).toBe(revision);

  await tools.ask('initialize_pool', { pool, size: 1 });
  const spawned = await tools.ask<{ agent: { id: string } }>('spawn_agent', { pool, name: 'by-hand', skills: ['sql'] });
  const byHand = await tools.ask<OfTask>('submit_task', { pool, requiredSkills: ['sql'] });
  expect(byHand.task).toMatchObject({ status: 'IN_PROGRESS', agentId: spawned.agent.id });
  expect(await tools.ask('fail_agent', { agentId: spawned.agent.id, reason: 'unplugged' })).toMatchObject({
    ...{ agent: { status: 'DEGRADED' }, task: { status: 'PENDING' } },
  });
  await tools.ask('cancel_task', { taskId: byHand.task.id });

  const { task } = await tools.ask<OfTask>('submit_task', {
    ...{ pool, type: 'RESEARCH', payload: { question: 'why?' }, requiredSkills: ['thinking'] },
  });
  const waited = tools.ask('wait_for_task', { taskId: task.id, waitMs: 50_000 });
  const first = await tools.ask<Claim>('claim_task', { pool, worker: 'one', skills: ['thinking'] });
  expect(first).toMatchObject({ claimed: true, task: { id: task.id, payload: { question: 'why?' }, lastError: null } });
  const held = { taskId: task.id, leaseToken: first.leaseToken };
  expect(await tools.ask('heartbeat', { ...held, progress: 0.5 })).toMatchObject({ goOn: true });
  await tools.ask('fail_task', { ...held, code: 'NO_IDEA', message: 'it is hard' });
  const second = await tools.ask<Claim>('claim_task', { pool, worker: 'two', skills: ['thinking'] });
  expect(second.task).toMatchObject({ id: task.id, attempt: 2, lastError: { code: 'NO_IDEA', message: 'it is hard' } });
  await tools.ask('complete_task', { taskId: task.id, leaseToken: second.leaseToken, result: { because: 42 } });
  expect(await waited).toMatchObject({ settled: true, task: { status: 'COMPLETED', result: { because: 42 } } });

  const listed = await tools.ask<{ tasks: OfTask['task'][] }>('list_tasks', { pool, orderBy: 'CREATED_ASC' });
  expect(listed.tasks.map(({ status }) => status)).toEqual(['CANCELLED', 'COMPLETED']);
  expect(await tools.ask('isolation_report', { pool })).toMatchObject({ breachesDetected: 0 });
  expect(await tools.ask('pool_metrics', { pool })).toMatchObject({ tasksCompleted: 1, tasksCancelled: 1 });
  expect(await tools.ask('pool_status', { pool })).toMatchObject({ size: 2, tasksInProgress: 0 });
  expect(await tools.ask('shutdown_pool', { pool })).toMatchObject({ status: 'STOPPED', keptPending: 0 });
  await tools.close();
});
