import { describe, expect, it } from '@jest/globals';
import { Rules, types } from '../support/rules.js';
import {
  agentOf,
  attemptOf,
  beat,
  connect,
  connected,
  fail,
  leaseOf,
  refusal,
  rulesOfOneProcess,
  SESSION,
  spawn,
  taskOf,
} from './given.js';

describe('the first sign of life', () => {
  it.each(['a heartbeat', 'a connection'])(
    '%s gives a lease to what was driven by hand, also where it does not name it',
    (how) => {
      const rules = Rules.running(0, { leaseMs: 1_000 });
      const agentId = spawn(rules);
      const taskId = rules.submit();
      expect(agentOf(rules, agentId)).toMatchObject({
        connected: false,
        attempt: { leaseUntilClockMs: null },
        quietUntilClockMs: null,
      });
      rules.pass(60_000);
      expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
      const events = how === 'a heartbeat' ? beat(rules, agentId).events : connect(rules, agentId);
      expect(types(events)).toEqual(['AgentConnected']);
      expect(agentOf(rules, agentId)).toMatchObject({
        connected: true,
        attempt: { leaseUntilClockMs: rules.nowMs + 1_000 },
      });
      rules.pass(1_000);
      expect(taskOf(rules, taskId).attempts[0]?.outcome).toBe('LEASE_EXPIRED');
    },
  );

  it('gives leases to all that is assigned from then on', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    rules.submit();
    expect(agentOf(rules, agentId).attempt?.leaseUntilClockMs).toBe(rules.nowMs + 30_000);
  });

  it('is the spawning itself where the worker is there: no attempt is without a lease, and no silence without an end', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const waiting = rules.submit();
    const agentId = spawn(rules, { connected: true });
    expect(agentOf(rules, agentId)).toMatchObject({
      connected: true,
      attempt: { taskId: waiting, leaseUntilClockMs: rules.nowMs + 1_000 },
      quietUntilClockMs: rules.nowMs + 1_000,
      lastHeartbeatAtMs: rules.nowMs,
    });
    rules.pass(1_000);
    expect(agentOf(rules, agentId).phase).toBe('degraded');
    expect(taskOf(rules, waiting).attempts[0]?.outcome).toBe('LEASE_EXPIRED');
  });

  it('restores one that was reported as failed while it was driven by hand', () => {
    const rules = Rules.running(0);
    const agentId = spawn(rules);
    rules.do({ type: 'FailAgent', agentId, reason: null });
    expect(types(connect(rules, agentId))).toEqual(['AgentConnected', 'AgentRestored', 'PoolRecovered']);
  });
});

describe('a heartbeat', () => {
  it('is refused with a token that is not the agent’s, of a process, and of an agent that is gone', () => {
    const rules = Rules.running(0);
    const agentId = spawn(rules);
    const process = spawn(rules, { kind: 'PROCESS' });
    const records = rules.records.length;
    const command = { type: 'Heartbeat', beats: [] } as const;
    expect(refusal(rules, { ...command, agentId, sessionTokenHash: 'other' }).code).toBe('FORBIDDEN');
    expect(refusal(rules, { ...command, agentId: process, sessionTokenHash: SESSION }).code).toBe('INVALID_STATE');
    expect(refusal(rules, { ...command, agentId: 'agent_none', sessionTokenHash: SESSION }).code).toBe('NOT_FOUND');
    expect(rules.records).toHaveLength(records);
  });

  it('is refused of an agent that has no token, whatever token is shown', () => {
    const rules = Rules.running(1);
    expect(
      refusal(rules, { type: 'ConnectAgent', agentId: rules.agentIds()[0] ?? '', sessionTokenHash: '' }).code,
    ).toBe('FORBIDDEN');
  });

  it('that names the lease says that the attempt has begun, and carries its progress', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    expect(types(beat(rules, agentId, { leaseToken, progress: 0.25, note: 'reading' }).events)).toEqual([
      'AgentHeartbeat',
      'TaskStarted',
      'TaskProgressed',
    ]);
    expect(taskOf(rules, taskId).progress).toMatchObject({ fraction: 0.25, note: 'reading' });
    expect(types(beat(rules, agentId, leaseToken).events)).toEqual(['AgentHeartbeat']);
  });

  it('with a note alone keeps the fraction', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    beat(rules, agentId, { leaseToken, progress: 0.5, note: null });
    beat(rules, agentId, { leaseToken, progress: null, note: 'writing' });
    expect(taskOf(rules, taskId).progress).toMatchObject({ fraction: 0.5, note: 'writing' });
  });

  it('that names a lease twice says only once that the attempt has begun', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const leaseToken = leaseOf(rules, rules.submit());
    expect(types(beat(rules, agentId, leaseToken, leaseToken).events)).toEqual(['AgentHeartbeat', 'TaskStarted']);
  });

  it('gets every named lease that is over, unknown or another’s back in `cancel`, and no live one of its own', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const old = rules.submit({ maxAttempts: 1 });
    const over = leaseOf(rules, old);
    fail(rules, old, {}, over);
    const live = leaseOf(rules, rules.submit());
    const { answer } = beat(rules, agentId, over, live, 'lease_unknown');
    expect(answer).toEqual({ agentId, cancel: [over, 'lease_unknown'], drain: false });
  });

  it('asks an agent that is to leave to finish, and lets it finish', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    rules.do({ type: 'RetireAgent', agentId });
    const { answer } = beat(rules, agentId, leaseOf(rules, taskId));
    expect(answer).toMatchObject({ cancel: [], drain: true });
    expect(attemptOf(rules, taskId).startedAtMs).not.toBeNull();
  });

  it('of one that is to leave and has let go of what was over lets it leave', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    rules.do({ type: 'CancelTask', taskId, reason: null });
    rules.do({ type: 'RetireAgent', agentId });
    expect(rules.agentIds()).toEqual([agentId]);
    expect(types(beat(rules, agentId).events)).toEqual(['AgentHeartbeat', 'AgentReleased', 'AgentRetired']);
  });
});

describe('a connected agent that says nothing', () => {
  it('for a lease becomes DEGRADED though it is idle, at the very millisecond', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    expect(rules.pass(999)).toEqual([]);
    expect(types(rules.pass(1))).toEqual(['AgentDegraded', 'PoolDegraded']);
    expect(agentOf(rules, agentId).reason).toBe('no sign of life for a lease');
  });

  it('is watched again when it was restored by hand', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    rules.pass(1_000);
    rules.do({ type: 'RestoreAgent', agentId });
    expect(agentOf(rules, agentId).phase).toBe('living');
    rules.pass(999);
    expect(agentOf(rules, agentId).phase).toBe('living');
    rules.pass(1);
    expect(agentOf(rules, agentId).phase).toBe('degraded');
  });

  it('is degraded once, although its lease and its silence end at the same moment', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    connected(rules);
    rules.submit();
    expect(types(rules.pass(1_000)).filter((type) => type === 'AgentDegraded' || type === 'AttemptFailed')).toEqual([
      'AgentDegraded',
      'AttemptFailed',
    ]);
    expect(rules.state.index.deadlines.size).toBe(0);
  });

  it('while it is to leave and holds what is over does not stay in the pool for that', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    rules.do({ type: 'RetireAgent', agentId });
    expect(rules.agentIds()).toEqual([agentId]);
    rules.pass(1_000);
    expect(rules.agentIds()).toEqual([]);
  });

  it('is never missed where it was only ever driven by hand', () => {
    const rules = Rules.running(1);
    rules.pass(24 * 3_600_000);
    expect(agentOf(rules, rules.agentIds()[0] ?? '').phase).toBe('living');
  });
});

describe('reconnecting', () => {
  it('renews the lease of the unfinished assignment, which the agent is given again', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    rules.pass(900);
    expect(types(connect(rules, agentId))).toEqual(['AgentHeartbeat']);
    rules.pass(900);
    expect(leaseOf(rules, taskId)).toBe(leaseToken);
    expect(attemptOf(rules, taskId).startedAtMs).toBeNull();
  });
});

describe('a process', () => {
  it('that reports progress has begun', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit();
    const events = rules.do({
      type: 'ReportProgress',
      agentId,
      leaseToken: leaseOf(rules, taskId),
      fraction: 0.1,
      note: null,
    });
    expect(types(events)).toEqual(['TaskStarted', 'TaskProgressed']);
  });

  it('that has left the pool is not listened to', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'RetireAgent', agentId });
    expect(rules.do({ type: 'ReportExit', agentId, reason: 'ended' })).toEqual([]);
  });
});
