import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/core/limits.js';
import { Rules, types } from '../support/rules.js';
import { complete, connected, fail, refusal, spawn } from './given.js';
import { plain, reloaded } from './reloaded.js';

const DAY_MS = 24 * 3_600_000;

describe('retention', () => {
  it('is 10,000 settled tasks and 7 days', () => {
    expect(DEFAULT_LIMITS).toMatchObject({ retentionCount: 10_000, retentionMs: 7 * DAY_MS });
  });

  it('lets the longest settled go beyond the count, whatever the order of submission', () => {
    const rules = Rules.running(3, { retentionCount: 2 });
    const [a, b, c] = [rules.submit(), rules.submit(), rules.submit()];
    for (const taskId of [c, a, b]) complete(rules, taskId);
    expect([...rules.state.tasks.keys()]).toEqual([a, b]);
    expect(rules.moments.at(-1)?.forgotten).toEqual([c]);
  });

  it('never lets go of what waits or runs, however old it is', () => {
    const rules = Rules.running(1, { retentionCount: 0 });
    const running = rules.submit();
    const waiting = rules.submit();
    rules.pass(30 * DAY_MS);
    rules.do({ type: 'PausePool' });
    expect([...rules.state.tasks.keys()]).toEqual([running, waiting]);
  });

  it('lets go by age with the first event after the very millisecond', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit();
    complete(rules, taskId);
    rules.nowMs += 7 * DAY_MS;
    rules.do({ type: 'PausePool' });
    expect(rules.state.tasks.has(taskId)).toBe(true);
    rules.nowMs += 1;
    rules.do({ type: 'ResumePool' });
    expect(rules.state.tasks.has(taskId)).toBe(false);
  });

  it('lets go by age in an idle pool too: within a hundredth of the age, a minute at most', () => {
    const rules = Rules.running(1, { retentionMs: 10_000 });
    const taskId = rules.submit();
    complete(rules, taskId);
    const settledAtMs = rules.nowMs;
    expect(rules.passToNext()).toBe(true);
    expect(rules.nowMs - settledAtMs).toBe(10_100);
    expect(rules.state.tasks.has(taskId)).toBe(false);
    expect(rules.passToNext()).toBe(false);
  });

  it('wakes an idle pool for the age of what settled last, however much has settled before', () => {
    const rules = Rules.running(1, { retentionMs: 10_000, retentionCount: 3 });
    for (let i = 0; i < 50; i += 1) {
      complete(rules, rules.submit());
      rules.pass(100);
    }
    for (let rang = 0; rules.passToNext(); rang += 1) expect(rang).toBeLessThan(5);
    expect([rules.state.tasks.size, rules.state.settledTasks, rules.state.settled.size]).toEqual([0, 0, 0]);
  });

  it('lets go of at most a thousand with one event, and of the others with the next, without waiting for another', () => {
    const rules = Rules.running(1, { retentionMs: 10_000 });
    for (let i = 0; i < 2_500; i += 1) complete(rules, rules.submit());
    rules.nowMs += 20_000;
    const sizes = [1, 2, 3].map(() => {
      rules.passToNext();
      return rules.state.tasks.size;
    });
    expect(sizes).toEqual([1_500, 500, 0]);
  });

  it('counts from the last end of a task that was replayed', () => {
    const rules = Rules.running(1, { retentionCount: 2 });
    const replayed = rules.submit({ maxAttempts: 1 });
    fail(rules, replayed);
    rules.nowMs += 10;
    const other = rules.submit();
    complete(rules, other);
    rules.nowMs += 10;
    rules.do({ type: 'RetryTask', taskId: replayed });
    expect(rules.state.settledTasks).toBe(1);
    complete(rules, replayed);
    rules.nowMs += 10;
    complete(rules, rules.submit());
    expect(rules.state.tasks.has(other)).toBe(false);
    expect(rules.state.tasks.has(replayed)).toBe(true);
    expect(rules.state.settledTasks).toBe(2);
  });

  it('keeps the line right where a task settles, is replayed and settles again in one millisecond', () => {
    const rules = Rules.running(0, { retentionCount: 1 });
    const taskId = rules.submit();
    for (let i = 0; i < 3; i += 1) {
      rules.do({ type: 'CancelTask', taskId, reason: null });
      if (i < 2) rules.do({ type: 'RetryTask', taskId });
    }
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    rules.do({ type: 'CancelTask', taskId: rules.submit(), reason: null });
    expect(rules.state.tasks.size).toBe(1);
    expect(rules.state.settledTasks).toBe(1);
    expect(rules.state.settled.size).toBe(1);
  });

  it('lets go of a task whose cancelled code still runs, and its slot is freed all the same', () => {
    const rules = Rules.running(0, { retentionCount: 0 });
    const agentId = connected(rules);
    const taskId = rules.submit();
    rules.do({ type: 'CancelTask', taskId, reason: null });
    expect(rules.state.tasks.size).toBe(0);
    expect(refusal(rules, { type: 'RetryTask', taskId }).code).toBe('NOT_FOUND');
    const waiting = rules.submit();
    rules.do({ type: 'Heartbeat', agentId, sessionTokenHash: 'session-hash', beats: [] });
    expect(rules.state.tasks.get(waiting)?.status).toBe('IN_PROGRESS');
  });

  it('follows a limit that was lowered, with the next event', () => {
    const rules = Rules.running(1);
    for (let i = 0; i < 5; i += 1) complete(rules, rules.submit());
    rules.do({
      type: 'ConfigurePool',
      name: 'default',
      limits: { ...DEFAULT_LIMITS, retentionCount: 2 },
      dependencies: [],
    });
    expect(rules.state.tasks.size).toBe(2);
  });

  it('keeps memory flat and the sums right, however many tasks have gone through', () => {
    const rules = Rules.running(2, { retentionCount: 10 });
    for (let i = 0; i < 3_000; i += 1) complete(rules, rules.submit());
    const { tasks, settled, keys, index, counters } = rules.state;
    expect([tasks.size, settled.size, keys.size, index.queue.size, index.deadlines.size]).toEqual([10, 10, 0, 0, 1]);
    expect(counters.byStatus.COMPLETED).toBe(3_000);
  });
});

describe('a snapshot', () => {
  it('gives the state back as it was: tasks, the line of the settled, keys, lanes, deadlines', () => {
    const rules = Rules.running(2, { retentionCount: 3, leaseMs: 1_000 });
    connected(rules);
    spawn(rules, { kind: 'PROCESS' });
    for (let i = 0; i < 5; i += 1) {
      rules.nowMs += 1;
      complete(rules, rules.submit({ idempotencyKey: `key-${String(i)}`, inputHash: 'hash' }));
    }
    fail(rules, rules.submit({ timeoutMs: 500 }), { retryAfterMs: 50 });
    rules.submit({ requiredSkills: ['rust'] });
    rules.do({ type: 'FailAgent', agentId: rules.agentIds()[3] ?? '', reason: null });
    rules.do({ type: 'SetDependency', name: 'discovery', status: 'DOWN' });
    expect(plain(reloaded(rules))).toEqual(plain(rules.state));
  });

  it('has each settled task once in the line, however often the pool restarts from one', () => {
    const rules = Rules.running(1);
    for (let i = 0; i < 3; i += 1) complete(rules, rules.submit());
    expect(reloaded(rules).settled.toArray()).toEqual(rules.state.settled.toArray());
    expect(reloaded(rules).settledTasks).toBe(3);
  });

  it('of a draining pool keeps the deadline of the drain', () => {
    const rules = Rules.running(1);
    rules.submit();
    rules.do({ type: 'ShutdownPool', mode: 'DRAIN', timeoutMs: 5_000 });
    expect(reloaded(rules).index.deadlines.peek()?.value).toEqual({
      kind: 'drain',
      id: '',
      dueClockMs: rules.nowMs + 5_000,
    });
  });

  it('is folded on like the state itself', () => {
    const rules = Rules.running(2, { retentionCount: 2 });
    for (let i = 0; i < 3; i += 1) complete(rules, rules.submit());
    const events = rules.do({ type: 'ShutdownPool', mode: 'DRAIN', timeoutMs: 0 });
    expect(types(events)).toContain('PoolStopped');
    expect(plain(reloaded(rules))).toEqual(plain(rules.state));
  });
});
