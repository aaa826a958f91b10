import type { PoolState } from './state.js';
import type { TaskType } from './task-type.js';

/** How many pending tasks are of these types. */
export function waitingTasks(state: PoolState, types: readonly TaskType[]): number {
  return types.reduce((sum, type) => sum + state.counters.byType[type].pending, 0);
}

/** Mean time of successful attempts over all types, in milliseconds; null before the first. */
export function meanDurationMs(state: PoolState): number | null {
  let total = 0;
  let count = 0;
  for (const type of Object.values(state.counters.byType)) {
    total += type.durationTotalMs;
    count += type.durationCount;
  }
  return count === 0 ? null : total / count;
}
