import type { CoreEvent } from './event.js';
import { setDeadline, type PoolState, type Settled } from './state.js';
import type { ClockMs } from './time.js';

/** With one event at most so many tasks and so many keys are let go of; the others follow with the next. */
const MAX_AT_ONCE = 1_000;

/** How much older than they may be things get in an idle pool, so that it is not woken for each of them. */
const GRAIN_SHARE = 0.01;
const GRAIN_MAX_MS = 60_000;

/**
 * Forgets settled tasks beyond the retention's count or age, and idempotency keys beyond theirs; the
 * longest settled and the oldest first. Called at every record, so there is little to do at each, and
 * memory is bounded by the limits, whatever the number of tasks ever seen.
 *
 * Returns the ids of the tasks it let go. Amortised O(1) per record.
 */
export function forgetOld(state: PoolState, cause: CoreEvent['type']): readonly string[] {
  const forgotten = forgetTasks(state, cause);
  forgetKeys(state);
  return forgotten;
}

function forgetTasks(state: PoolState, cause: CoreEvent['type']): readonly string[] {
  const { settled, tasks } = state;
  const longest = settled.peek();
  // The first in line is settled still unless it was replayed just now: it was seen to when it came to stand there.
  if (longest === undefined || (cause !== 'TaskReplayed' && isKept(state, longest))) return NOTHING;
  let forgotten: string[] | null = null;
  for (let oldest = settled.peek(); oldest !== undefined; oldest = settled.peek()) {
    const task = tasks.get(oldest.taskId);
    // Replayed since: it is not settled, or stands further back in the line.
    const isStale = task?.settledClockMs !== oldest.clockMs;
    if (!isStale && (isKept(state, oldest) || forgotten?.length === MAX_AT_ONCE)) break;
    settled.shift();
    if (isStale) continue;
    if (task.idempotencyKey !== null) keepForItsKey(state, task.idempotencyKey, task.id);
    tasks.delete(task.id);
    state.settledTasks -= 1;
    (forgotten ??= []).push(task.id);
  }
  return forgotten ?? NOTHING;
}

function isKept({ settledTasks, limits, clockMs }: PoolState, { clockMs: settledAt }: Settled): boolean {
  return settledTasks <= limits.retentionCount && clockMs - settledAt <= limits.retentionMs;
}

const NOTHING: readonly string[] = [];

/**
 * Sees to it that an idle pool lets go of what comes of age: one deadline, planned anew only when it
 * was met, so that a busy pool, which lets go with every event, pays nothing for it.
 */
export function planRetention(state: PoolState, cause: CoreEvent['type']): void {
  if (state.retentionDueClockMs !== null && cause !== 'RetentionPassed' && cause !== 'PoolConfigured') return;
  const due = Math.min(tasksDue(state), keysDue(state));
  state.retentionDueClockMs = due === Infinity ? null : due;
  setDeadline(state, 'retention', '', state.retentionDueClockMs);
}

function tasksDue({ settled, settledTasks, limits, clockMs }: PoolState): ClockMs {
  if (settledTasks > limits.retentionCount) return clockMs;
  const oldest = settled.peek();
  return oldest === undefined ? Infinity : cameOfAge(oldest.clockMs, limits.retentionMs);
}

/** A key whose task is still retained goes with the task. */
function keysDue({ keys, keyAges, tasks, limits }: PoolState): ClockMs {
  const oldest = keyAges.peek();
  const entry = oldest === undefined ? undefined : keys.get(oldest.key);
  if (entry === undefined || tasks.has(entry.taskId)) return Infinity;
  return cameOfAge(entry.atClockMs, limits.idempotencyMs);
}

function cameOfAge(atClockMs: ClockMs, ageMs: number): ClockMs {
  return atClockMs + ageMs + Math.max(1, Math.min(GRAIN_MAX_MS, ageMs * GRAIN_SHARE));
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
  const { keys, keyAges, limits } = state;
  let gone = 0;
  for (let oldest = keyAges.peek(); oldest !== undefined; oldest = keyAges.peek()) {
    const entry = keys.get(oldest.key);
    if (entry !== undefined && entry.taskId === oldest.taskId) {
      const isOver = keys.size > limits.idempotencyMaxKeys;
      const isOld = state.clockMs - entry.atClockMs > limits.idempotencyMs && !state.tasks.has(entry.taskId);
      if ((!isOver && !isOld) || gone === MAX_AT_ONCE) return;
      keys.delete(oldest.key);
      gone += 1;
    }
    keyAges.shift();
  }
}
