import { isCapable, type AgentState } from './agent.js';
import type { DependencyState } from './dependency.js';
import type { Profiles } from './profiles.js';
import type { PoolPhase } from './state.js';
import { excludedAgents, type TaskState, type TaskWait, type WaitReason } from './task.js';
import type { TaskType } from './task-type.js';

/** What the reason depends on; the rules' own state and the readers' views both have it. */
export interface Surroundings {
  readonly pool: PoolPhase;
  readonly agents: ReadonlyMap<string, AgentState>;
  readonly profiles: Profiles;
  readonly dependencies: ReadonlyMap<string, DependencyState>;
}

/** The first dependency that is down and gates the type. */
export function closedGate(dependencies: ReadonlyMap<string, DependencyState>, type: TaskType): DependencyState | null {
  for (const dependency of dependencies.values()) {
    if (dependency.status === 'DOWN' && dependency.gatedTypes.includes(type)) return dependency;
  }
  return null;
}

/** Why a PENDING task that nobody takes now waits. Looks at profiles and at the agents that failed it, not at all agents. */
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
  return reasonAmong(around, task);
}

/** What keeps it waiting by the agents alone, whatever the pool's phase and its dependencies are. */
export function reasonAmong(
  { agents, profiles }: Pick<Surroundings, 'agents' | 'profiles'>,
  task: TaskState,
): { readonly reason: WaitReason; readonly detail: string } {
  if (profiles.living === 0) return { reason: 'NO_IDLE_AGENT', detail: 'no agent is living' };
  const able = profiles.livingAble(task.type, task.requiredSkills);
  if (able === 0) return { reason: 'MISSING_SKILL', detail: missing(task) };
  return excludesAll(agents, able, task, excludedAgents(task))
    ? { reason: 'NO_OTHER_AGENT', detail: 'every living agent that can take it has failed it' }
    : { reason: 'NO_IDLE_AGENT', detail: 'every agent that can take it is busy' };
}

/** Whether the `able` living agents that could take a task of that type with these skills are all among `excluded`. */
export function excludesAll(
  agents: ReadonlyMap<string, AgentState>,
  able: number,
  { type, requiredSkills }: Pick<TaskState, 'type' | 'requiredSkills'>,
  excluded: readonly string[],
): boolean {
  if (able > excluded.length) return false;
  const among = excluded.filter((id) => {
    const agent = agents.get(id);
    return agent?.phase === 'living' && isCapable(agent, type, requiredSkills);
  });
  return among.length === able;
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
  return {
    reason,
    detail,
    sinceMs: task.waitingSinceMs,
    position,
    estimatedMs: estimateMs(reason, position, meanDurationMs, around.profiles.living),
  };
}
