import { agentStatus, type AgentStatus } from '../core/agent.js';
import type { ClockMs } from '../core/time.js';
import type { PoolView } from './pool-view.js';

export function agentsByStatus(view: PoolView): Readonly<Record<AgentStatus, number>> {
  const counts: Record<AgentStatus, number> = { IDLE: 0, ANALYZING: 0, EXECUTING: 0, DEGRADED: 0, DRAINING: 0 };
  for (const agent of view.agents.values()) counts[agentStatus(agent)] += 1;
  return counts;
}

/** Busy agents over all agents, 0 to 1; 0 in a pool without agents. */
export function utilization(view: PoolView): number {
  return view.agents.size === 0 ? 0 : view.busyAgents / view.agents.size;
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
export function healthScore(view: PoolView): number {
  const agents = [...view.agents.values()];
  const dependencies = [...view.dependencies.values()];
  const well = share(agents, ({ phase }) => phase !== 'degraded');
  const up = share(dependencies, ({ status }) => status === 'UP');
  const isBreached = agents.some(({ isolationIssues }) => isolationIssues.length > 0);
  return well * up * view.outcomes.successShare() * (isBreached ? 0.5 : 1);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}
