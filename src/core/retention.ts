import type { PoolState } from './state.js';

/**
 * Forgets settled tasks beyond the retention's count or age, and idempotency keys beyond theirs; the
 * longest settled and the oldest first. Called at every record, so there is little to do at each, and
 * memory is bounded by the limits, whatever the number of tasks ever seen.
 *
 * Returns the ids of the tasks it let go. Amortised O(1) per record.
 */
export function forgetOld(state: PoolState): readonly string[] {
  const { limits, settled, tasks } = state;
  let forgotten: string[] | null = null;
  for (let oldest = settled.peek(); oldest !== undefined; oldest = settled.peek()) {
    const task = tasks.get(oldest.taskId);
    // Replayed since: it is not settled, or stands further back in the line.
    const isStale = task?.settledClockMs !== oldest.clockMs;
    const isKept = state.settledTasks <= limits.retentionCount && state.clockMs - oldest.clockMs <= limits.retentionMs;
    if (!isStale && isKept) break;
    settled.shift();
    if (isStale) continue;
    if (task.idempotencyKey !== null) keepForItsKey(state, task.idempotencyKey, task.id);
    tasks.delete(task.id);
    state.settledTasks -= 1;
    (forgotten ??= []).push(task.id);
  }
  forgetKeys(state);
  return forgotten ?? NOTHING;
}

const NOTHING: readonly string[] = [];

/**
 * A key outlives its task: what is kept for it is the task without its payload (the caller who sends
 * the key again has it) and without its result, so that 100,000 keys stay small.
 */
function keepForItsKey(state: PoolState, key: string, taskId: string): void {
  const entry = state.keys.get(key);
  if (entry?.taskId !== taskId) return;
  const task = state.tasks.get(taskId);
  if (task !== undefined) state.keys.set(key, { ...entry, kept: { ...task, payload: {}, result: null, attempts: [] } });
}

/** A key holds while its task is retained, and for `idempotencyMs` at least; never more than the bound of them. */
function forgetKeys(state: PoolState): void {
  const { keys, keyAges, limits } = state;
  for (let oldest = keyAges.peek(); oldest !== undefined; oldest = keyAges.peek()) {
    const entry = keys.get(oldest.key);
    if (entry !== undefined && entry.taskId === oldest.taskId) {
      const isOver = keys.size > limits.idempotencyMaxKeys;
      const isOld = state.clockMs - entry.atClockMs > limits.idempotencyMs && !state.tasks.has(entry.taskId);
      if (!isOver && !isOld) return;
      keys.delete(oldest.key);
    }
    keyAges.shift();
  }
}
