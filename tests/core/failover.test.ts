import { describe, expect, it } from '@jest/globals';
import { MAX_REPLAYS } from '../../src/core/limits.js';
import { brokenInvariants } from '../support/invariants.js';
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
  runnerOf,
  spawn,
  taskOf,
  waitsFor,
} from './given.js';

describe('a failed attempt', () => {
  it('moves the task to another agent at once where one is idle and able', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    const first = runnerOf(rules, taskId);
    expect(types(fail(rules, taskId))).toEqual(['TaskStarted', 'AttemptFailed', 'TaskAssigned']);
    expect(runnerOf(rules, taskId)).not.toBe(first);
    expect(taskOf(rules, taskId)).toMatchObject({ failedAgentIds: [first], attemptsSpent: 1 });
  });

  it('lets a task of higher priority have the agent first', () => {
    const rules = Rules.running(1);
    const running = rules.submit();
    const high = rules.submit({ priority: 9 });
    fail(rules, running);
    expect(taskOf(rules, high).status).toBe('IN_PROGRESS');
  });

  it('waits for an able agent that is busy, without a backoff', () => {
    const rules = Rules.running(2);
    const [one, two] = occupy(rules, 2).map(String) as [string, string];
    rules.submit({ priority: 9 });
    fail(rules, one);
    expect(taskOf(rules, one)).toMatchObject({
      wait: { reason: 'NO_IDLE_AGENT' },
      retryDueClockMs: null,
      nextRetryAtMs: null,
    });
    const other = runnerOf(rules, two);
    complete(rules, two);
    expect(runnerOf(rules, one)).toBe(other);
  });

  it('waits for an agent to live at all where none does: DEGRADED and DRAINING ones do not count', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    const taskId = rules.submit({ preferredAgentId: a });
    rules.submit({ preferredAgentId: b });
    rules.do({ type: 'RetireAgent', agentId: b });
    rules.do({ type: 'FailAgent', agentId: a, reason: null });
    expect(taskOf(rules, taskId)).toMatchObject({ wait: { reason: 'NO_IDLE_AGENT' }, retryDueClockMs: null });
    const fresh = spawn(rules);
    expect(runnerOf(rules, taskId)).toBe(fresh);
  });

  it('waits for the missing skill where the only other living agent lacks it', () => {
    const rules = Rules.running(1);
    const skilled = spawn(rules, { skills: ['rust'] });
    const taskId = rules.submit({ requiredSkills: ['rust'] });
    rules.do({ type: 'FailAgent', agentId: skilled, reason: null });
    expect(waitsFor(rules, taskId)).toBe('MISSING_SKILL');
  });

  it('ends the task where the failure is not retryable, with attempts left', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    expect(types(fail(rules, taskId, { code: 'BAD', message: 'never', retryable: false }))).toEqual([
      'TaskStarted',
      'AttemptFailed',
      'TaskFailed',
    ]);
    expect(taskOf(rules, taskId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'BAD', message: 'never', retryable: false },
      attemptsSpent: 1,
    });
  });

  it('ends the task after its last attempt, with the error of every attempt kept', () => {
    const rules = Rules.running(3);
    const taskId = rules.submit();
    for (const message of ['one', 'two', 'three']) fail(rules, taskId, { message });
    const { status, error, attempts, failedAgentIds } = taskOf(rules, taskId);
    expect(status).toBe('FAILED');
    expect(error?.message).toBe('three');
    expect(attempts.map((attempt) => [attempt.number, attempt.outcome, attempt.error?.message])).toEqual([
      [1, 'FAILED', 'one'],
      [2, 'FAILED', 'two'],
      [3, 'FAILED', 'three'],
    ]);
    expect(failedAgentIds).toEqual(rules.agentIds());
  });

  it('ends a task with a single attempt at once, whatever the failure asked to wait', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit({ maxAttempts: 1 });
    fail(rules, taskId, { retryAfterMs: 5_000 });
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'FAILED', holdMs: null, retryDueClockMs: null });
  });

  it('of an agent that crashed keeps the outcome and the agent in the history', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    const agentId = runnerOf(rules, taskId);
    rules.do({ type: 'FailAgent', agentId, reason: 'out of memory' });
    expect(taskOf(rules, taskId).attempts).toMatchObject([
      {
        number: 1,
        agentId,
        outcome: 'AGENT_FAILED',
        error: { code: 'AGENT_FAILED', message: 'out of memory', retryable: true },
      },
    ]);
  });
});

describe('a task that every living agent has failed', () => {
  it('waits out its backoff, then the exclusion is lifted, and the routing says so', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    const agentId = runnerOf(rules, taskId);
    expect(types(fail(rules, taskId))).toEqual(['TaskStarted', 'AttemptFailed', 'TaskRetryScheduled']);
    expect(taskOf(rules, taskId)).toMatchObject({
      wait: { reason: 'NO_OTHER_AGENT' },
      nextRetryAtMs: rules.nowMs + 500,
    });
    expect(rules.pass(499)).toEqual([]);
    expect(types(rules.pass(1))).toEqual(['TaskRetryDue', 'TaskAssigned']);
    expect(attemptOf(rules, taskId)).toMatchObject({
      number: 2,
      agentId,
      routing: { excludedAgentIds: [agentId], exclusionLifted: true },
    });
    expect(taskOf(rules, taskId).nextRetryAtMs).toBeNull();
  });

  it('waits twice as long after each attempt, with full jitter, up to the cap', () => {
    const rules = Rules.running(1, { backoffBaseMs: 1_000, backoffCapMs: 3_000 });
    const taskId = rules.submit({ maxAttempts: 10 });
    const waits: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      fail(rules, taskId);
      if (agentOf(rules, rules.agentIds()[0] ?? '').phase === 'degraded')
        rules.do({ type: 'RestoreAgent', agentId: rules.agentIds()[0] ?? '' });
      waits.push((taskOf(rules, taskId).retryDueClockMs ?? 0) - rules.nowMs);
      rules.passToNext();
    }
    expect(waits).toEqual([500, 1_000, 1_500, 1_500]);
  });

  it('is taken at once by an agent that joins during its backoff', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    fail(rules, taskId);
    rules.nowMs += 1;
    const fresh = spawn(rules);
    expect(attemptOf(rules, taskId)).toMatchObject({
      agentId: fresh,
      routing: { exclusionLifted: false, strategy: 'FALLBACK' },
    });
    expect(taskOf(rules, taskId).retryDueClockMs).toBeNull();
    rules.pass(60_000);
    expect(runnerOf(rules, taskId)).toBe(fresh);
  });

  it('is not taken during its backoff by an agent that failed it, though that is idle', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    fail(rules, taskId);
    fail(rules, taskId);
    expect(taskOf(rules, taskId).wait?.reason).toBe('NO_OTHER_AGENT');
    expect(rules.state.index.idle).toBe(2);
  });

  it('starts its backoff when the only other agent fails for another reason', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    rules.submit({ preferredAgentId: b });
    const taskId = rules.submit({ preferredAgentId: a });
    fail(rules, taskId);
    expect(taskOf(rules, taskId).retryDueClockMs).toBeNull();
    rules.do({ type: 'FailAgent', agentId: b, reason: null });
    expect(taskOf(rules, taskId)).toMatchObject({
      wait: { reason: 'NO_OTHER_AGENT' },
      retryDueClockMs: rules.nowMs + 500,
    });
  });

  it('starts its backoff when the agent that failed it is the first to live again', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    const agentId = runnerOf(rules, taskId);
    rules.do({ type: 'FailAgent', agentId, reason: null });
    expect(waitsFor(rules, taskId)).toBe('NO_IDLE_AGENT');
    rules.do({ type: 'RestoreAgent', agentId });
    expect(taskOf(rules, taskId)).toMatchObject({
      status: 'PENDING',
      wait: { reason: 'NO_OTHER_AGENT' },
      retryDueClockMs: rules.nowMs + 500,
    });
    rules.pass(500);
    expect(runnerOf(rules, taskId)).toBe(agentId);
  });

  it('starts its backoff also behind a task of the same needs whose own fate is decided in the same moment', () => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const failing = spawn(rules);
    const silent = connected(rules);
    rules.submit({ preferredAgentId: silent, priority: 9 });
    const held = rules.submit({ priority: 5 });
    fail(rules, held, { retryAfterMs: 1_000 });
    const waiting = rules.submit({ priority: 1 });
    expect(runnerOf(rules, waiting)).toBe(failing);
    fail(rules, waiting);
    expect(waitsFor(rules, waiting)).toBe('NO_IDLE_AGENT');
    // The wait of the one ends, and the other agent's lease.
    rules.pass(1_000);
    expect(brokenInvariants(rules.state)).toEqual([]);
    expect(taskOf(rules, waiting).retryDueClockMs).not.toBeNull();
  });

  it('keeps its exclusion where another agent is able again, though busy, when the backoff ends', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    rules.do({ type: 'FailAgent', agentId: b, reason: null });
    const taskId = rules.submit();
    fail(rules, taskId);
    expect(waitsFor(rules, taskId)).toBe('NO_OTHER_AGENT');
    const hog = rules.submit({ requiredSkills: ['sql'], priority: 9 });
    rules.do({ type: 'VerifyAgentSkill', agentId: b, skill: 'sql' });
    rules.do({ type: 'RestoreAgent', agentId: b });
    expect([runnerOf(rules, hog), waitsFor(rules, taskId)]).toEqual([b, 'NO_IDLE_AGENT']);
    rules.pass(500);
    expect(taskOf(rules, taskId)).toMatchObject({
      status: 'PENDING',
      exclusionLifted: false,
      wait: { reason: 'NO_IDLE_AGENT' },
    });
    expect(agentOf(rules, a).attempt).toBeNull();
    complete(rules, hog);
    expect(runnerOf(rules, taskId)).toBe(b);
  });

  it.each([
    ['the pool is paused', { type: 'PausePool' } as const, { type: 'ResumePool' } as const],
    [
      'its dependency is down',
      { type: 'SetDependency', name: 'discovery', status: 'DOWN' } as const,
      { type: 'SetDependency', name: 'discovery', status: 'UP' } as const,
    ],
  ])('does not wait out a second backoff where the first one ended while %s', (_, close, open) => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ type: 'DISCOVERY' });
    fail(rules, taskId);
    rules.do(close);
    rules.pass(500);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'PENDING', exclusionLifted: true });
    rules.do(open);
    expect(attemptOf(rules, taskId).routing.exclusionLifted).toBe(true);
  });

  it('is excluded anew after the next failure', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    fail(rules, taskId);
    rules.pass(500);
    fail(rules, taskId);
    expect(taskOf(rules, taskId)).toMatchObject({ exclusionLifted: false, wait: { reason: 'NO_OTHER_AGENT' } });
  });
});

describe('a failure that asks to wait', () => {
  it('waits that long although another agent is idle', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    fail(rules, taskId, { retryAfterMs: 2_000 });
    expect(taskOf(rules, taskId)).toMatchObject({
      wait: { reason: 'BACKOFF', estimatedMs: null },
      nextRetryAtMs: rules.nowMs + 2_000,
    });
    spawn(rules);
    rules.pass(1_999);
    expect(waitsFor(rules, taskId)).toBe('BACKOFF');
    rules.pass(1);
    expect(attemptOf(rules, taskId).number).toBe(2);
  });

  it.each(['degraded', 'draining', 'busy'])('waits that long where the only other agent is %s', (how) => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    const taskId = rules.submit({ preferredAgentId: a });
    rules.submit({ preferredAgentId: b });
    if (how === 'degraded') rules.do({ type: 'FailAgent', agentId: b, reason: null });
    if (how === 'draining') rules.do({ type: 'RetireAgent', agentId: b });
    fail(rules, taskId, { retryAfterMs: 2_000 });
    expect([taskOf(rules, taskId).wait?.reason, waitsFor(rules, taskId)]).toEqual(['BACKOFF', 'BACKOFF']);
    expect(taskOf(rules, taskId).retryDueClockMs).toBe(rules.nowMs + 2_000);
  });

  it('then waits out the backoff of one that has no other agent as well', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    fail(rules, taskId, { retryAfterMs: 2_000 });
    expect(types(rules.pass(2_000))).toEqual(['TaskRetryDue', 'TaskRetryScheduled']);
    expect(taskOf(rules, taskId)).toMatchObject({
      wait: { reason: 'NO_OTHER_AGENT' },
      retryDueClockMs: rules.nowMs + 500,
    });
    rules.pass(500);
    expect(attemptOf(rules, taskId).routing.exclusionLifted).toBe(true);
  });

  it('of 0 ms goes on at the next tick', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    fail(rules, taskId, { retryAfterMs: 0 });
    expect(waitsFor(rules, taskId)).toBe('BACKOFF');
    rules.pass(0);
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('asks in vain where it is not retryable', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    const events = fail(rules, taskId, { retryable: false, retryAfterMs: 2_000 });
    expect(events).toContainEqual(expect.objectContaining({ type: 'AttemptFailed', retryAfterMs: null }));
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'FAILED', holdMs: null });
  });
});

describe('a replay', () => {
  it('starts a new budget, forgets who failed it, and numbers its attempts on', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ maxAttempts: 2 });
    fail(rules, taskId);
    rules.pass(500);
    fail(rules, taskId);
    expect(taskOf(rules, taskId).status).toBe('FAILED');
    expect(types(rules.do({ type: 'RetryTask', taskId }))).toEqual(['TaskReplayed', 'TaskAssigned']);
    expect(taskOf(rules, taskId)).toMatchObject({
      attemptsSpent: 0,
      failedAgentIds: [],
      error: null,
      result: null,
      completedAtMs: null,
    });
    expect(attemptOf(rules, taskId)).toMatchObject({
      number: 3,
      routing: { excludedAgentIds: [], exclusionLifted: false },
    });
    fail(rules, taskId);
    expect(taskOf(rules, taskId).status).toBe('PENDING');
    rules.do({ type: 'RestoreAgent', agentId: rules.agentIds()[0] ?? '' });
    rules.passToNext();
    fail(rules, taskId);
    expect(taskOf(rules, taskId).attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(taskOf(rules, taskId).status).toBe('FAILED');
  });

  it('takes a CANCELLED task too, and no other', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    expect(refusal(rules, { type: 'RetryTask', taskId }).code).toBe('INVALID_STATE');
    rules.do({ type: 'CancelTask', taskId, reason: null });
    rules.do({ type: 'RetryTask', taskId });
    complete(rules, taskId);
    expect(refusal(rules, { type: 'RetryTask', taskId }).code).toBe('INVALID_STATE');
    expect(refusal(rules, { type: 'RetryTask', taskId: 'task_none' }).code).toBe('NOT_FOUND');
  });

  it(`can be asked for ${String(MAX_REPLAYS)} times, so that a history stays bounded`, () => {
    const rules = Rules.running(0);
    const taskId = rules.submit();
    for (let i = 0; i < MAX_REPLAYS; i += 1) {
      rules.do({ type: 'CancelTask', taskId, reason: null });
      rules.do({ type: 'RetryTask', taskId });
    }
    rules.do({ type: 'CancelTask', taskId, reason: null });
    expect(refusal(rules, { type: 'RetryTask', taskId })).toMatchObject({
      code: 'INVALID_STATE',
      details: { limit: MAX_REPLAYS },
    });
  });

  it('runs elsewhere while the code of its cancelled attempt has not stopped', () => {
    const rules = Rules.running(0);
    const slow = connected(rules);
    const taskId = rules.submit();
    const old = leaseOf(rules, taskId);
    rules.do({ type: 'CancelTask', taskId, reason: null });
    rules.do({ type: 'RetryTask', taskId });
    expect(waitsFor(rules, taskId)).toBe('NO_IDLE_AGENT');
    const fresh = spawn(rules);
    expect(runnerOf(rules, taskId)).toBe(fresh);
    expect(beat(rules, slow, old).answer.cancel).toEqual([old]);
    expect(runnerOf(rules, taskId)).toBe(fresh);
  });
});
