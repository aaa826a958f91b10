import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AgentDetailDocument,
  CompleteTaskDocument,
  InitializePoolDocument,
  IsolationReportDocument,
  MetricsHistoryDocument,
  PausePoolDocument,
  PoolEventsDocument,
  PoolMetricsDocument,
  PoolOverviewDocument,
  PoolsDocument,
  RestoreAgentDocument,
  ResumePoolDocument,
  RetireAgentDocument,
  ServerInfoDocument,
  SetDependencyStatusDocument,
  ShutdownPoolDocument,
  SpawnAgentDocument,
  SubmitTaskDocument,
  TaskDetailDocument,
  VerifyAgentSkillDocument,
} from '../../src/generated/graphql.js';
import { Service } from './service.js';

let service: Service;

beforeEach(async () => {
  service = await Service.open({ size: 2 });
});

afterEach(() => service.close());

function poolEvent(name: string): ReturnType<typeof service.subscribe> {
  return service.subscribe(PoolEventsDocument, { filter: { kinds: ['POOL'], names: [name] } });
}

describe('initializePool', () => {
  it('tops a running pool up, and adds none where there are enough', async () => {
    const more = await service.run(InitializePoolDocument, { input: { size: 5 } });
    expect(more.initializePool.spawned.map(({ kind, status }) => [kind, status])).toEqual(
      Array(3).fill(['REMOTE', 'IDLE']),
    );
    expect(more.initializePool.pool).toMatchObject({ size: 5, maxSize: 16, status: 'RUNNING', health: 'HEALTHY' });
    expect((await service.run(InitializePoolDocument, { input: { size: 1 } })).initializePool.spawned).toEqual([]);
  });

  it('makes a pool of another name', async () => {
    const { initializePool } = await service.run(InitializePoolDocument, { input: { pool: 'night-shift', size: 1 } });
    expect(initializePool.pool).toMatchObject({ name: 'night-shift', size: 1 });
    expect((await service.run(PoolsDocument, {})).pools.map(({ name }) => name)).toEqual(['default', 'night-shift']);
  });

  it('refuses more agents than a pool may have and leaves no pool behind', async () => {
    const refusal = await service.refusal(InitializePoolDocument, { input: { pool: 'huge', size: 17 } });
    expect(refusal.extensions).toMatchObject({ code: 'POOL_FULL', retryable: true, limit: 16 });
    expect((await service.run(PoolsDocument, {})).pools).toHaveLength(1);
  });
});

describe('pausePool', () => {
  it('queues what comes, until the pool goes on', async () => {
    expect((await service.run(PausePoolDocument, {})).pausePool.pool.status).toBe('PAUSED');
    const task = await service.submit();
    expect(task).toMatchObject({ status: 'PENDING', wait: { reason: 'POOL_PAUSED' } });
    expect((await service.run(ResumePoolDocument, {})).resumePool.pool.status).toBe('RUNNING');
    expect((await service.run(TaskDetailDocument, { taskId: task.id })).task?.status).toBe('IN_PROGRESS');
  });
});

describe('shutdownPool', () => {
  it('drains: waits for what runs, keeps what waits, and runs it after the next start', async () => {
    const [one, two, three] = await Promise.all([service.submit(), service.submit(), service.submit()]);
    const shutdown = service.run(ShutdownPoolDocument, {});
    await service.run(CompleteTaskDocument, { input: { taskId: one.id } });
    expect((await service.refusal(SubmitTaskDocument, { input: {} })).extensions).toMatchObject({
      code: 'POOL_NOT_RUNNING',
    });
    await service.run(CompleteTaskDocument, { input: { taskId: two.id } });
    expect((await shutdown).shutdownPool).toMatchObject({
      drained: true,
      cancelled: [],
      keptPending: 1,
      pool: { status: 'STOPPED', size: 0 },
    });
    await service.run(InitializePoolDocument, { input: { size: 1 } });
    expect((await service.run(TaskDetailDocument, { taskId: three.id })).task?.status).toBe('IN_PROGRESS');
  });

  it('interrupts what runs longer than the time given, which uses up no attempt', async () => {
    const { id } = await service.submit();
    const draining = await poolEvent('DRAINING');
    const shutdown = service.run(ShutdownPoolDocument, { input: { timeoutMs: 1_000 } });
    await draining.next();
    await service.clock.pass(1_000);
    expect((await shutdown).shutdownPool).toMatchObject({ drained: false, cancelled: [], keptPending: 1 });
    expect((await service.run(TaskDetailDocument, { taskId: id })).task).toMatchObject({
      status: 'PENDING',
      attemptCount: 0,
    });
  });

  it('cancels everything at once with NOW', async () => {
    const tasks = await Promise.all([1, 2, 3].map(() => service.submit()));
    const { shutdownPool } = await service.run(ShutdownPoolDocument, { input: { mode: 'NOW' } });
    expect(shutdownPool).toMatchObject({ drained: false, keptPending: 0, pool: { status: 'STOPPED' } });
    expect(shutdownPool.cancelled.map(({ id, status }) => [id, status]).sort()).toEqual(
      tasks.map(({ id }) => [id, 'CANCELLED']).sort(),
    );
    expect((await service.refusal(ShutdownPoolDocument, {})).extensions).toMatchObject({ code: 'POOL_NOT_RUNNING' });
  });

  it('counts as drained with NOW where nothing ran', async () => {
    expect((await service.run(ShutdownPoolDocument, { input: { mode: 'NOW' } })).shutdownPool.drained).toBe(true);
  });

  it('is refused when the server ends first, rather than left waiting', async () => {
    await service.submit();
    const draining = await poolEvent('DRAINING');
    const shutdown = service.refusal(ShutdownPoolDocument, {});
    await draining.next();
    await service.close();
    expect((await shutdown).extensions).toMatchObject({ code: 'SHUTTING_DOWN', retryable: true });
    const late = await service.refusal(ShutdownPoolDocument, {});
    expect(late.extensions).toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('agents', () => {
  it('are refused beyond the size of the pool', async () => {
    await service.run(InitializePoolDocument, { input: { size: 16 } });
    expect((await service.refusal(SpawnAgentDocument, {})).extensions).toEqual({
      code: 'POOL_FULL',
      retryable: true,
      limit: 16,
    });
  });

  it('get the task that waits for their skill when it is verified', async () => {
    const { spawnAgent } = await service.run(SpawnAgentDocument, {
      input: { name: 'ada', taskTypes: ['RESEARCH'], skills: ['sql', 'sql'] },
    });
    expect(spawnAgent).toMatchObject({
      leaseMs: 30_000,
      heartbeatMs: 10_000,
      agent: { name: 'ada', taskTypes: ['RESEARCH'], verifiedSkills: ['sql'] },
    });
    const task = await service.submit({ type: 'RESEARCH', requiredSkills: ['r', 'sql', 'r'] });
    expect(task.wait?.reason).toBe('MISSING_SKILL');
    const { verifyAgentSkill } = await service.run(VerifyAgentSkillDocument, {
      input: { agentId: spawnAgent.agent.id, skill: 'r' },
    });
    expect(verifyAgentSkill.agent).toMatchObject({
      verifiedSkills: ['r', 'sql'],
      status: 'ANALYZING',
      currentTask: { id: task.id },
    });
  });

  it('leave when they are retired, after what they have in hand', async () => {
    const task = await service.submit();
    const agentId = task.assignedAgent?.id ?? '';
    const busy = await service.run(RetireAgentDocument, { input: { agentId } });
    expect(busy.retireAgent.agent).toMatchObject({ status: 'DRAINING', statusReason: 'retired' });
    await service.run(CompleteTaskDocument, { input: { taskId: task.id } });
    expect((await service.run(AgentDetailDocument, { agentId })).agent).toBeNull();
    expect((await service.refusal(RetireAgentDocument, { input: { agentId } })).extensions).toMatchObject({
      code: 'NOT_FOUND',
      field: 'agentId',
    });
  });

  it('cannot be restored unless they are DEGRADED', async () => {
    const agentId = (await service.run(PoolOverviewDocument, {})).pool?.agents[0]?.id ?? '';
    expect((await service.refusal(RestoreAgentDocument, { input: { agentId } })).extensions).toMatchObject({
      code: 'INVALID_STATE',
    });
  });
});

describe('a dependency that is down', () => {
  it('holds the types it gates and no others, and lets them go in order when it is up', async () => {
    const down = await service.run(SetDependencyStatusDocument, { input: { name: 'discovery', status: 'DOWN' } });
    expect(down.setDependencyStatus.dependency).toMatchObject({
      status: 'DOWN',
      overridden: true,
      waitingTasks: 0,
      lastError: 'set by hand',
    });
    const discovery = await service.submit({ type: 'DISCOVERY' });
    const migration = await service.submit({ type: 'MIGRATION' });
    const general = await service.submit({ type: 'GENERAL' });
    expect([discovery, migration].map(({ wait }) => wait?.reason)).toEqual(['DEPENDENCY_DOWN', 'DEPENDENCY_DOWN']);
    expect(general.status).toBe('IN_PROGRESS');
    const { pool } = await service.run(PoolOverviewDocument, {});
    expect(pool).toMatchObject({
      health: 'DEGRADED',
      metrics: { healthScore: 0 },
      dependencies: [{ name: 'discovery', waitingTasks: 2 }],
    });
    const up = await service.run(SetDependencyStatusDocument, { input: { name: 'discovery', status: 'AUTO' } });
    expect(up.setDependencyStatus.dependency).toMatchObject({
      status: 'UP',
      overridden: false,
      waitingTasks: 0,
      lastError: null,
    });
    expect((await service.run(TaskDetailDocument, { taskId: discovery.id })).task?.status).toBe('IN_PROGRESS');
    expect((await service.run(TaskDetailDocument, { taskId: migration.id })).task).toMatchObject({
      status: 'PENDING',
      wait: { reason: 'NO_IDLE_AGENT' },
    });
  });
});

describe('figures', () => {
  it('add up, and are null where nothing was measured', async () => {
    const before = await service.run(PoolMetricsDocument, {});
    expect(before.pool?.metrics).toMatchObject({
      avgTaskDurationMs: null,
      assignmentLatency: null,
      oldestPendingMs: null,
      healthScore: 1,
      utilization: 0,
    });
    const tasks = await Promise.all([1, 2, 3].map(() => service.submit()));
    await service.clock.pass(40);
    await service.run(CompleteTaskDocument, { input: { taskId: tasks[0]?.id ?? '' } });
    await service.clock.pass(2_000);
    const { pool } = await service.run(PoolMetricsDocument, {});
    expect(pool?.metrics).toMatchObject({
      ...{ agents: 2, tasksTotal: 3, tasksInProgress: 2, tasksCompleted: 1, utilization: 1, queueCapacity: 100 },
      assignmentLatency: { p50Ms: 0, maxMs: 40 },
      byType: expect.arrayContaining([expect.objectContaining({ type: 'GENERAL', inProgress: 2, completed: 1 })]),
    });
    const { pool: history } = await service.run(MetricsHistoryDocument, {});
    expect(history?.metricsHistory).toMatchObject([
      { busyAgents: 2, completed: 1, assignmentP50Ms: 0, assignmentP95Ms: 40, assignmentP99Ms: 40 },
      { completed: 0, assignmentP50Ms: null, assignmentP99Ms: null },
    ]);
  });

  it('tell how long the oldest task waits', async () => {
    await service.run(PausePoolDocument, {});
    await service.submit();
    await service.clock.pass(1_500);
    expect((await service.run(PoolMetricsDocument, {})).pool?.metrics.oldestPendingMs).toBe(1_500);
  });

  it('say what server this is', async () => {
    expect((await service.run(ServerInfoDocument, {})).serverInfo).toEqual({
      ...{
        version: '1.2.3',
        node: process.versions.node,
        startedAt: '2026-01-01T00:00:00.000Z',
        journal: 'memory',
        durability: 'memory',
      },
      limits: {
        ...{ defaultPoolSize: 4, maxPoolSize: 16, maxQueueLength: 100, maxAttempts: 3, maxPayloadBytes: 262_144 },
        assignmentLatencyTargetMs: 500,
      },
    });
  });
});

describe('isolationReport', () => {
  it('shows what was looked at, and is honest about agents out of reach', async () => {
    await service.run(SpawnAgentDocument, { input: { kind: 'PROCESS' } });
    const { pool } = await service.run(IsolationReportDocument, {});
    expect(pool?.isolationReport).toMatchObject({ totalAgents: 3, breachesDetected: 0 });
    const [remote, , own] = pool?.isolationReport.details ?? [];
    expect(remote?.evidence.join()).toMatch(/nothing but its ids was checked/);
    expect(own?.evidence.join()).toMatch(/runs in process 1000.*read the canary it was given and no other/);
  });

  it('puts a breach on record once, which lowers the health score', async () => {
    const { initializePool } = await service.run(InitializePoolDocument, {
      input: { pool: 'own', size: 2, kind: 'PROCESS' },
    });
    const [reader, keeper] = initializePool.spawned.map(({ id }) => id);
    service.runtime.leaks = { reader: reader ?? '', keeper: keeper ?? '' };
    for (let round = 0; round < 2; round += 1) {
      const { pool } = await service.run(IsolationReportDocument, { pool: 'own' });
      expect(pool?.isolationReport.breachesDetected).toBe(1);
      expect(pool?.isolationReport.details.find(({ agentId }) => agentId === reader)).toMatchObject({
        isolated: false,
        issues: [`can read what ${String(keeper)} keeps`],
      });
    }
    const { pool } = await service.run(PoolOverviewDocument, { pool: 'own' });
    expect(pool?.metrics).toMatchObject({ isolationBreaches: 1, healthScore: 0.5 });
    expect(pool?.agents.find(({ id }) => id === reader)?.isolation.sharedStateDetected).toBe(true);
  });

  it('checks once for those who ask at once', async () => {
    const fields = 'isolationReport { totalAgents }';
    await service.result(`{ a: pool { ${fields} } b: pool { ${fields} } c: pool { x: ${fields} y: ${fields} } }`);
    expect(service.runtime.checks).toBe(1);
  });
});
