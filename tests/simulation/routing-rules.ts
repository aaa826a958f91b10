import type { AgentFacts } from './agent-facts.js';
import type { TaskFacts } from './task-facts.js';

/** Whether this agent is idle and able, and allowed to. */
export function isTakeable(task: TaskFacts, agent: AgentFacts): boolean {
  return agent.isIdle() && agent.isCapable(task) && !task.excludes(agent.id);
}

/**
 * Why another agent should have got the task: the preferred one where it is idle and able; else the fastest with history
 * of the type; else the one that was used least recently. Null where the choice is right.
 */
export function misrouted(
  task: TaskFacts,
  chosen: AgentFacts,
  strategy: string,
  agents: Iterable<AgentFacts>,
): string | null {
  const able = [...agents].filter((agent) => isTakeable(task, agent));
  const preferred = able.find(({ id }) => id === task.preferredAgentId);
  if (preferred !== undefined) return chosen === preferred ? wrong(strategy, 'PREFERRED') : 'another one is preferred';
  const mean = chosen.meanMs(task.type);
  const fastest = Math.min(...able.map((agent) => agent.meanMs(task.type) ?? Infinity));
  if (fastest < Infinity) {
    if (mean === null || mean > fastest + 1e-6) return `another one takes ${fastest} ms and not ${mean ?? 'unknown'}`;
    return wrong(strategy, 'AFFINITY');
  }
  const leastUsed = Math.min(...able.map(({ lastUsed }) => lastUsed));
  return chosen.lastUsed > leastUsed ? 'another one was used less recently' : wrong(strategy, 'FALLBACK');
}

function wrong(strategy: string, expected: string): string | null {
  return strategy === expected ? null : `that is ${expected}`;
}
