import { describe, expect, it } from '@jest/globals';
import { agentStatus } from '../../src/core/agent.js';
import type { CoreEvent } from '../../src/core/event.js';
import { Rules, types } from '../support/rules.js';
import { agentOf, beat, complete, connected, fail, refusal, rulesOfOneProcess, spawn, taskOf } from './given.js';

const only = (rules: Rules): string => rules.agentIds()[0] ?? '';

const degradedIn = (events: readonly CoreEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'AgentDegraded' ? [event.agentId] : []));

describe('an agent', () => {
  it('is IDLE, ANALYZING when assigned, EXECUTING when it says it has started, and IDLE again', () => {
    const rules = Rules.running(1);
    const seen = [agentStatus(agentOf(rules, only(rules)))];
    const taskId = rules.submit();
    seen.push(agentStatus(agentOf(rules, only(rules))));
    rules.do({ type: 'StartTask', taskId, leaseToken: null });
    seen.push(agentStatus(agentOf(rules, only(rules))));
    complete(rules, taskId);
    seen.push(agentStatus(agentOf(rules, only(rules))));
    expect(seen).toEqual(['IDLE', 'ANALYZING', 'EXECUTING', 'IDLE']);
  });

  it('has started once, however often it says so', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    expect(types(rules.do({ type: 'StartTask', taskId, leaseToken: null }))).toEqual(['TaskStarted']);
    rules.nowMs += 5;
    expect(rules.do({ type: 'StartTask', taskId, leaseToken: null })).toEqual([]);
    expect(taskOf(rules, taskId).startedAtMs).toBe(rules.nowMs - 5);
  });

  it('that never said it has started counts as begun just before its end', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    rules.nowMs += 500;
    expect(types(complete(rules, taskId))).toEqual(['TaskStarted', 'TaskCompleted']);
    expect(agentOf(rules, only(rules)).byType.GENERAL).toEqual({ completed: 1, failed: 0, totalTimeMs: 0 });
  });

  it('counts its switches between types, and none for its first task', () => {
    const rules = Rules.running(1);
    for (const type of ['INGEST', 'INGEST', 'RESEARCH', 'INGEST'] as const) complete(rules, rules.submit({ type }));
    expect(agentOf(rules, only(rules))).toMatchObject({ contextSwitches: 2, tasksCompleted: 4 });
  });
});

describe('a failure', () => {
  it.each([
    ['that is not retryable', { retryable: false }],
    ['that is retryable', { retryable: true }],
  ])('%s leaves the agent living, since one bad task says nothing of it', (_, failure) => {
    const rules = Rules.running(1);
    fail(rules, rules.submit(), failure);
    expect(agentOf(rules, only(rules))).toMatchObject({ phase: 'living', consecutiveFailures: 1, tasksFailed: 1 });
  });

  it('degrades the agent when it is the third in a row, also of three different tasks', () => {
    const rules = Rules.running(1);
    expect(degradedIn(fail(rules, rules.submit({ maxAttempts: 1 })))).toEqual([]);
    expect(degradedIn(fail(rules, rules.submit({ maxAttempts: 1 })))).toEqual([]);
    expect(degradedIn(fail(rules, rules.submit({ maxAttempts: 1 })))).toEqual([only(rules)]);
    expect(agentOf(rules, only(rules)).reason).toBe('3 failures in a row');
  });

  it('is not in a row with those before a success', () => {
    const rules = Rules.running(1);
    for (let i = 0; i < 2; i += 1) fail(rules, rules.submit({ maxAttempts: 1 }));
    complete(rules, rules.submit());
    for (let i = 0; i < 2; i += 1) fail(rules, rules.submit({ maxAttempts: 1 }));
    expect(agentOf(rules, only(rules))).toMatchObject({ phase: 'living', consecutiveFailures: 2, tasksFailed: 4 });
  });

  it('is still in a row over a cancelled task, which counts neither way', () => {
    const rules = Rules.running(1);
    for (let i = 0; i < 2; i += 1) fail(rules, rules.submit({ maxAttempts: 1 }));
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    expect(agentOf(rules, only(rules))).toMatchObject({ consecutiveFailures: 2, tasksFailed: 2, tasksCompleted: 0 });
    fail(rules, rules.submit({ maxAttempts: 1 }));
    expect(agentOf(rules, only(rules)).phase).toBe('degraded');
  });

  it.each(['crash', 'timeout', 'lease'])('by a %s degrades the agent at once', (how) => {
    const rules = Rules.running(0, { leaseMs: 1_000 });
    const agentId = how === 'lease' ? connected(rules) : spawn(rules, { kind: 'PROCESS' });
    const taskId = rules.submit({ timeoutMs: how === 'timeout' ? 700 : null });
    const events =
      how === 'crash'
        ? rules.do({ type: 'ReportExit', agentId, reason: 'killed' })
        : rules.pass(how === 'timeout' ? 700 : 1_000);
    expect(types(events).slice(0, 3)).toEqual(['AgentDegraded', 'PoolDegraded', 'AttemptFailed']);
    expect(agentOf(rules, agentId).phase).toBe('degraded');
    expect(taskOf(rules, taskId).attempts[0]?.outcome).toBe(
      { crash: 'AGENT_FAILED', timeout: 'TIMED_OUT', lease: 'LEASE_EXPIRED' }[how],
    );
  });
});

describe('a DEGRADED agent', () => {
  it('takes no new task, not even as the preferred one', () => {
    const rules = Rules.running(1);
    rules.do({ type: 'FailAgent', agentId: only(rules), reason: null });
    const taskId = rules.submit({ preferredAgentId: only(rules) });
    expect(taskOf(rules, taskId).status).toBe('PENDING');
  });

  it('failed once more is failed already', () => {
    const rules = Rules.running(1);
    rules.do({ type: 'FailAgent', agentId: only(rules), reason: 'first' });
    expect(rules.do({ type: 'FailAgent', agentId: only(rules), reason: 'second' })).toEqual([]);
    expect(agentOf(rules, only(rules)).reason).toBe('first');
  });

  it('driven by hand is restored by hand, with its failures forgotten and its ids kept', () => {
    const rules = Rules.running(1);
    const before = agentOf(rules, only(rules));
    for (let i = 0; i < 3; i += 1) fail(rules, rules.submit({ maxAttempts: 1 }));
    rules.do({ type: 'RestoreAgent', agentId: only(rules) });
    const { phase, reason, consecutiveFailures, contextWindowId, tasksFailed } = agentOf(rules, only(rules));
    expect({ phase, reason, consecutiveFailures, tasksFailed }).toEqual({
      phase: 'living',
      reason: null,
      consecutiveFailures: 0,
      tasksFailed: 3,
    });
    expect(contextWindowId).toBe(before.contextWindowId);
  });

  it('that is REMOTE is restored by its next heartbeat, and has a task before that is answered', () => {
    const rules = Rules.running(0);
    const agentId = connected(rules);
    rules.do({ type: 'FailAgent', agentId, reason: null });
    const taskId = rules.submit();
    expect(types(beat(rules, agentId).events)).toEqual([
      'AgentHeartbeat',
      'AgentRestored',
      'PoolRecovered',
      'TaskAssigned',
    ]);
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('is the only one that can be restored', () => {
    const rules = Rules.running(2);
    const [living, leaving] = rules.agentIds() as [string, string];
    rules.submit({ preferredAgentId: leaving });
    rules.do({ type: 'RetireAgent', agentId: leaving });
    for (const agentId of [living, leaving])
      expect(refusal(rules, { type: 'RestoreAgent', agentId }).code).toBe('INVALID_STATE');
    expect(refusal(rules, { type: 'RestoreAgent', agentId: 'agent_none' })).toMatchObject({
      code: 'NOT_FOUND',
      details: { field: 'agentId' },
    });
  });
});

describe('a PROCESS agent that crashed', () => {
  it('is replaced after a backoff by a fresh process with the same id and new context, tool and memory ids', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const before = agentOf(rules, agentId);
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    expect(agentOf(rules, agentId).restartAtClockMs).toBe(rules.nowMs + 250);
    expect(rules.pass(249)).toEqual([]);
    expect(types(rules.pass(1))).toEqual(['AgentRestarting']);
    const fresh = agentOf(rules, agentId);
    expect(fresh.phase).toBe('degraded');
    const ids = [before, fresh].flatMap(({ contextWindowId, toolSessionId, memoryHandleId }) => [
      contextWindowId,
      toolSessionId,
      memoryHandleId,
    ]);
    expect(new Set(ids).size).toBe(6);
    expect(types(rules.do({ type: 'ReportReady', agentId }))).toEqual(['AgentRestored', 'PoolRecovered']);
    expect(agentOf(rules, agentId)).toMatchObject({ phase: 'living', contextWindowId: fresh.contextWindowId });
  });

  it('is not restored by a word from the process that is gone, before its replacement is started', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    expect(rules.do({ type: 'ReportReady', agentId })).toEqual([]);
    expect(agentOf(rules, agentId).phase).toBe('degraded');
  });

  it('keeps its record, its skills and its name', () => {
    const rules = Rules.running(0);
    const agentId = spawn(rules, { kind: 'PROCESS', skills: ['sql'] });
    complete(rules, rules.submit({ type: 'INGEST' }));
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    rules.passToNext();
    expect(agentOf(rules, agentId)).toMatchObject({
      name: 'agent-1',
      verifiedSkills: ['sql'],
      tasksCompleted: 1,
      byType: { INGEST: { completed: 1 } },
    });
  });

  it('starts at once, afresh and with a clean breaker, when restored by hand', () => {
    const { rules, agentId } = rulesOfOneProcess();
    crashFast(rules, agentId, 4);
    const before = agentOf(rules, agentId);
    expect(before.breakerTrips).toBe(1);
    rules.do({ type: 'RestoreAgent', agentId });
    const after = agentOf(rules, agentId);
    expect(after).toMatchObject({ phase: 'living', restartAtClockMs: null, restarts: [], breakerTrips: 0 });
    expect(after.memoryHandleId).not.toBe(before.memoryHandleId);
  });

  it('loses what it held of an attempt that was over: the fresh process has nothing in hand', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const taskId = rules.submit({ timeoutMs: 100, maxAttempts: 1 });
    rules.pass(100);
    expect([taskOf(rules, taskId).status, agentOf(rules, agentId).attempt?.over]).toEqual(['FAILED', true]);
    rules.passToNext();
    expect(agentOf(rules, agentId).attempt).toBeNull();
  });
});

/** Crashes the agent `times` times, each time as soon as it is up again. */
function crashFast(rules: Rules, agentId: string, times: number): void {
  for (let i = 0; i < times; i += 1) {
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    if (i < times - 1) {
      rules.passToNext();
      rules.do({ type: 'ReportReady', agentId });
    }
  }
}

const untilRestart = (rules: Rules, agentId: string): number =>
  (agentOf(rules, agentId).restartAtClockMs ?? NaN) - rules.nowMs;

describe('the circuit breaker of an agent', () => {
  it('allows three restarts within 60 s, then one trial after 60 s, 120 s and so on, up to 10 min', () => {
    const { rules, agentId } = rulesOfOneProcess();
    const waits: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
      waits.push(untilRestart(rules, agentId));
      rules.passToNext();
    }
    expect(waits).toEqual([250, 500, 1_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  });

  it('counts a fresh process that ends before it is ready', () => {
    const { rules, agentId } = rulesOfOneProcess();
    for (let i = 0; i < 3; i += 1) {
      rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
      rules.passToNext();
    }
    expect(types(rules.do({ type: 'ReportExit', agentId, reason: 'no such module' }))).toEqual(['AgentDegraded']);
    expect(agentOf(rules, agentId)).toMatchObject({ phase: 'degraded', breakerTrips: 1, reason: 'no such module' });
  });

  it('hears one end of a process only once: a restart that is due is not put off', () => {
    const { rules, agentId } = rulesOfOneProcess();
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    const due = agentOf(rules, agentId).restartAtClockMs;
    rules.nowMs += 100;
    expect(rules.do({ type: 'ReportExit', agentId, reason: 'killed' })).toEqual([]);
    expect(agentOf(rules, agentId).restartAtClockMs).toBe(due);
  });

  it('starts from the beginning when a trial has held for a minute', () => {
    const { rules, agentId } = rulesOfOneProcess();
    crashFast(rules, agentId, 4);
    rules.passToNext();
    rules.do({ type: 'ReportReady', agentId });
    rules.nowMs += 60_000;
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    expect(agentOf(rules, agentId).breakerTrips).toBe(0);
    expect(untilRestart(rules, agentId)).toBe(250);
  });

  it('trips again when a trial crashes one millisecond before its minute is over', () => {
    const { rules, agentId } = rulesOfOneProcess();
    crashFast(rules, agentId, 4);
    rules.passToNext();
    rules.do({ type: 'ReportReady', agentId });
    rules.nowMs += 59_999;
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    expect(agentOf(rules, agentId).breakerTrips).toBe(2);
    expect(untilRestart(rules, agentId)).toBe(120_000);
  });

  it('does not trip for crashes that are far apart', () => {
    const { rules, agentId } = rulesOfOneProcess();
    for (let i = 0; i < 6; i += 1) {
      rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
      expect(untilRestart(rules, agentId)).toBeLessThanOrEqual(1_000);
      rules.passToNext();
      rules.do({ type: 'ReportReady', agentId });
      rules.nowMs += 25_000;
    }
  });

  it('is each agent’s own', () => {
    const rules = Rules.running(2, {}, 'PROCESS');
    const [a, b] = rules.agentIds() as [string, string];
    crashFast(rules, a, 4);
    rules.do({ type: 'ReportExit', agentId: b, reason: 'killed' });
    expect([untilRestart(rules, a), untilRestart(rules, b)]).toEqual([60_000, 250]);
  });
});

describe('the health of a pool', () => {
  it('is announced by the event right after an idle agent’s fall, once for several', () => {
    const rules = Rules.running(3);
    const [a, b] = rules.agentIds() as [string, string];
    expect(types(rules.do({ type: 'FailAgent', agentId: a, reason: null }))).toEqual(['AgentDegraded', 'PoolDegraded']);
    expect(types(rules.do({ type: 'FailAgent', agentId: b, reason: null }))).toEqual(['AgentDegraded']);
    expect(types(rules.do({ type: 'RestoreAgent', agentId: a }))).toEqual(['AgentRestored']);
    expect(types(rules.do({ type: 'RestoreAgent', agentId: b }))).toEqual(['AgentRestored', 'PoolRecovered']);
  });

  it('is announced before the work that a fallen agent had goes on elsewhere', () => {
    const rules = Rules.running(2);
    const taskId = rules.submit();
    const agentId = taskOf(rules, taskId).attempts[0]?.agentId ?? '';
    const seen = types(rules.do({ type: 'FailAgent', agentId, reason: null }));
    expect(seen.indexOf('PoolDegraded')).toBeLessThan(seen.indexOf('TaskAssigned'));
  });

  it('is well again when its last DEGRADED agent is retired', () => {
    const rules = Rules.running(2);
    const agentId = only(rules);
    rules.do({ type: 'FailAgent', agentId, reason: null });
    expect(types(rules.do({ type: 'RetireAgent', agentId }))).toEqual([
      'AgentDraining',
      'PoolRecovered',
      'AgentRetired',
    ]);
  });

  it('stays degraded while a dependency is down, whatever its agents do', () => {
    const rules = Rules.running(1);
    rules.do({ type: 'FailAgent', agentId: only(rules), reason: null });
    expect(types(rules.do({ type: 'SetDependency', name: 'discovery', status: 'DOWN' }))).toEqual([
      'DependencyWentDown',
    ]);
    expect(types(rules.do({ type: 'RestoreAgent', agentId: only(rules) }))).toEqual(['AgentRestored']);
    expect(types(rules.do({ type: 'SetDependency', name: 'discovery', status: 'UP' }))).toEqual([
      'DependencyCameUp',
      'PoolRecovered',
    ]);
  });
});

describe('isolation', () => {
  it('is breached by what a check found, and the issues stay with the agent until a fresh process', () => {
    const { rules, agentId } = rulesOfOneProcess();
    expect(types(rules.do({ type: 'ReportBreach', agentId, issues: ['shares its folder'] }))).toEqual([
      'IsolationBreached',
    ]);
    expect(agentOf(rules, agentId).isolationIssues).toEqual(['shares its folder']);
    expect(rules.state.counters.isolationBreaches).toBe(1);
    rules.do({ type: 'ReportExit', agentId, reason: 'killed' });
    rules.passToNext();
    expect(agentOf(rules, agentId).isolationIssues).toEqual([]);
  });
});

describe('verifying a skill', () => {
  it('twice is once, and the 65th is refused', () => {
    const rules = Rules.running(1);
    const agentId = only(rules);
    for (let i = 0; i < 64; i += 1) rules.do({ type: 'VerifyAgentSkill', agentId, skill: `skill-${String(i)}` });
    expect(rules.do({ type: 'VerifyAgentSkill', agentId, skill: 'skill-7' })).toEqual([]);
    expect(refusal(rules, { type: 'VerifyAgentSkill', agentId, skill: 'one more' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'skill', limit: 64 },
    });
  });
});
