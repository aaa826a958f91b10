import type { Lane } from './lanes.js';
import type { PoolState } from './state.js';
import type { TaskState } from './task.js';
import { closedGate } from './wait.js';

/**
 * The first waiting task, in queue order, that an idle agent can take; null where there is none.
 *
 * Mostly that is the first task of all. Else the lanes are gone through in the order of their first
 * tasks, until none can hold an earlier one: O(log n) in tasks and agents for each lane and profile.
 */
export function firstTakeable(state: PoolState): TaskState | null {
  const { lanes } = state.index;
  const front = lanes.first();
  if (front === undefined) return null;
  if (firstOf(state, front) === front.head) return taskAt(state, front, front.head);
  let first: { readonly lane: Lane; readonly key: number } | null = null;
  for (const lane of lanes.inOrder()) {
    if (first !== null && first.key < lane.head) break;
    const key = firstOf(state, lane);
    if (key < (first?.key ?? Infinity)) first = { lane, key };
  }
  return first === null ? null : taskAt(state, first.lane, first.key);
}

function taskAt(state: PoolState, lane: Lane, key: number): TaskState | null {
  return state.tasks.get(lane.taskAt(key)) ?? null;
}

/** The queue key of the lane's first task that an idle agent can take; `Infinity` where there is none. */
function firstOf(state: PoolState, lane: Lane): number {
  if (closedGate(state.dependencies, lane.type) !== null) return Infinity;
  let first = Infinity;
  for (const { idle } of state.profiles.able(lane.type, lane.skills)) {
    if (idle.size === 0) continue;
    first = Math.min(first, lane.openHead);
    if (!lane.excludesAny || first === lane.head) continue;
    // Of one idle agent more than any task excludes, one may take the first.
    for (const agent of idle.some(lane.mostExcluded + 1)) first = Math.min(first, lane.firstNotExcluding(agent.id));
  }
  return first;
}
