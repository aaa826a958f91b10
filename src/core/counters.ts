import type { CoreEvent } from './event.js';
import { attemptTimeMs, type TaskState, type TaskStatus } from './task.js';
import { perType, type TaskType } from './task-type.js';

/** How many tasks of a type stand where now, and sums over its successful attempts, start to end. */
export interface TypeCounters {
  pending: number;
  inProgress: number;
  completed: number;
  failed: number;
  durationTotalMs: number;
  durationCount: number;
}

/**
 * Figures of a pool that are sums over its log, so that they add up: the tasks by status are all tasks
 * ever submitted, those that retention let go included.
 */
export interface Counters {
  readonly byStatus: Record<TaskStatus, number>;
  readonly byType: Record<TaskType, TypeCounters>;
  /** Places given out in the line: submissions and replays. */
  lined: number;
  refused: number;
  assignments: number;
  /** Submission to first assignment, summed over the tasks that had one. */
  latencyTotalMs: number;
  latencyCount: number;
  isolationBreaches: number;
  spawned: number;
}

export function emptyCounters(): Counters {
  return {
    byStatus: { PENDING: 0, IN_PROGRESS: 0, COMPLETED: 0, FAILED: 0, CANCELLED: 0 },
    byType: perType(() => ({
      pending: 0,
      inProgress: 0,
      completed: 0,
      failed: 0,
      durationTotalMs: 0,
      durationCount: 0,
    })),
    lined: 0,
    refused: 0,
    assignments: 0,
    latencyTotalMs: 0,
    latencyCount: 0,
    isolationBreaches: 0,
    spawned: 0,
  };
}

/** Adds an event that took a task from one version to the next. */
export function countTask(counters: Counters, event: CoreEvent, before: TaskState | undefined, after: TaskState): void {
  if (before?.status !== after.status) {
    if (before !== undefined) {
      counters.byStatus[before.status] -= 1;
      stand(counters, before, -1);
    }
    counters.byStatus[after.status] += 1;
    stand(counters, after, 1);
  }
  if (event.type === 'TaskSubmitted' || event.type === 'TaskReplayed') counters.lined += 1;
  if (event.type === 'TaskAssigned') {
    counters.assignments += 1;
    if (before?.assignmentLatencyMs == null && after.assignmentLatencyMs !== null) {
      counters.latencyTotalMs += after.assignmentLatencyMs;
      counters.latencyCount += 1;
    }
  }
  if (event.type === 'TaskCompleted') {
    const type = counters.byType[after.type];
    type.durationTotalMs += attemptTimeMs(after);
    type.durationCount += 1;
  }
}

/** Adds an event that is not a task's. */
export function countOther(counters: Counters, event: CoreEvent): void {
  if (event.type === 'AgentSpawned') counters.spawned += 1;
  else if (event.type === 'IsolationBreached') counters.isolationBreaches += 1;
  else if (event.type === 'SubmissionsRefused') counters.refused += event.count;
}

function stand(counters: Counters, task: TaskState, change: 1 | -1): void {
  const type = counters.byType[task.type];
  if (task.status === 'PENDING') type.pending += change;
  else if (task.status === 'IN_PROGRESS') type.inProgress += change;
  else if (task.status === 'COMPLETED') type.completed += change;
  else if (task.status === 'FAILED') type.failed += change;
}
