import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { Exposition } from '../support/exposition.js';
import { RemoteWorker } from '../support/remote-worker.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Tools } from '../mcp/tools.js';
import { TestSocket } from './transports.js';

interface Percentiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

interface Figures {
  readonly agents: number;
  readonly agentsByStatus: readonly { readonly status: string; readonly count: number }[];
  readonly tasksTotal: number;
  readonly tasksPending: number;
  readonly tasksInProgress: number;
  readonly tasksCompleted: number;
  readonly tasksFailed: number;
  readonly tasksCancelled: number;
  readonly submissionsRefused: number;
  readonly queueLength: number;
  readonly queueCapacity: number;
  readonly oldestPendingMs: number;
  readonly avgTaskDurationMs: number;
  readonly avgAssignmentLatencyMs: number;
  readonly assignmentLatency: Percentiles;
  readonly taskDuration: Percentiles;
  readonly utilization: number;
  readonly throughputPerSecond: number;
  readonly healthScore: number;
  readonly isolationBreaches: number;
  readonly byType: readonly {
    readonly type: string;
    readonly pending: number;
    readonly inProgress: number;
    readonly completed: number;
    readonly failed: number;
    readonly avgTaskDurationMs: number | null;
  }[];
}

const PERCENTILES = '{ p50Ms p95Ms p99Ms maxMs }';
const FIGURES = `{ pool { metrics {
  agents agentsByStatus { status count } tasksTotal tasksPending tasksInProgress tasksCompleted tasksFailed tasksCancelled
  submissionsRefused queueLength queueCapacity oldestPendingMs avgTaskDurationMs avgAssignmentLatencyMs
  assignmentLatency ${PERCENTILES} taskDuration ${PERCENTILES} utilization throughputPerSecond healthScore isolationBreaches
  byType { type pending inProgress completed failed avgTaskDurationMs }
} } }`;
const POOL = { pool: 'default' };

describe('metrics', () => {
  let server: RunningServer;
  let client: PoolClient;
  const figuresNow = async (): Promise<Figures> =>
    (await client.ask<{ pool: { metrics: Figures } }>(FIGURES)).pool.metrics;

  /** Tasks of two types that end in every way there is, some left in hand and waiting, and one submission too many. */
  beforeAll(async () => {
    server = await startServer({ args: ['--size', '0', '--max-queue', '3'] });
    client = new PoolClient(server.url);
    const [first, second] = [await RemoteWorker.spawn(client, 'first'), await RemoteWorker.spawn(client, 'second')];
    const assigned = first.assignments();
    for (const type of ['GENERAL', 'RESEARCH', 'RESEARCH']) {
      await client.submit({ type, preferredAgentId: first.session.agentId });
      const { agentAssignments: work } = await assigned.next();
      await first.start(work);
      await first.complete(work, {});
    }
    await client.submit({ type: 'INGEST', maxAttempts: 1, preferredAgentId: first.session.agentId });
    await first.fail((await assigned.next()).agentAssignments);
    const { id } = await client.submit({ preferredAgentId: first.session.agentId });
    await assigned.next();
    await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id });
    await first.beat([]);
    for (let i = 0; i < 5; i += 1) await client.submit({ payload: { n: i } });
    const { errors } = await client.send('mutation { submitTask(input: {}) { cursor } }');
    expect(errors[0]?.extensions['code']).toBe('QUEUE_FULL');
    await assigned.close();
    expect(second.heartbeatMs).toBeGreaterThan(0);
  });
  afterAll(() => server.stop());

  it('are equal to PoolMetrics, each figure of it', async () => {
    const before = await figuresNow();
    const shown = await Exposition.of(server.url);
    const after = await figuresNow();
    const value = (name: string, labels: Record<string, string> = {}): number =>
      shown.value(`coordination_pool_${name}`, { ...POOL, ...labels });

    expect(before).toMatchObject({ tasksCompleted: 3, tasksFailed: 1, tasksCancelled: 1, tasksPending: 3, agents: 2 });
    expect(before.agentsByStatus.reduce((sum, { status }) => sum + value('agents', { status }), 0)).toBe(before.agents);
    for (const { status, count } of before.agentsByStatus) expect(value('agents', { status })).toBe(count);
    expect(value('tasks_submitted_total')).toBe(before.tasksTotal);
    expect(value('tasks', { status: 'PENDING' })).toBe(before.tasksPending);
    expect(value('tasks', { status: 'IN_PROGRESS' })).toBe(before.tasksInProgress);
    expect(value('tasks', { status: 'COMPLETED' })).toBe(before.tasksCompleted);
    expect(value('tasks', { status: 'FAILED' })).toBe(before.tasksFailed);
    expect(value('tasks', { status: 'CANCELLED' })).toBe(before.tasksCancelled);
    expect(value('submissions_refused_total')).toBe(before.submissionsRefused);
    expect(before.submissionsRefused).toBe(1);
    expect(value('queue_length')).toBe(before.queueLength);
    expect(value('queue_capacity')).toBe(before.queueCapacity);
    expect(value('utilization_ratio')).toBe(before.utilization);
    expect(value('health_ratio')).toBe(before.healthScore);
    expect(value('isolation_breaches_total')).toBe(before.isolationBreaches);
    // What moves with the time is between what it was before and after.
    expect(value('oldest_pending_seconds') * 1_000).toBeGreaterThanOrEqual(before.oldestPendingMs);
    expect(value('oldest_pending_seconds') * 1_000).toBeLessThanOrEqual(after.oldestPendingMs);
    const [low, high] = [before.throughputPerSecond, after.throughputPerSecond].sort((a, b) => a - b);
    expect(value('completions_per_second')).toBeGreaterThanOrEqual(low!);
    expect(value('completions_per_second')).toBeLessThanOrEqual(high!);

    const ratio = (sum: string, count: string, labels = {}): number =>
      (value(sum, labels) / value(count, labels)) * 1_000;
    expect(ratio('first_assignment_wait_seconds_total', 'first_assignments_total')).toBeCloseTo(
      before.avgAssignmentLatencyMs,
      6,
    );
    for (const { type, pending, inProgress, completed, failed, avgTaskDurationMs } of before.byType) {
      expect(value('tasks_by_type', { type, status: 'PENDING' })).toBe(pending);
      expect(value('tasks_by_type', { type, status: 'IN_PROGRESS' })).toBe(inProgress);
      expect(value('tasks_by_type', { type, status: 'COMPLETED' })).toBe(completed);
      expect(value('tasks_by_type', { type, status: 'FAILED' })).toBe(failed);
      if (avgTaskDurationMs === null) expect(value('successful_attempts_total', { type })).toBe(0);
      else
        expect(ratio('successful_attempt_seconds_total', 'successful_attempts_total', { type })).toBeCloseTo(
          avgTaskDurationMs,
          6,
        );
    }
    const total = (name: string): number => before.byType.reduce((sum, { type }) => sum + value(name, { type }), 0);
    const mean = (total('successful_attempt_seconds_total') / total('successful_attempts_total')) * 1_000;
    expect(mean).toBeCloseTo(before.avgTaskDurationMs, 6);
    for (const [quantile, field] of [
      ['0.5', 'p50Ms'],
      ['0.95', 'p95Ms'],
      ['0.99', 'p99Ms'],
      ['1', 'maxMs'],
    ] as const) {
      const [latency, duration] = [before.assignmentLatency[field], before.taskDuration[field]];
      expect(value('recent_assignment_latency_seconds', { quantile }) * 1_000).toBeCloseTo(latency, 6);
      expect(value('recent_task_duration_seconds', { quantile }) * 1_000).toBeCloseTo(duration, 6);
    }
  });

  it('count what was measured as it happened in histograms', async () => {
    const shown = await Exposition.of(server.url);
    const count = (name: string, labels: Record<string, string> = POOL): number =>
      shown.count(`coordination_pool_${name}`, labels);
    expect(count('assignment_latency_seconds')).toBe(7);
    expect(count('pickup_seconds')).toBe(4);
    expect(count('task_duration_seconds', { ...POOL, type: 'RESEARCH' })).toBe(2);
    expect(count('attempt_duration_seconds', { ...POOL, type: 'INGEST' })).toBe(1);
    for (const [outcome, times] of Object.entries({ SUCCEEDED: 3, FAILED: 1, CANCELLED: 1 }))
      expect(shown.value('coordination_pool_attempts_ended_total', { ...POOL, outcome })).toBe(times);
    expect(count('journal_append_seconds')).toBeGreaterThan(10);
    expect(count('journal_flush_seconds')).toBeGreaterThan(10);
    expect(shown.value('coordination_pool_log_bytes', POOL)).toBeGreaterThan(4_096);
    expect(shown.value('coordination_pool_log_records', POOL)).toBeGreaterThan(20);
  });

  it('count operations by kind and by the code that their callers got, whichever way they came', async () => {
    const earlier = await Exposition.of(server.url);
    const by = (kind: string, code: string, shown: Exposition): number =>
      shown.value('coordination_pool_operations_total', { kind, code }) || 0;
    const bad = 'mutation { cancelTask(input: { taskId: "task_none" }) { cursor } }';
    await client.ask('{ serverInfo { version } }');
    await client.send(bad);
    await client.send(bad);
    await client.send('{ nothing }');
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge();
    socket.send({ id: '1', type: 'subscribe', payload: { query: bad } });
    await socket.message(({ id, type }) => id === '1' && type === 'complete');
    socket.send({ id: '2', type: 'subscribe', payload: { query: 'subscription { poolEvents { cursor } }' } });
    await client.submit({}).catch(() => undefined);
    const later = await Exposition.of(server.url);
    const more = (kind: string, code: string): number => by(kind, code, later) - by(kind, code, earlier);
    expect(more('mutation', 'NOT_FOUND')).toBe(3);
    expect(more('query', 'OK')).toBe(1);
    expect(more('unknown', 'GRAPHQL_VALIDATION_FAILED')).toBe(1);
    expect(more('subscription', 'OK')).toBe(1);
    expect(later.value('coordination_pool_websockets')).toBe(1);
    expect(later.value('coordination_pool_websocket_operations')).toBe(1);
    expect(later.count('coordination_pool_operation_duration_seconds', { kind: 'query' })).toBeGreaterThan(0);
    socket.close();
    await socket.closed;
  });

  it('time events from their commit until they are handed to the sockets of their subscribers', async () => {
    const name = 'coordination_pool_event_delivery_seconds';
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge();
    for (const id of ['1', '2']) {
      const query = 'subscription { poolEvents { cursor } }';
      socket.send({ id, type: 'subscribe', payload: { query } });
    }
    // Answered behind the subscriptions, which have caught up then.
    socket.send({ id: '3', type: 'subscribe', payload: { query: '{ serverInfo { version } }' } });
    await socket.message(({ id, type }) => id === '3' && type === 'complete');
    const earlier = (await Exposition.of(server.url)).count(name);
    await client.ask('mutation { pausePool(input: {}) { cursor } }');
    await socket.message(({ id }) => id === '1');
    await socket.message(({ id }) => id === '2');
    await client.ask('mutation { resumePool(input: {}) { cursor } }');
    const shown = await Exposition.of(server.url);
    expect(shown.count(name) - earlier).toBeGreaterThanOrEqual(2);
    socket.close();
    await socket.closed;
  });

  it('count calls of MCP tools', async () => {
    const tools = await Tools.connect(server.url);
    await tools.ask('pool_status');
    await tools.call('cancel_task', { taskId: 'task_none' });
    await tools.close();
    const shown = await Exposition.of(server.url);
    expect(shown.value('coordination_pool_mcp_calls_total', { tool: 'pool_status', code: 'OK' })).toBe(1);
    expect(shown.value('coordination_pool_mcp_calls_total', { tool: 'cancel_task', code: 'NOT_FOUND' })).toBe(1);
    expect(shown.count('coordination_pool_mcp_call_duration_seconds', { tool: 'cancel_task' })).toBe(1);
  });

  it('are named by the conventions of Prometheus, and have no labels but bounded ones', async () => {
    const shown = await Exposition.of(server.url);
    const ours = shown.families.filter(({ name }) => name.startsWith('coordination_pool_'));
    expect(ours.length).toBeGreaterThan(40);
    const labels = new Set<string>();
    for (const { name, type, help } of ours) {
      expect(help).not.toBe('');
      // A counter ends in _total, and nothing else does; times are in seconds, sizes in bytes.
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'COUNTER']);
      expect(name).not.toMatch(/_(?:ms|milliseconds|kb|mb)(?:_|$)/);
      for (const each of shown.labelsOf(name)) for (const label of Object.keys(each)) labels.add(label);
    }
    const bounded = ['pool', 'type', 'status', 'outcome', 'code', 'kind', 'tool', 'quantile', 'dependency'];
    expect([...labels].sort()).toEqual(bounded.sort());
  });

  it('count snapshots', async () => {
    const small = await startServer({ args: ['--size', '0', '--max-queue', '1000', '--snapshot-every', '100'] });
    const tasks = Array.from({ length: 100 }, () => ({}));
    const submit = 'mutation ($tasks: [SubmitTaskInput!]!) { submitTasks(input: { tasks: $tasks }) { accepted } }';
    await new PoolClient(small.url).ask(submit, { tasks });
    // It is written beside the work of the pool.
    let shown = await Exposition.of(small.url);
    for (
      let looks = 0;
      looks < 1_000 && Number.isNaN(shown.value('coordination_pool_snapshots_total', POOL));
      looks += 1
    )
      shown = await Exposition.of(small.url);
    expect(shown.value('coordination_pool_snapshots_total', POOL)).toBe(1);
    expect(shown.count('coordination_pool_snapshot_duration_seconds', POOL)).toBe(1);
    expect(shown.value('coordination_pool_log_records', POOL)).toBeGreaterThan(200);
    await small.stop();
  });
});
