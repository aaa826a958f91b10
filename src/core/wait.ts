import { isCapable, type AgentState } from './agent.js';
import type { DependencyState } from './dependency.js';
import type { PoolPhase } from './state.js';
import { excludedAgents, type TaskState, type TaskWait, type WaitReason } from './task.js';
import type { TaskType } from './task-type.js';

/** What the reason depends on; the rules' own state and the readers' views both have it. */
export interface Surroundings {
  readonly pool: PoolPhase;
  readonly agents: ReadonlyMap<string, AgentState>;
  readonly dependencies: ReadonlyMap<string, DependencyState>;
}

/** The first dependency that is down and gates the type. */
export function closedGate(dependencies: ReadonlyMap<string, DependencyState>, type: TaskType): DependencyState | null {
  for (const dependency of dependencies.values()) {
    if (dependency.status === 'DOWN' && dependency.gatedTypes.includes(type)) return dependency;
  }
  return null;
}

/** Why a PENDING task that nobody takes now waits. Looks at agents until one that could take it is found. */
export function waitReason(
  around: Surroundings,
  task: TaskState,
): { readonly reason: WaitReason; readonly detail: string } {
  if (around.pool.phase === 'paused') return { reason: 'POOL_PAUSED', detail: 'the pool is paused' };
  const gate = closedGate(around.dependencies, task.type);
  if (gate !== null) return { reason: 'DEPENDENCY_DOWN', detail: `${gate.name} is down: ${gate.error ?? 'unknown'}` };
  if (task.holdMs !== null || (task.retryDueClockMs !== null && task.wait?.reason === 'BACKOFF')) {
    return { reason: 'BACKOFF', detail: 'the last failure asked to wait' };
  }
  return reasonAmong(around.agents, task);
}

/** What keeps it waiting by the agents alone, whatever the pool's phase and its dependencies are. */
export function reasonAmong(
  agents: ReadonlyMap<string, AgentState>,
  task: TaskState,
): { readonly reason: WaitReason; readonly detail: string } {
  const excluded = excludedAgents(task);
  let living = 0;
  let capable = 0;
  for (const agent of agents.values()) {
    if (agent.phase !== 'living') continue;
    living += 1;
    if (!isCapable(agent, task.type, task.requiredSkills)) continue;
    capable += 1;
    if (!excluded.includes(agent.id))
      return { reason: 'NO_IDLE_AGENT', detail: 'every agent that can take it is busy' };
  }
  if (living === 0) return { reason: 'NO_IDLE_AGENT', detail: 'no agent is living' };
  if (capable === 0) return { reason: 'MISSING_SKILL', detail: missing(task) };
  return { reason: 'NO_OTHER_AGENT', detail: 'every living agent that can take it has failed it' };
}

function missing(task: TaskState): string {
  if (task.requiredSkills.length === 0) return `no living agent takes ${task.type}`;
  return `no living agent takes ${task.type} with ${task.requiredSkills.join(', ')}`;
}

/**
 * Expected wait in milliseconds: the tasks up to and including this one, each of the mean duration so
 * far, over the living agents (Little's law). Null without history, without agents, and for anything
 * but a wait for a free agent.
 */
function estimateMs(
  reason: WaitReason,
  position: number,
  meanDurationMs: number | null,
  living: number,
): number | null {
  if (reason !== 'NO_IDLE_AGENT' || meanDurationMs === null || living === 0) return null;
  return Math.round((position * meanDurationMs) / living);
}

export function waitOf(
  around: Surroundings,
  task: TaskState,
  position: number,
  meanDurationMs: number | null,
): TaskWait {
  const { reason, detail } = waitReason(around, task);
  let living = 0;
  for (const agent of around.agents.values()) if (agent.phase === 'living') living += 1;
  return {
    reason,
    detail,
    sinceMs: task.waitingSinceMs,
    position,
    estimatedMs: estimateMs(reason, position, meanDurationMs, living),
  };
}
