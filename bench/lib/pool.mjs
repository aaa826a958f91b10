import { DEFAULT_LIMITS } from '../../dist/core/limits.js';
import { machineClock } from '../../dist/engine/clock.js';
import { Pool } from '../../dist/engine/pool.js';
import { IdSource } from '../../dist/lib/ids.js';

const SNAPSHOT_EVERY = 200_000;

/** A task that says nothing much: what is measured is the pool. */
const input = {
  ...{ type: 'GENERAL', payload: { text: 'hello' }, priority: 0, preferredAgentId: null, requiredSkills: [] },
  ...{ maxAttempts: 3, timeoutMs: null, idempotencyKey: null, inputHash: null, traceId: null, traceparent: null },
};

/** A pool as the server makes it, with so many REMOTE agents driven by hand. */
export async function openPool(journal, { agents, snapshotEvery = SNAPSHOT_EVERY, limits = {} }) {
  const pool = await Pool.open('bench', {
    ...{ journal, clock: machineClock, ids: new IdSource(), random: Math.random },
    ...{ feedCapacity: 16_384, snapshotEvery, perform: () => undefined, observe: () => undefined },
    onWarning: console.error,
    onFatal: (error) => {
      throw error;
    },
  });
  await pool.execute({
    type: 'ConfigurePool',
    name: 'bench',
    limits: { ...DEFAULT_LIMITS, maxSize: 1_024, ...limits },
    dependencies: [],
  });
  await pool.execute({ type: 'Recover' });
  await pool.execute({ type: 'InitializePool', size: agents, kind: 'REMOTE' });
  return pool;
}

/** One task from its submission to its end. */
export async function lifecycle(pool) {
  const { answer } = await pool.execute({ type: 'SubmitTask', input });
  const { taskId } = answer;
  await pool.execute({ type: 'StartTask', taskId, leaseToken: null });
  await pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: null });
}
