import { IndexedHeap } from '../lib/indexed-heap.js';
import type { TaskType } from './task-type.js';
import { excludedAgents, type TaskState } from './task.js';

/**
 * Pending tasks that the same agents can take, in queue order. Looking for work for an agent is
 * looking at the head of each lane, so its cost grows with the number of different requirements that
 * wait (types, skills, excluded agents), not with the number of tasks.
 */
export interface Lane {
  readonly type: TaskType;
  readonly skills: readonly string[];
  readonly excluded: readonly string[];
  /** Whether its tasks wait for their exclusion to be lifted. */
  readonly due: boolean;
  readonly tasks: IndexedHeap<string, TaskState>;
}

/** Queue order: higher priority first, within it the lower place in the line. */
export function queuedBefore(a: TaskState, b: TaskState): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority > b.priority;
}

/** The same order as one number, for ranks: below 2^53 for up to 2^45 tasks of a pool. */
export function queueKey(task: TaskState): number {
  return (9 - task.priority) * 2 ** 45 + task.order;
}

export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  all(): IterableIterator<Lane> {
    return this.#lanes.values();
  }

  /** Follows a task from one version to the next; undefined: there is none. */
  move(before: TaskState | undefined, after: TaskState | undefined): void {
    const from = before !== undefined && isLined(before) ? laneKey(before) : null;
    const to = after !== undefined && isLined(after) ? laneKey(after) : null;
    if (from === to && before?.order === after?.order) return;
    if (from !== null && before !== undefined) this.#remove(from, before.id);
    if (to !== null && after !== undefined) this.#add(to, after);
  }

  #add(key: string, task: TaskState): void {
    let lane = this.#lanes.get(key);
    if (lane === undefined) {
      lane = {
        type: task.type,
        skills: task.requiredSkills,
        excluded: excludedAgents(task),
        due: task.retryDueClockMs !== null,
        tasks: new IndexedHeap<string, TaskState>(queuedBefore),
      };
      this.#lanes.set(key, lane);
    }
    lane.tasks.set(task.id, task);
  }

  #remove(key: string, taskId: string): void {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return;
    lane.tasks.delete(taskId);
    if (lane.tasks.size === 0) this.#lanes.delete(key);
  }
}

/** In line for an agent: PENDING and not backing off at a failure's own wish. */
function isLined(task: TaskState): boolean {
  if (task.status !== 'PENDING' || task.holdMs !== null) return false;
  return task.retryDueClockMs === null || task.wait?.reason === 'NO_OTHER_AGENT';
}

function laneKey(task: TaskState): string {
  const excluded = excludedAgents(task);
  if (task.requiredSkills.length === 0 && excluded.length === 0) return task.type;
  // As JSON: a skill may hold any character, so no separator would do.
  return JSON.stringify([task.type, task.requiredSkills, [...excluded].sort(), task.retryDueClockMs !== null]);
}
