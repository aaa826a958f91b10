import { describe, expect, it } from '@jest/globals';
import { queueKey } from '../../src/core/lanes.js';
import { DEFAULT_LIMITS } from '../../src/core/limits.js';
import { Rules, taskInput, types } from '../support/rules.js';
import {
  agentOf,
  complete,
  completeAfter,
  fail,
  occupy,
  refusal,
  refusedSubmission,
  runnerOf,
  spawn,
  taskOf,
  waitsFor,
} from './given.js';

/** The tasks in the order in which one agent after the other takes them. */
function drained(rules: Rules, taskIds: readonly string[]): string[] {
  const order: string[] = [];
  while (rules.state.counters.byStatus.IN_PROGRESS > 0) {
    const [running] = [...rules.state.tasks.values()].filter(({ status }) => status === 'IN_PROGRESS');
    if (running === undefined) break;
    order.push(running.id);
    complete(rules, running.id);
  }
  return order.filter((id) => taskIds.includes(id));
}

describe('submitting', () => {
  it('assigns at once to an idle agent, without a word of waiting, and queues where there is none', () => {
    const rules = Rules.running(1);
    expect(types(rules.do({ type: 'SubmitTask', input: taskInput() }))).toEqual(['TaskSubmitted', 'TaskAssigned']);
    expect(types(rules.do({ type: 'SubmitTask', input: taskInput() }))).toEqual(['TaskSubmitted', 'TaskQueued']);
  });

  it('measures the time to the first assignment only, not to later ones', () => {
    const rules = Rules.running(0);
    const taskId = rules.submit();
    rules.nowMs += 700;
    spawn(rules);
    expect(taskOf(rules, taskId).assignmentLatencyMs).toBe(700);
    fail(rules, taskId);
    rules.nowMs += 9_000;
    spawn(rules);
    expect(taskOf(rules, taskId).attempts).toHaveLength(2);
    expect(rules.state.counters).toMatchObject({ latencyTotalMs: 700, latencyCount: 1, assignments: 2 });
    expect(taskOf(rules, taskId).assignmentLatencyMs).toBe(700);
  });

  it('is refused in a pool that was never initialized, and leaves nothing behind', () => {
    const rules = new Rules();
    rules.do({ type: 'ConfigurePool', name: 'default', limits: DEFAULT_LIMITS, dependencies: [] });
    const before = rules.records.length;
    expect(refusedSubmission(rules)).toMatchObject({ code: 'POOL_NOT_RUNNING', retryable: false });
    expect(rules.records).toHaveLength(before);
  });

  it('is refused with an unknown preferred agent, and names the field', () => {
    const rules = Rules.running(1);
    expect(refusedSubmission(rules, { preferredAgentId: 'agent_none' })).toMatchObject({
      code: 'NOT_FOUND',
      details: { field: 'preferredAgentId' },
    });
  });

  it('waits in a paused pool although agents are idle, and starts when it resumes', () => {
    const rules = Rules.running(1);
    rules.do({ type: 'PausePool' });
    const taskId = rules.submit();
    expect(taskOf(rules, taskId).wait).toMatchObject({ reason: 'POOL_PAUSED', position: 1 });
    rules.do({ type: 'ResumePool' });
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'IN_PROGRESS', wait: null });
  });
});

describe('the queue', () => {
  it('goes by priority, and by submission within one', () => {
    const rules = Rules.running(1);
    const first = rules.submit();
    const [low, mid, midToo, high] = [0, 5, 5, 9].map((priority) => rules.submit({ priority }));
    expect(drained(rules, [first, low, mid, midToo, high].map(String))).toEqual([first, high, mid, midToo, low]);
  });

  it('keeps the place of a task over its retries: it goes before what was submitted after it', () => {
    const rules = Rules.running(2);
    const [older, other] = occupy(rules, 2).map(String) as [string, string];
    const younger = rules.submit({ priority: 9 });
    fail(rules, older, { retryAfterMs: 1_000 });
    expect(taskOf(rules, younger).status).toBe('IN_PROGRESS');
    const youngest = rules.submit({ priority: 9 });
    rules.pass(1_000);
    complete(rules, other);
    expect([taskOf(rules, older).status, taskOf(rules, youngest).status]).toEqual(['IN_PROGRESS', 'PENDING']);
  });

  it('gives a replayed task a new place behind those that wait', () => {
    const rules = Rules.running(1);
    const failed = rules.submit({ maxAttempts: 1 });
    fail(rules, failed);
    const running = rules.submit();
    const waiting = rules.submit();
    rules.do({ type: 'RetryTask', taskId: failed });
    expect(queueKey(taskOf(rules, failed))).toBeGreaterThan(queueKey(taskOf(rules, waiting)));
    expect(drained(rules, [running, waiting, failed])).toEqual([running, waiting, failed]);
  });

  it('does not block behind a task whose dependency is down', () => {
    const rules = Rules.running(1);
    rules.do({ type: 'SetDependency', name: 'discovery', status: 'DOWN' });
    const gated = rules.submit({ type: 'DISCOVERY', priority: 9 });
    const free = rules.submit();
    expect([waitsFor(rules, gated), taskOf(rules, free).status]).toEqual(['DEPENDENCY_DOWN', 'IN_PROGRESS']);
  });

  it('does not block behind a task whose skill no agent has', () => {
    const rules = Rules.running(1);
    const skilled = rules.submit({ requiredSkills: ['rust'], priority: 9 });
    const plain = rules.submit();
    expect([waitsFor(rules, skilled), taskOf(rules, plain).status]).toEqual(['MISSING_SKILL', 'IN_PROGRESS']);
    expect(taskOf(rules, skilled).wait?.detail).toContain('rust');
  });

  it('does not block behind a task that is backing off, whoever asked for that', () => {
    const rules = Rules.running(1);
    const held = rules.submit({ priority: 9 });
    fail(rules, held, { retryAfterMs: 5_000 });
    const excluded = rules.submit({ priority: 8 });
    fail(rules, excluded);
    const free = rules.submit();
    expect([waitsFor(rules, held), waitsFor(rules, excluded)]).toEqual(['BACKOFF', 'NO_OTHER_AGENT']);
    expect(taskOf(rules, free).status).toBe('IN_PROGRESS');
  });

  it('does not block behind a task of a type that no agent takes', () => {
    const rules = Rules.running(0);
    spawn(rules, { taskTypes: ['RESEARCH'] });
    const other = rules.submit({ type: 'INGEST', priority: 9 });
    const taken = rules.submit({ type: 'RESEARCH' });
    expect([waitsFor(rules, other), taskOf(rules, taken).status]).toEqual(['MISSING_SKILL', 'IN_PROGRESS']);
    expect(taskOf(rules, other).wait?.detail).toContain('INGEST');
  });

  it('tells two sets of skills apart whatever characters the skills hold', () => {
    const rules = Rules.running(0);
    rules.submit({ requiredSkills: ['a', 'b'], priority: 9 });
    const odd = rules.submit({ requiredSkills: ['a\u0001b'] });
    spawn(rules, { skills: ['a\u0001b'] });
    expect(taskOf(rules, odd).status).toBe('IN_PROGRESS');
  });

  it('is looked at again when an agent joins', () => {
    const rules = Rules.running(0);
    const taskId = rules.submit();
    expect(waitsFor(rules, taskId)).toBe('NO_IDLE_AGENT');
    expect(runnerOf(rules, (spawn(rules), taskId))).toBe(rules.agentIds()[0]);
  });

  it('is looked at again when an idle agent gains a skill', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ requiredSkills: ['rust'] });
    rules.do({ type: 'VerifyAgentSkill', agentId: rules.agentIds()[0] ?? '', skill: 'rust' });
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('is looked at with the new skill when an agent that gained it while busy becomes free', () => {
    const rules = Rules.running(1);
    const [busyWith] = occupy(rules, 1);
    const taskId = rules.submit({ requiredSkills: ['rust'] });
    rules.do({ type: 'VerifyAgentSkill', agentId: rules.agentIds()[0] ?? '', skill: 'rust' });
    expect(waitsFor(rules, taskId)).toBe('NO_IDLE_AGENT');
    complete(rules, String(busyWith));
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('is looked at again when a DEGRADED agent is restored', () => {
    const rules = Rules.running(1);
    const agentId = rules.agentIds()[0] ?? '';
    rules.do({ type: 'FailAgent', agentId, reason: null });
    const taskId = rules.submit();
    expect(waitsFor(rules, taskId)).toBe('NO_IDLE_AGENT');
    rules.do({ type: 'RestoreAgent', agentId });
    expect(runnerOf(rules, taskId)).toBe(agentId);
  });

  it('gives all that can run when several agents become able at once', () => {
    const rules = Rules.running(3);
    rules.do({ type: 'PausePool' });
    const ids = [0, 1, 2, 3].map((priority) => rules.submit({ priority }));
    const events = rules.do({ type: 'ResumePool' });
    expect(events.flatMap((event) => (event.type === 'TaskAssigned' ? [event.taskId] : []))).toEqual([
      ids[3],
      ids[2],
      ids[1],
    ]);
  });

  it('keeps one lane for each different requirement, however many tasks wait', () => {
    const rules = Rules.running(0, { maxQueueLength: 5_000 });
    for (let i = 0; i < 2_000; i += 1) rules.submit({ priority: i % 10, requiredSkills: i % 2 === 0 ? [] : ['sql'] });
    expect([...rules.state.index.lanes.all()]).toHaveLength(2);
    expect(rules.state.index.queue.size).toBe(2_000);
  });
});

describe('a waiting task', () => {
  it('says at which position it waits, over all priorities', () => {
    const rules = Rules.running(1);
    occupy(rules, 1);
    const low = rules.submit({ priority: 1 });
    const high = rules.submit({ priority: 2 });
    expect([taskOf(rules, low).wait?.position, taskOf(rules, high).wait?.position]).toEqual([1, 1]);
    expect(rules.state.index.queue.rank(queueKey(taskOf(rules, low))) + 1).toBe(2);
  });

  it('gives no estimate without history, and one by the mean duration, its position and the living agents with it', () => {
    const rules = Rules.running(2);
    const [first] = occupy(rules, 2);
    expect(taskOf(rules, rules.submit()).wait?.estimatedMs).toBeNull();
    completeAfter(rules, String(first), 400);
    expect(taskOf(rules, rules.submit()).wait).toMatchObject({
      reason: 'NO_IDLE_AGENT',
      position: 1,
      estimatedMs: 200,
    });
    expect(taskOf(rules, rules.submit()).wait).toMatchObject({ position: 2, estimatedMs: 400 });
    const gated = rules.submit({ requiredSkills: ['rust'] });
    expect(taskOf(rules, gated).wait).toMatchObject({ reason: 'MISSING_SKILL', estimatedMs: null });
  });

  it('says since when: from its last attempt on, not from its submission', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    rules.nowMs += 5_000;
    fail(rules, taskId);
    expect(taskOf(rules, taskId).wait?.sinceMs).toBe(rules.nowMs);
  });

  it('uses up no attempt and none of its timeout', () => {
    const rules = Rules.running(0);
    const taskId = rules.submit({ timeoutMs: 50, maxAttempts: 1 });
    rules.pass(3_600_000);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'PENDING', attemptsSpent: 0 });
    const agentId = spawn(rules);
    expect(taskOf(rules, taskId).attempts.at(-1)?.timeoutAtClockMs).toBe(rules.nowMs + 50);
    rules.pass(49);
    expect(runnerOf(rules, taskId)).toBe(agentId);
    rules.pass(1);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'FAILED', error: { code: 'TIMED_OUT' } });
  });

  it('can be cancelled, and leaves the queue', () => {
    const rules = Rules.running(0);
    const taskId = rules.submit();
    rules.do({ type: 'CancelTask', taskId, reason: 'not needed' });
    spawn(rules);
    expect(taskOf(rules, taskId)).toMatchObject({ status: 'CANCELLED', attempts: [] });
    expect(rules.state.index.queue.size).toBe(0);
  });
});

describe('the bound of the queue', () => {
  it('refuses the 101st waiting task with the limit and when to try again, and takes it once one has left', () => {
    const rules = Rules.running(1);
    occupy(rules, 1);
    for (let i = 0; i < 100; i += 1) rules.submit();
    const before = rules.records.length;
    expect(refusedSubmission(rules)).toMatchObject({
      code: 'QUEUE_FULL',
      retryable: true,
      details: { limit: 100, retryAfterMs: 1_000 },
    });
    expect(rules.records).toHaveLength(before);
    complete(rules, [...rules.state.tasks.keys()][0] ?? '');
    expect(waitsFor(rules, rules.submit())).toBe('NO_IDLE_AGENT');
  });

  it('says to try again after the mean time until an agent frees, once there is history, but at least 50 ms later', () => {
    const rules = Rules.running(2, { maxQueueLength: 0 });
    completeAfter(rules, rules.submit(), 900);
    occupy(rules, 2);
    expect(refusedSubmission(rules).details.retryAfterMs).toBe(450);
    const quick = Rules.running(1, { maxQueueLength: 0 });
    complete(quick, quick.submit());
    occupy(quick, 1);
    expect(refusedSubmission(quick).details.retryAfterMs).toBe(50);
  });

  it('takes a task that an idle agent can run at once although the queue is full of tasks that wait for something else', () => {
    const rules = Rules.running(1, { maxQueueLength: 3 });
    for (let i = 0; i < 3; i += 1) rules.submit({ requiredSkills: ['rust'] });
    expect(refusedSubmission(rules, { requiredSkills: ['rust'] }).code).toBe('QUEUE_FULL');
    expect(taskOf(rules, rules.submit()).status).toBe('IN_PROGRESS');
    expect(refusedSubmission(rules).code).toBe('QUEUE_FULL');
  });

  it('refuses in a paused pool, and for a gated type, even while agents are idle', () => {
    const rules = Rules.running(1, { maxQueueLength: 1 });
    rules.do({ type: 'SetDependency', name: 'discovery', status: 'DOWN' });
    rules.submit({ type: 'DISCOVERY' });
    expect(refusedSubmission(rules, { type: 'MIGRATION' }).code).toBe('QUEUE_FULL');
    rules.do({ type: 'PausePool' });
    expect(refusedSubmission(rules).code).toBe('QUEUE_FULL');
  });

  it('never refuses a retry of accepted work: the queue grows beyond its bound instead', () => {
    const rules = Rules.running(2, { maxQueueLength: 1 });
    const running = occupy(rules, 2);
    rules.submit();
    for (const agentId of rules.agentIds()) rules.do({ type: 'FailAgent', agentId, reason: null });
    expect(running.map((taskId) => taskOf(rules, taskId).status)).toEqual(['PENDING', 'PENDING']);
    expect(rules.state.counters.byStatus.PENDING).toBe(3);
    expect(refusedSubmission(rules).code).toBe('QUEUE_FULL');
  });

  it('applies to a replay', () => {
    const rules = Rules.running(1, { maxQueueLength: 1 });
    const failed = rules.submit({ maxAttempts: 1 });
    fail(rules, failed);
    occupy(rules, 1);
    const waiting = rules.submit();
    expect(refusal(rules, { type: 'RetryTask', taskId: failed }).code).toBe('QUEUE_FULL');
    rules.do({ type: 'CancelTask', taskId: waiting, reason: null });
    rules.do({ type: 'RetryTask', taskId: failed });
    expect(waitsFor(rules, failed)).toBe('NO_IDLE_AGENT');
  });

  it('lets a replay through a full queue where an idle agent takes it at once', () => {
    const rules = Rules.running(1, { maxQueueLength: 1 });
    const failed = rules.submit({ maxAttempts: 1 });
    fail(rules, failed);
    rules.submit({ requiredSkills: ['rust'] });
    rules.do({ type: 'RetryTask', taskId: failed });
    expect(taskOf(rules, failed).status).toBe('IN_PROGRESS');
    expect(agentOf(rules, runnerOf(rules, failed)).attempt?.number).toBe(2);
  });
});

describe('pausing', () => {
  it('leaves running attempts alone, and a retry waits', () => {
    const rules = Rules.running(2);
    const [one, two] = occupy(rules, 2).map(String) as [string, string];
    rules.do({ type: 'PausePool' });
    expect(taskOf(rules, one).status).toBe('IN_PROGRESS');
    complete(rules, one);
    fail(rules, two);
    expect(waitsFor(rules, two)).toBe('POOL_PAUSED');
    rules.do({ type: 'ResumePool' });
    expect(taskOf(rules, two).status).toBe('IN_PROGRESS');
  });

  it('twice is once, and so is resuming', () => {
    const rules = Rules.running(1);
    expect(types(rules.do({ type: 'PausePool' }))).toEqual(['PoolPaused']);
    expect(rules.do({ type: 'PausePool' })).toEqual([]);
    expect(types(rules.do({ type: 'ResumePool' }))).toEqual(['PoolResumed']);
    expect(rules.do({ type: 'ResumePool' })).toEqual([]);
  });
});
