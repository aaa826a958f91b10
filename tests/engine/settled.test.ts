import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TaskState } from '../../src/core/task.js';
import type { Pool } from '../../src/engine/pool.js';
import { untilSettled } from '../../src/engine/settled.js';
import { ManualClock } from '../support/manual-clock.js';
import { init, openPool, submit } from '../support/pool.js';

describe('waiting for a task', () => {
  const never = new AbortController().signal;
  const clock = new ManualClock();
  let pool: Pool;
  beforeEach(async () => {
    ({ pool } = await openPool({ clock, limits: { retentionCount: 0 } }));
    await pool.execute(init(1));
  });
  afterEach(() => pool.close());

  const taskOf = (id: string): TaskState => pool.view.tasks.get(id)!;
  const complete = (taskId: string) =>
    pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: { n: 1 } });

  it('ends with the task, also one that is forgotten by the very end', async () => {
    const task = taskOf(await submit(pool));
    const waited = untilSettled(pool, task, 60_000, never);
    await complete(task.id);
    expect(pool.view.tasks.has(task.id)).toBe(false);
    expect(await waited).toMatchObject({ id: task.id, status: 'COMPLETED', result: { n: 1 } });
  });

  it('ends by an end that was undone in the same batch', async () => {
    const task = taskOf(await submit(pool));
    const waited = untilSettled(pool, task, 60_000, never);
    await Promise.all([
      pool.execute({ type: 'CancelTask', taskId: task.id, reason: null }),
      pool.execute({ type: 'RetryTask', taskId: task.id }).catch(() => undefined),
    ]);
    expect((await waited).status).toBe('CANCELLED');
  });

  it('sleeps through what happens to others', async () => {
    const task = taskOf(await submit(pool));
    const waited = untilSettled(pool, task, 60_000, never);
    const other = await submit(pool);
    await pool.execute({ type: 'CancelTask', taskId: other, reason: null });
    await complete(task.id);
    expect((await waited).status).toBe('COMPLETED');
  });

  it('gives one that is settled already at once', async () => {
    const task = taskOf(await submit(pool));
    const executed = await complete(task.id);
    const settled = executed.moments.findLast((moment) => moment.task?.id === task.id)!.task!;
    expect(await untilSettled(pool, settled, 60_000, never)).toBe(settled);
  });

  it('gives the newest version when the wait is over', async () => {
    const task = taskOf(await submit(pool));
    const waited = untilSettled(pool, task, 1, never);
    await pool.execute({ type: 'StartTask', taskId: task.id, leaseToken: null });
    await clock.pass(1);
    expect(await waited).toMatchObject({ id: task.id, status: 'IN_PROGRESS' });
  });

  it('ends when nobody waits any more, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const task = taskOf(await submit(pool));
    const waited = untilSettled(pool, task, 60_000, controller.signal);
    controller.abort();
    expect(await waited).toBe(task);
    expect(await untilSettled(pool, task, 60_000, controller.signal)).toBe(task);
  });
});
