import { DEFAULT_LIMITS } from '../../dist/core/limits.js';
import { machineClock } from '../../dist/engine/clock.js';
import { Pool } from '../../dist/engine/pool.js';
import { IdSource } from '../../dist/lib/ids.js';
import { Tokens } from './tokens.mjs';

const SNAPSHOT_EVERY = 200_000;
const FEED_CAPACITY = 20_000;
/** Submissions on their way at once while a queue is filled. */
const FILLED_AT_ONCE = 1_000;

/** A task that says nothing much: what is measured is the pool. */
export const TASK_INPUT = {
  ...{ type: 'GENERAL', payload: { text: 'hello' }, priority: 0, preferredAgentId: null, requiredSkills: [] },
  ...{ maxAttempts: 3, timeoutMs: null, idempotencyKey: null, inputHash: null, traceId: null, traceparent: null },
};

const assignedIn = new WeakMap();

/** A pool as the server makes it, with so many REMOTE agents driven by hand. */
export async function openPool(journal, { agents, snapshotEvery = SNAPSHOT_EVERY, limits = {} }) {
  const assigned = new Tokens();
  const pool = await Pool.open('bench', {
    ...{ journal, clock: machineClock, ids: new IdSource(), random: Math.random },
    ...{ feedCapacity: FEED_CAPACITY, snapshotEvery, perform: () => undefined },
    observe: ({ record, task }) => {
      if (record.event.type === 'TaskAssigned') assigned.give(task.id);
    },
    onWarning: console.error,
    onFatal: (error) => {
      throw error;
    },
  });
  assignedIn.set(pool, assigned);
  await pool.execute({
    type: 'ConfigurePool',
    name: 'bench',
    limits: { ...DEFAULT_LIMITS, maxSize: 1_024, maxQueueLength: 2_000_000, ...limits },
    dependencies: [],
  });
  await pool.execute({ type: 'Recover' });
  await pool.execute({ type: 'InitializePool', size: agents, kind: 'REMOTE' });
  return pool;
}

/** Submits a task and takes whichever is handed out next from its start to its end: with an empty queue, the same one. */
export async function lifecycle(pool) {
  await pool.execute({ type: 'SubmitTask', input: TASK_INPUT });
  const taskId = await assignedIn.get(pool).take();
  await pool.execute({ type: 'StartTask', taskId, leaseToken: null });
  await pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: null });
}

/** Submits so many tasks that wait. */
export async function fillQueue(pool, tasks) {
  for (let left = tasks; left > 0; left -= FILLED_AT_ONCE) {
    const batch = Array.from({ length: Math.min(left, FILLED_AT_ONCE) });
    await Promise.all(batch.map(() => pool.execute({ type: 'SubmitTask', input: TASK_INPUT })));
  }
}
