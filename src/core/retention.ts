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
  for (const id of settled) {
    const task = tasks.get(id);
    const age = state.clockMs - (task?.settledClockMs ?? 0);
    if (settled.size <= limits.retentionCount && age <= limits.retentionMs) break;
    if (task?.idempotencyKey != null) keepForItsKey(state, task.idempotencyKey, id);
    settled.delete(id);
    tasks.delete(id);
    (forgotten ??= []).push(id);
  }
  forgetKeys(state);
  return forgotten ?? [];
}

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
  const { keys, limits } = state;
  for (const [key, entry] of keys) {
    const over = keys.size > limits.idempotencyMaxKeys;
    const stale = state.clockMs - entry.atClockMs > limits.idempotencyMs && !state.tasks.has(entry.taskId);
    if (!over && !stale) return;
    keys.delete(key);
  }
}
