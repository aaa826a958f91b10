import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/core/limits.js';
import { Rules, taskInput } from '../support/rules.js';
import { complete, fail, refusedSubmission, taskOf } from './given.js';

const DAY_MS = 24 * 3_600_000;
const keyed = (idempotencyKey: string, inputHash = 'hash'): { idempotencyKey: string; inputHash: string } => ({
  idempotencyKey,
  inputHash,
});

describe('an idempotency key', () => {
  it('gives the first task again, and no event', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit(keyed('k'));
    const { events, answer } = rules.ask({ type: 'SubmitTask', input: taskInput(keyed('k')) });
    expect(events).toEqual([]);
    expect(answer).toEqual({ taskId, replayedOf: taskOf(rules, taskId) });
    expect(rules.state.tasks.size).toBe(1);
  });

  it('with another input is a conflict, since the caller’s hash says so', () => {
    const rules = Rules.running(1);
    rules.submit(keyed('k', 'one'));
    expect(refusedSubmission(rules, keyed('k', 'two'))).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      details: { field: 'idempotencyKey' },
    });
  });

  it('gives the first task however it ended, also FAILED ones', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ ...keyed('k'), maxAttempts: 1 });
    fail(rules, taskId);
    expect(rules.ask({ type: 'SubmitTask', input: taskInput(keyed('k')) }).answer.replayedOf).toMatchObject({
      id: taskId,
      status: 'FAILED',
    });
  });

  it('is answered where a new submission would be refused: full, paused, drained', () => {
    const rules = Rules.running(1, { maxQueueLength: 0 });
    const taskId = rules.submit(keyed('k'));
    expect(refusedSubmission(rules, keyed('other')).code).toBe('QUEUE_FULL');
    expect(rules.submit(keyed('k'))).toBe(taskId);
    rules.do({ type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 });
    expect(refusedSubmission(rules, keyed('other')).code).toBe('POOL_NOT_RUNNING');
    expect(rules.submit(keyed('k'))).toBe(taskId);
  });

  it('that was refused is free: the next submission with it is the first', () => {
    const rules = Rules.running(0, { maxQueueLength: 0 });
    refusedSubmission(rules, keyed('k'));
    expect(rules.state.keys.size).toBe(0);
  });

  it('outlives its task: what is left is the task without its result, with the payload of who asks', () => {
    const rules = Rules.running(1, { retentionCount: 1 });
    const taskId = rules.submit({ ...keyed('k'), payload: { a: 1 } });
    complete(rules, taskId);
    complete(rules, rules.submit());
    expect(rules.state.tasks.has(taskId)).toBe(false);
    const { answer } = rules.ask({ type: 'SubmitTask', input: taskInput({ ...keyed('k'), payload: { a: 1 } }) });
    expect(answer).toMatchObject({
      taskId,
      replayedOf: { id: taskId, status: 'COMPLETED', payload: { a: 1 }, attempts: [] },
    });
    expect(refusedSubmission(rules, keyed('k', 'two')).code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('holds for 24 hours to the millisecond after its task is forgotten, and is free then', () => {
    const rules = Rules.running(1, { retentionCount: 0 });
    const taskId = rules.submit(keyed('k'));
    complete(rules, taskId);
    rules.nowMs += DAY_MS;
    complete(rules, rules.submit());
    expect(rules.submit(keyed('k'))).toBe(taskId);
    rules.nowMs += 1;
    complete(rules, rules.submit());
    expect(rules.submit(keyed('k'))).not.toBe(taskId);
  });

  it('holds for as long as its task is retained, however long that is', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit(keyed('k'));
    complete(rules, taskId);
    rules.nowMs += 6 * DAY_MS;
    complete(rules, rules.submit());
    expect(rules.submit(keyed('k'))).toBe(taskId);
    rules.nowMs += DAY_MS + 1;
    complete(rules, rules.submit());
    expect(rules.state.tasks.has(taskId)).toBe(false);
    expect(rules.state.keys.size).toBe(0);
  });

  it('is forgotten in an idle pool too, once its task is gone and a day is over', () => {
    const rules = Rules.running(1, { retentionCount: 0 });
    complete(rules, rules.submit(keyed('k')));
    expect([rules.state.tasks.size, rules.state.keys.size]).toEqual([0, 1]);
    const heldAtMs = rules.nowMs;
    expect(rules.passToNext()).toBe(true);
    expect(rules.nowMs - heldAtMs).toBe(DAY_MS + 60_000);
    expect(rules.state.keys.size).toBe(0);
  });

  it('is forgotten oldest first beyond the bound, which is 100,000', () => {
    expect(DEFAULT_LIMITS).toMatchObject({ idempotencyMaxKeys: 100_000, idempotencyMs: DAY_MS });
    const rules = Rules.running(0, { idempotencyMaxKeys: 3 });
    const [first, second] = ['a', 'b', 'c', 'd'].map((key) => rules.submit(keyed(key)));
    expect([...rules.state.keys.keys()]).toEqual(['b', 'c', 'd']);
    expect(rules.submit(keyed('b'))).toBe(second);
    expect(rules.submit(keyed('a', 'anything'))).not.toBe(first);
  });

  it('that was given out anew does not fall with its first life', () => {
    const rules = Rules.running(0, { idempotencyMaxKeys: 2 });
    for (const key of ['a', 'b', 'c']) rules.submit(keyed(key));
    const again = rules.submit(keyed('a'));
    rules.submit(keyed('d'));
    expect([...rules.state.keys.keys()].sort()).toEqual(['a', 'd']);
    expect(rules.submit(keyed('a'))).toBe(again);
  });
});
