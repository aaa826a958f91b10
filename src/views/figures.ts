import type { ClockMs } from '../core/time.js';
import type { PoolView } from './pool-view.js';

const STATUS = {
  new: 'STOPPED',
  running: 'RUNNING',
  paused: 'PAUSED',
  draining: 'DRAINING',
  stopped: 'STOPPED',
} as const;

/** What a pool does with work; STOPPED also before it is first initialized. */
export function poolStatus({ pool }: PoolView): (typeof STATUS)[keyof typeof STATUS] {
  return STATUS[pool.phase];
}

/** Busy agents over all agents, 0 to 1; 0 in a pool without agents. */
export function utilization(view: PoolView): number {
  return view.agents.size === 0 ? 0 : view.headcount.busy / view.agents.size;
}

/** How long the oldest PENDING task has waited since it was queued last, in milliseconds; null where none waits. */
export function oldestPendingMs(view: PoolView, clockMs: ClockMs): number | null {
  const id = view.index.oldest('PENDING');
  const task = id === null ? undefined : view.tasks.get(id);
  if (task === undefined) return null;
  const beforeThisWaitMs = Math.max(0, task.waitingSinceMs - task.createdAtMs);
  return Math.max(0, clockMs - task.createdClockMs - beforeThisWaitMs);
}

/** Submission to first assignment, mean over all tasks that had one; null before the first. */
export function meanLatencyMs({ counters }: PoolView): number | null {
  return counters.latencyCount === 0 ? null : counters.latencyTotalMs / counters.latencyCount;
}

/**
 * 0 to 1: the share of agents that are not DEGRADED, times the share of dependencies that are up, times
 * the share of the last 100 attempts that succeeded; halved while a breach of isolation stands. A share
 * of nothing is 1.
 */
export function healthScore({ agents, headcount, dependencies, outcomes }: PoolView): number {
  const well = share(agents.size - headcount.byStatus.DEGRADED, agents.size);
  const up = share([...dependencies.values()].filter(({ status }) => status === 'UP').length, dependencies.size);
  return well * up * outcomes.successShare() * (headcount.breached > 0 ? 0.5 : 1);
}

function share(part: number, all: number): number {
  return all === 0 ? 1 : part / all;
}
