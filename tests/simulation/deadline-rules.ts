import type { AgentFacts } from './agent-facts.js';
import type { TaskFacts } from './task-facts.js';

/** The clock goes on a little between a decision and its record. */
export const TOLERANCE_MS = 25;

/** What should have happened to an agent by now; null where nothing is late. */
export function overdueAgent(agents: Iterable<AgentFacts>, clockMs: number): string | null {
  const isPast = (untilMs: number | null): boolean => untilMs !== null && untilMs + TOLERANCE_MS < clockMs;
  for (const { id, inHand, phase, quietUntil, restartAt } of agents) {
    if (inHand?.over === false && isPast(inHand.leaseUntil)) return `the lease of ${id} ended`;
    if (phase !== 'degraded' && isPast(quietUntil)) return `${id} has been silent for a lease`;
    if (phase === 'degraded' && isPast(restartAt)) return `a fresh process of ${id} was due`;
  }
  return null;
}

export function overdueTask(tasks: Iterable<TaskFacts>, clockMs: number): string | null {
  const isPast = (untilMs: number | null): boolean => untilMs !== null && untilMs + TOLERANCE_MS < clockMs;
  for (const { id, open, status, dueAt } of tasks) {
    if (open !== null && isPast(open.timeoutAt)) return `the attempt of ${id} timed out`;
    if (status === 'PENDING' && isPast(dueAt)) return `the retry of ${id} was due`;
  }
  return null;
}
