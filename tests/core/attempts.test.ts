import { describe, expect, it } from '@jest/globals';
import { agentStatus, isIdle } from '../../src/core/agent.js';
import { Rules, types } from '../support/rules.js';
import {
  agentOf,
  attemptOf,
  beat,
  complete,
  connect,
  connected,
  fail,
  leaseOf,
  refusal,
  rulesOfOneProcess,
  runnerOf,
  spawn,
  taskOf,
} from './given.js';

describe('a lease token', () => {
  it('is each attempt’s own', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    const first = leaseOf(rules, taskId);
    fail(rules, taskId);
    expect(leaseOf(rules, taskId)).not.toBe(first);
  });

  it.each(['StartTask', 'CompleteTask', 'FailTask'] as const)(
    'of an attempt that is over gets STALE_ATTEMPT for %s and changes nothing',
    (type) => {
      const rules = Rules.running(2);
      const taskId = rules.submit();
      const leaseToken = leaseOf(rules, taskId);
      fail(rules, taskId);
      const [task, records] = [taskOf(rules, taskId), rules.records.length];
      const failure = { code: 'FAILED', message: 'late', retryable: false, retryAfterMs: null };
      expect(refusal(rules, { type, taskId, leaseToken, result: 1, failure })).toMatchObject({
        code: 'STALE_ATTEMPT',
        details: { field: 'leaseToken' },
      });
      expect(taskOf(rules, taskId)).toBe(task);
      expect(rules.records).toHaveLength(records);
    },
  );

  it('of a settled or waiting task is stale; an operator’s word on such a task is INVALID_STATE', () => {
    const rules = Rules.running(1);
    const done = rules.submit();
    const leaseToken = leaseOf(rules, done);
    complete(rules, done, leaseToken);
    expect(refusal(rules, { type: 'CompleteTask', taskId: done, leaseToken, result: 2 }).code).toBe('STALE_ATTEMPT');
    expect(refusal(rules, { type: 'CompleteTask', taskId: done, leaseToken: null, result: 2 }).code).toBe(
      'INVALID_STATE',
    );
    rules.submit();
    const waiting = rules.submit();
    expect(refusal(rules, { type: 'StartTask', taskId: waiting, leaseToken: null }).code).toBe('INVALID_STATE');
    expect(refusal(rules, { type: 'CancelTask', taskId: done, reason: null }).code).toBe('INVALID_STATE');
    expect(refusal(rules, { type: 'CompleteTask', taskId: 'task_none', leaseToken, result: 2 }).code).toBe('NOT_FOUND');
  });

  it('speaks for its own task only', () => {
    const rules = Rules.running(2);
    const [one, two] = [rules.submit(), rules.submit()];
    expect(refusal(rules, { type: 'CompleteTask', taskId: one, leaseToken: leaseOf(rules, two), result: 1 }).code).toBe(
      'STALE_ATTEMPT',
    );
    expect([taskOf(rules, one).status, taskOf(rules, two).status]).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
  });

  it('from a process about an attempt that is over is passed over, but frees the slot', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    rules.do({ type: 'CancelTask', taskId, reason: null });
    expect(rules.do({ type: 'ReportStarted', agentId, leaseToken })).toEqual([]);
    expect(rules.do({ type: 'ReportProgress', agentId, leaseToken, fraction: 0.5, note: null })).toEqual([]);
    expect(agentOf(rules, agentId).attempt?.over).toBe(true);
    expect(types(rules.do({ type: 'ReportCompleted', agentId, leaseToken, result: 1 }))).toEqual(['AgentReleased']);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'CANCELLED', result: null });
  });
});

describe('a lease', () => {
  it('holds until the very millisecond it ends', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    rules.nowMs += 500;
    beat(rules, agentId);
    const taskId = rules.submit();
    expect(rules.pass(999)).toEqual([]);
    expect(types(rules.pass(1)).slice(0, 3)).toEqual(['AgentDegraded', 'PoolDegraded', 'AttemptFailed']);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'PENDING', attemptsSpent: 1, failedAgentIds: [agentId] });
  });

  it('is renewed by a heartbeat that names it, at its last millisecond too', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    for (let i = 0; i < 5; i += 1) {
      rules.nowMs += 1_000;
      beat(rules, agentId, leaseToken);
      rules.pass(0);
    }
    expect(leaseOf(rules, taskId)).toBe(leaseToken);
  });

  it('is not renewed by a heartbeat that does not name it: the agent is well, the attempt is lost', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    const taskId = rules.submit();
    rules.nowMs += 600;
    beat(rules, agentId);
    rules.pass(399);
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
    rules.pass(1);
    expect(taskOf(rules, taskId).attempts.at(-1)?.outcome).toBe('LEASE_EXPIRED');
  });

  it('is not renewed by naming another agent’s lease', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const [one, two] = [connected(rules), connected(rules)];
    const taskId = rules.submit();
    const holder = runnerOf(rules, taskId);
    const other = holder === one ? two : one;
    rules.nowMs += 600;
    expect(beat(rules, other, leaseOf(rules, taskId)).answer.cancel).toEqual([leaseOf(rules, taskId)]);
    expect(agentOf(rules, holder).attempt?.leaseUntilClockMs).toBe(rules.nowMs + 400);
  });

  it('is none for a PROCESS agent and for one driven by hand: they run as long as they run', () => {
    const rules = Rules.running(0);
    for (const agentId of [spawn(rules, { kind: 'PROCESS' }), spawn(rules)]) {
      rules.submit({ preferredAgentId: agentId });
      expect(agentOf(rules, agentId).attempt?.leaseUntilClockMs).toBeNull();
    }
    expect(rules.state.index.deadlines.size).toBe(0);
  });
});

describe('a timeout', () => {
  it('counts from the assignment, and lets the attempt run until its very last millisecond', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ timeoutMs: 50 });
    expect(rules.pass(49)).toEqual([]);
    rules.pass(1);
    expect(taskOf(rules, taskId).attempts[0]).toMatchObject({
      outcome: 'TIMED_OUT',
      error: { code: 'TIMED_OUT', retryable: true },
    });
  });

  it('is each attempt’s own, whatever the ones before took', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit({ timeoutMs: 100 });
    rules.pass(60);
    fail(rules, taskId);
    rules.pass(99);
    expect(attemptOf(rules, taskId).number).toBe(2);
    rules.pass(1);
    expect(taskOf(rules, taskId).attempts[1]?.outcome).toBe('TIMED_OUT');
  });

  it('is void once the attempt has ended', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ timeoutMs: 100 });
    complete(rules, taskId);
    expect(rules.state.index.deadlines.has(`timeout:${taskId}`)).toBe(false);
    expect(rules.pass(100)).toEqual([]);
  });
});

describe('the slot of an attempt that is over', () => {
  it('of a PROCESS agent is taken until its code has really stopped', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    rules.do({ type: 'CancelTask', taskId, reason: null });
    const waiting = rules.submit();
    expect(taskOf(rules, waiting).status).toBe('PENDING');
    expect(agentStatus(agentOf(rules, agentId))).not.toBe('IDLE');
    expect(types(rules.do({ type: 'ReportReleased', agentId, leaseToken }))).toEqual(['AgentReleased', 'TaskAssigned']);
  });

  it('of a PROCESS agent is taken also where an operator completed or failed the task over its head', () => {
    for (const end of [complete, fail]) {
      const { rules, agentId } = rulesOfOneProcess();
      end(rules, rules.submit({ maxAttempts: 1 }));
      expect(agentOf(rules, agentId).attempt?.over).toBe(true);
      expect(isIdle(agentOf(rules, agentId))).toBe(false);
    }
  });

  it('of a PROCESS agent is taken also where somebody else speaks with its lease token', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    const waiting = rules.submit();
    rules.do({ type: 'CompleteTask', taskId, leaseToken, result: 1 });
    expect(taskOf(rules, taskId).status).toBe('COMPLETED');
    expect(taskOf(rules, waiting).status).toBe('PENDING');
    rules.do({ type: 'ReportReleased', agentId, leaseToken });
    expect(taskOf(rules, waiting).status).toBe('IN_PROGRESS');
  });

  it('is free when the process is gone', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    expect(agentOf(rules, agentId)).toMatchObject({ attempt: null, phase: 'degraded' });
  });

  it('is not freed by a word about another lease', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    expect(rules.do({ type: 'ReportReleased', agentId, leaseToken: 'lease_other' })).toEqual([]);
    expect(agentOf(rules, agentId).attempt?.over).toBe(true);
  });

  it('of a connected REMOTE agent is free when its heartbeat no longer names the lease', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    rules.do({ type: 'CancelTask', taskId, reason: null });
    const waiting = rules.submit();
    expect(beat(rules, agentId, leaseToken).answer.cancel).toEqual([leaseToken]);
    expect(taskOf(rules, waiting).status).toBe('PENDING');
    expect(types(beat(rules, agentId).events)).toEqual(['AgentHeartbeat', 'AgentReleased', 'TaskAssigned']);
    expect(runnerOf(rules, waiting)).toBe(agentId);
  });

  it.each(['CompleteTask', 'FailTask'] as const)(
    'of a connected REMOTE agent is free when it reports an end by %s, which is refused',
    (type) => {
      const rules = Rules.running(0);
      const agentId = connected(rules);
      const taskId = rules.submit();
      const leaseToken = leaseOf(rules, taskId);
      rules.do({ type: 'CancelTask', taskId, reason: null });
      const failure = { code: 'FAILED', message: 'late', retryable: true, retryAfterMs: null };
      expect(refusal(rules, { type, taskId, leaseToken, result: 'late', failure }).code).toBe('STALE_ATTEMPT');
      expect(agentOf(rules, agentId).attempt).toBeNull();
      expect(taskOf(rules, taskId)).toMatchObject({ status: 'CANCELLED', result: null });
      expect(types(rules.records.slice(-1).map(({ event }) => event))).toEqual(['AgentReleased']);
    },
  );

  it('is not freed by a late start, which says that the code still runs', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    const leaseToken = leaseOf(rules, taskId);
    rules.do({ type: 'CancelTask', taskId, reason: null });
    expect(refusal(rules, { type: 'StartTask', taskId, leaseToken }).code).toBe('STALE_ATTEMPT');
    expect(agentOf(rules, agentId).attempt?.over).toBe(true);
  });

  it('of a connected REMOTE agent whose lease expired is kept over its restoring, until it lets go', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = connected(rules);
    const leaseToken = leaseOf(rules, rules.submit());
    rules.pass(1_000);
    const other = rules.submit({ type: 'INGEST' });
    expect(types(beat(rules, agentId, leaseToken).events)).toContain('AgentRestored');
    expect(agentOf(rules, agentId)).toMatchObject({ phase: 'living', attempt: { over: true } });
    expect(taskOf(rules, other).status).toBe('PENDING');
    beat(rules, agentId);
    expect(agentOf(rules, agentId).attempt).not.toMatchObject({ over: true });
  });

  it('of one driven by hand is free at once, whoever ended the attempt and how', () => {
    const rules = Rules.running(1);
    const [agentId] = rules.agentIds() as [string];
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    expect(isIdle(agentOf(rules, agentId))).toBe(true);
    complete(rules, rules.submit());
    expect(isIdle(agentOf(rules, agentId))).toBe(true);
    rules.submit({ timeoutMs: 50, maxAttempts: 1 });
    rules.pass(50);
    expect(agentOf(rules, agentId)).toMatchObject({ phase: 'degraded', attempt: null });
  });

  it('frees its agent with the agent’s own word, by its lease', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    const taskId = rules.submit();
    complete(rules, taskId, leaseOf(rules, taskId));
    expect(isIdle(agentOf(rules, agentId))).toBe(true);
  });
});

describe('connecting', () => {
  it('gives no slot back: what is over is freed by a heartbeat', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    expect(types(connect(rules, agentId))).toEqual(['AgentHeartbeat']);
    expect(agentOf(rules, agentId).attempt).toMatchObject({ over: true, leaseUntilClockMs: null });
  });
});
