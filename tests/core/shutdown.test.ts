import { describe, expect, it } from '@jest/globals';
import { MAX_FREE_INTERRUPTIONS } from '../../src/core/limits.js';
import { Rules, types } from '../support/rules.js';
import {
  agentOf,
  attemptOf,
  beat,
  complete,
  connected,
  fail,
  leaseOf,
  occupy,
  refusal,
  refusedSubmission,
  rulesOfOneProcess,
  runnerOf,
  spawn,
  taskOf,
} from './given.js';

const drain = (rules: Rules, timeoutMs = 30_000): string[] =>
  types(rules.do({ type: 'ShutdownPool', mode: 'DRAIN', timeoutMs }));

describe('draining a pool', () => {
  it('that has nothing in hand ends and removes its agents at once, and stops', () => {
    const rules = Rules.running(2);
    expect(drain(rules)).toEqual([
      'PoolDraining',
      'AgentDraining',
      'AgentDraining',
      'AgentRetired',
      'AgentRetired',
      'PoolStopped',
    ]);
    expect(rules.state.index.deadlines.size).toBe(0);
  });

  it('lets running attempts finish, assigns nothing more, and stops with the last of them', () => {
    const rules = Rules.running(2);
    const [one, two] = occupy(rules, 2).map(String) as [string, string];
    const waiting = rules.submit();
    drain(rules);
    expect(types(complete(rules, one))).toEqual(['TaskStarted', 'TaskCompleted', 'AgentRetired']);
    expect(taskOf(rules, waiting).status).toBe('PENDING');
    expect(types(complete(rules, two))).toEqual(['TaskStarted', 'TaskCompleted', 'AgentRetired', 'PoolStopped']);
  });

  it('refuses submissions, replays and new agents while it drains and when it has stopped', () => {
    const rules = Rules.running(1);
    const failed = rules.submit({ maxAttempts: 1 });
    fail(rules, failed);
    occupy(rules, 1);
    drain(rules, 100);
    for (const phase of ['draining', 'stopped']) {
      expect(rules.state.pool.phase).toBe(phase);
      expect(refusedSubmission(rules)).toMatchObject({ code: 'POOL_NOT_RUNNING', retryable: false });
      expect(refusal(rules, { type: 'RetryTask', taskId: failed }).code).toBe('POOL_NOT_RUNNING');
      expect(refusal(rules, { type: 'PausePool' }).code).toBe('POOL_NOT_RUNNING');
      expect(() => spawn(rules)).toThrow(expect.objectContaining({ code: 'POOL_NOT_RUNNING' }));
      rules.pass(100);
    }
  });

  it('interrupts what still runs at the very millisecond of its end, which uses up no attempt', () => {
    const rules = Rules.running(1);
    const [taskId] = occupy(rules, 1).map(String) as [string];
    drain(rules, 1_000);
    expect(rules.pass(999)).toEqual([]);
    rules.pass(1);
    expect(rules.state.pool.phase).toBe('stopped');
    expect(taskOf(rules, taskId)).toMatchObject({
      status: 'PENDING',
      attemptsSpent: 0,
      failedAgentIds: [],
      interruptions: 1,
    });
    expect(taskOf(rules, taskId).attempts).toMatchObject([{ outcome: 'INTERRUPTED', error: { retryable: true } }]);
  });

  it('keeps pending tasks, in order, and runs them after the next initialization', () => {
    const rules = Rules.running(1);
    const [running] = occupy(rules, 1).map(String) as [string];
    const low = rules.submit({ priority: 1 });
    const high = rules.submit({ priority: 5 });
    drain(rules, 0);
    rules.pass(0);
    expect(types(rules.do({ type: 'InitializePool', size: 1, kind: 'REMOTE' }))).toEqual([
      'PoolInitialized',
      'AgentSpawned',
      'TaskAssigned',
    ]);
    expect(attemptOf(rules, running).number).toBe(2);
    complete(rules, running);
    expect(taskOf(rules, high).status).toBe('IN_PROGRESS');
    expect(taskOf(rules, low).status).toBe('PENDING');
  });

  it('does not hand a failed attempt to another agent: the task waits for the next initialization', () => {
    const rules = Rules.running(2);
    const [one] = occupy(rules, 2).map(String) as [string];
    drain(rules);
    fail(rules, one);
    expect(taskOf(rules, one)).toMatchObject({ status: 'PENDING', attemptsSpent: 1 });
  });

  it('lets a waiting task be cancelled after it has stopped', () => {
    const rules = Rules.running(0);
    const taskId = rules.submit();
    drain(rules);
    rules.do({ type: 'CancelTask', taskId, reason: null });
    expect(taskOf(rules, taskId).status).toBe('CANCELLED');
  });

  it('is asked for once: a second call changes neither its end nor anything else', () => {
    const rules = Rules.running(1);
    occupy(rules, 1);
    drain(rules, 1_000);
    expect(drain(rules, 9_000)).toEqual([]);
    expect(refusal(rules, { type: 'InitializePool', size: 1, kind: 'REMOTE' }).code).toBe('INVALID_STATE');
    rules.pass(1_000);
    expect(refusal(rules, { type: 'ShutdownPool', mode: 'DRAIN', timeoutMs: 0 }).code).toBe('POOL_NOT_RUNNING');
  });

  it('waits for a cancelled process to stop, but no longer than for an attempt', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    drain(rules, 1_000);
    expect(rules.agentIds()).toEqual([agentId]);
    rules.pass(1_000);
    expect(rules.state.pool.phase).toBe('stopped');
  });

  it('does not wait for a DEGRADED agent, whatever its code still does', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    rules.submit({ timeoutMs: 100, maxAttempts: 1 });
    rules.pass(100);
    expect(agentOf(rules, agentId)).toMatchObject({ phase: 'degraded', attempt: { over: true } });
    drain(rules);
    expect(rules.state.pool.phase).toBe('stopped');
  });

  it('stops although a lease and a timeout of its agents end at the same moment as the drain', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    connected(rules);
    spawn(rules, { kind: 'PROCESS' });
    rules.submit();
    rules.submit({ timeoutMs: 1_000 });
    drain(rules, 1_000);
    rules.nowMs += 1_000;
    for (let i = 0; i < 3; i += 1) rules.do({ type: 'Tick' });
    expect(rules.state.pool.phase).toBe('stopped');
    expect(rules.state.index.deadlines.peek()).toBeUndefined();
  });
});

describe('shutting a pool down NOW', () => {
  it('cancels what runs and what waits, each with its event, and removes the agents', () => {
    const rules = Rules.running(1);
    const [running] = occupy(rules, 1).map(String) as [string];
    const waiting = rules.submit();
    const events = rules.do({ type: 'ShutdownPool', mode: 'NOW', timeoutMs: 9_000 });
    expect(types(events)).toEqual([
      'PoolDraining',
      'AgentDraining',
      'TaskCancelled',
      'TaskCancelled',
      'AgentRetired',
      'PoolStopped',
    ]);
    expect([running, waiting].map((id) => taskOf(rules, id).status)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(taskOf(rules, running).attempts[0]?.outcome).toBe('CANCELLED');
    expect(taskOf(rules, waiting).attempts).toEqual([]);
  });

  it('puts an end to a drain that is under way', () => {
    const rules = Rules.running(1);
    const [running] = occupy(rules, 1).map(String) as [string];
    drain(rules);
    rules.do({ type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 });
    expect([rules.state.pool.phase, taskOf(rules, running).status]).toEqual(['stopped', 'CANCELLED']);
  });

  it('cancels a task that backs off, which then never comes due', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    fail(rules, taskId, { retryAfterMs: 100 });
    rules.do({ type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 });
    expect(rules.state.index.deadlines.has(`retry:${taskId}`)).toBe(false);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'CANCELLED', nextRetryAtMs: null });
  });

  it('does not wait for code that is still to be stopped', () => {
    const { rules } = rulesOfOneProcess();
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    rules.do({ type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 });
    expect(rules.agentIds()).toEqual([]);
  });
});

describe('retiring an agent', () => {
  it('removes an idle one at once', () => {
    const rules = Rules.running(2);
    const [agentId] = rules.agentIds() as [string];
    expect(types(rules.do({ type: 'RetireAgent', agentId }))).toEqual(['AgentDraining', 'AgentRetired']);
    expect(rules.agentIds()).not.toContain(agentId);
    expect(refusal(rules, { type: 'RetireAgent', agentId }).code).toBe('NOT_FOUND');
  });

  it('lets a busy one finish, and gives it nothing more', () => {
    const rules = Rules.running(1);
    const [agentId] = rules.agentIds() as [string];
    const [running] = occupy(rules, 1).map(String) as [string];
    const waiting = rules.submit();
    expect(types(rules.do({ type: 'RetireAgent', agentId }))).toEqual(['AgentDraining']);
    expect(rules.do({ type: 'RetireAgent', agentId })).toEqual([]);
    expect(types(complete(rules, running))).toEqual(['TaskStarted', 'TaskCompleted', 'AgentRetired']);
    expect(taskOf(rules, waiting).status).toBe('PENDING');
  });

  it('of one that then crashes fails its attempt over, and does not degrade the pool', () => {
    const rules = Rules.running(2, {}, 'PROCESS');
    const taskId = rules.submit();
    const agentId = runnerOf(rules, taskId);
    rules.do({ type: 'RetireAgent', agentId });
    expect(types(rules.do({ type: 'ReportExit', agentId, reason: 'killed' }))).toEqual([
      'AttemptFailed',
      'AgentRetired',
      'TaskAssigned',
    ]);
    expect(attemptOf(rules, taskId).number).toBe(2);
  });

  it('of one whose lease then expires removes it, though nobody says that its code has stopped', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    const taskId = rules.submit();
    rules.do({ type: 'RetireAgent', agentId });
    expect(types(rules.pass(1_000))).toEqual(['AttemptFailed', 'AgentRetired', 'TaskRetryScheduled']);
    expect(taskOf(rules, taskId).wait?.reason).toBe('NO_IDLE_AGENT');
  });

  it('of one whose attempt then times out keeps the process in the pool until it has stopped', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit({ timeoutMs: 100 });
    const leaseToken = leaseOf(rules, taskId);
    rules.do({ type: 'RetireAgent', agentId });
    expect(types(rules.pass(100))).toEqual(['AttemptFailed', 'TaskRetryScheduled']);
    expect(types(rules.do({ type: 'ReportReleased', agentId, leaseToken }))).toEqual(['AgentReleased', 'AgentRetired']);
  });

  it('of a DEGRADED one cancels its restart', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    rules.do({ type: 'RetireAgent', agentId });
    expect(rules.agentIds()).toEqual([]);
    expect(rules.state.index.deadlines.size).toBe(0);
  });

  it('makes room for another', () => {
    const rules = Rules.running(1, { maxSize: 1 });
    expect(() => spawn(rules)).toThrow(expect.objectContaining({ code: 'POOL_FULL' }));
    rules.do({ type: 'RetireAgent', agentId: rules.agentIds()[0] ?? '' });
    expect(agentOf(rules, spawn(rules)).phase).toBe('living');
  });
});

describe('a restart of the server', () => {
  it('interrupts what ran in processes, which uses up no attempt, and starts it again', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit({ maxAttempts: 1 });
    expect(types(rules.do({ type: 'Recover' }))).toEqual(['AttemptFailed', 'ServerRecovered', 'TaskAssigned']);
    expect(attemptOf(rules, taskId)).toMatchObject({
      number: 2,
      agentId,
      routing: { excludedAgentIds: [], exclusionLifted: false },
    });
    expect(taskOf(rules, taskId)).toMatchObject({ attemptsSpent: 0, interruptions: 1 });
    expect(agentOf(rules, agentId)).toMatchObject({ phase: 'living', consecutiveFailures: 0, tasksFailed: 0 });
  });

  it(`is free for a task ${String(MAX_FREE_INTERRUPTIONS)} times, then counts, and the last attempt can be spent by it`, () => {
    const { rules } = rulesOfOneProcess();
    const taskId = rules.submit({ maxAttempts: 2 });
    const spent: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      rules.do({ type: 'Recover' });
      spent.push(taskOf(rules, taskId).attemptsSpent);
    }
    expect(spent).toEqual([0, 0, 0, 1, 2]);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'FAILED', error: { code: 'INTERRUPTED' } });
    expect(taskOf(rules, taskId).attempts.map(({ outcome }) => outcome)).toEqual(Array(5).fill('INTERRUPTED'));
  });

  it('has its free interruptions anew after a replay', () => {
    const { rules } = rulesOfOneProcess();
    const taskId = rules.submit({ maxAttempts: 1 });
    for (let i = 0; i < 4; i += 1) rules.do({ type: 'Recover' });
    rules.do({ type: 'RetryTask', taskId });
    rules.do({ type: 'Recover' });
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'IN_PROGRESS', attemptsSpent: 0, interruptions: 1 });
  });

  it('leaves attempts driven by hand as they are, and gives running leases a whole one from now', () => {
    const rules = Rules.running(1, { leaseMs: 1_000 });
    const byHand = rules.submit();
    const agentId = connected(rules);
    const leased = rules.submit();
    rules.nowMs += 600_000;
    rules.do({ type: 'Recover' });
    rules.pass(999);
    expect([taskOf(rules, byHand).status, taskOf(rules, leased).status]).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
    beat(rules, agentId, leaseOf(rules, leased));
    rules.pass(999);
    expect(taskOf(rules, leased).attempts).toHaveLength(1);
    rules.pass(1);
    expect(taskOf(rules, leased).attempts[0]?.outcome).toBe('LEASE_EXPIRED');
  });

  it('gives an idle connected agent a whole lease to say something', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    rules.nowMs += 600_000;
    rules.do({ type: 'Recover' });
    rules.pass(999);
    expect(agentOf(rules, agentId).phase).toBe('living');
    rules.pass(1);
    expect(agentOf(rules, agentId).phase).toBe('degraded');
  });

  it('shortens no lease', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    rules.do({
      type: 'ConfigurePool',
      name: 'default',
      limits: { ...rules.state.limits, leaseMs: 500 },
      dependencies: [],
    });
    rules.do({ type: 'Recover' });
    expect(agentOf(rules, agentId).quietUntilClockMs).toBe(rules.nowMs + 1_000);
  });

  it('does what fell due meanwhile with the next tick', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    fail(rules, taskId);
    rules.nowMs += 600_000;
    rules.do({ type: 'Recover' });
    expect(types(rules.pass(0))).toEqual(['TaskRetryDue', 'TaskAssigned']);
  });

  it('lets a process leave that was to leave, and stops a pool that was draining', () => {
    const { rules } = rulesOfOneProcess();
    const taskId = rules.submit();
    drain(rules);
    expect(types(rules.do({ type: 'Recover' }))).toEqual([
      'AttemptFailed',
      'ServerRecovered',
      'AgentRetired',
      'TaskRetryScheduled',
      'PoolStopped',
    ]);
    expect(taskOf(rules, taskId).status).toBe('PENDING');
  });

  it('frees the slot of a process whose cancelled code is gone with the server', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    rules.do({ type: 'Recover' });
    expect(agentOf(rules, agentId).attempt).toBeNull();
  });
});

describe('a server that is stopping', () => {
  it('assigns nothing more, takes submissions and ends, and goes on after the next start', () => {
    const rules = Rules.running(2);
    const [one] = occupy(rules, 1).map(String) as [string];
    rules.do({ type: 'StopServer' });
    const taskId = rules.submit();
    expect(taskOf(rules, taskId).status).toBe('PENDING');
    complete(rules, one);
    expect(taskOf(rules, taskId).status).toBe('PENDING');
    expect(types(rules.do({ type: 'Recover' }))).toEqual(['ServerRecovered', 'TaskAssigned']);
  });

  it('says so once, however often it is told to stop', () => {
    const rules = Rules.running(1);
    expect(types(rules.do({ type: 'StopServer' }))).toEqual(['ServerStopping']);
    expect(rules.do({ type: 'StopServer' })).toEqual([]);
    rules.do({ type: 'Recover' });
    expect(types(rules.do({ type: 'StopServer' }))).toEqual(['ServerStopping']);
  });

  it('interrupts its processes after the grace, and leaves REMOTE agents their leases', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const remote = rules.submit({ preferredAgentId: agentId });
    spawn(rules, { kind: 'PROCESS' });
    const local = rules.submit();
    rules.do({ type: 'StopServer' });
    expect(types(rules.do({ type: 'InterruptProcesses' }))).toEqual(['AttemptFailed', 'TaskRetryScheduled']);
    expect([taskOf(rules, local).status, taskOf(rules, remote).status]).toEqual(['PENDING', 'IN_PROGRESS']);
    rules.do({ type: 'Recover' });
    expect(taskOf(rules, local)).toMatchObject({ status: 'IN_PROGRESS', interruptions: 1 });
  });
});
