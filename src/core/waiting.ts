import type { Counters } from './counters.js';
import type { TaskType } from './task-type.js';

/** How many pending tasks are of these types. */
export function waitingTasks(counters: Counters, types: readonly TaskType[]): number {
  return types.reduce((sum, type) => sum + counters.byType[type].pending, 0);
}

/** Mean time of successful attempts over all types, in milliseconds; null before the first. */
export function meanDurationMs(counters: Counters): number | null {
  let total = 0;
  let count = 0;
  for (const type of Object.values(counters.byType)) {
    total += type.durationTotalMs;
    count += type.durationCount;
  }
  return count === 0 ? null : total / count;
}
