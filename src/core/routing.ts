import { isCapable, isIdle, type AgentState } from './agent.js';
import { fasterAt, usedBefore } from './idle-agents.js';
import { MAX_ROUTING_CANDIDATES } from './limits.js';
import { termsOf, type Demand } from './routing-terms.js';
import type { PoolState } from './state.js';
import {
  excludedAgents,
  type RoutingCandidate,
  type RoutingDecision,
  type RoutingStrategy,
  type TaskInput,
  type TaskState,
} from './task.js';
import { perType } from './task-type.js';

/** What routing looks at; a task that is still being submitted has not failed anywhere. */
export interface Wanted extends Demand {
  readonly preferredAgentId: string | null;
  readonly failedAgentIds: readonly string[];
  readonly exclusionLifted: boolean;
}

/** What an assignment's record says of its routing. */
interface Chosen {
  readonly agentId: string;
  readonly strategy: RoutingStrategy;
}

export interface Route {
  readonly agent: AgentState;
  readonly strategy: RoutingStrategy;
}

export function wantedBy(task: TaskState): Wanted {
  const { type, requiredSkills, preferredAgentId, failedAgentIds, exclusionLifted } = task;
  return { type, requiredSkills, preferredAgentId, failedAgentIds, exclusionLifted, excluded: excludedAgents(task) };
}

export function wantedByInput(input: TaskInput): Wanted {
  const { type, requiredSkills, preferredAgentId } = input;
  return { type, requiredSkills, preferredAgentId, excluded: [], failedAgentIds: [], exclusionLifted: false };
}

/**
 * The preferred agent if idle and able; else the idle able agent with completed tasks of this type and
 * the lowest mean time for it; else the least recently used idle able agent; null where there is none.
 * "Able": takes the type, has every required skill, is not excluded.
 *
 * O(log n) in agents for each profile, and for each excluded agent that is idle.
 */
export function route(state: PoolState, wanted: Wanted): Route | null {
  const preferred = wanted.preferredAgentId === null ? undefined : state.agents.get(wanted.preferredAgentId);
  if (preferred !== undefined && isIdle(preferred) && isAble(preferred, wanted))
    return { agent: preferred, strategy: 'PREFERRED' };
  const isFaster = FASTER[wanted.type];
  let fastest: AgentState | null = null;
  let leastUsed: AgentState | null = null;
  for (const { idle } of state.profiles.able(wanted.type, wanted.requiredSkills)) {
    if (idle.size === 0) continue;
    const fast = idle.fastest(wanted.type, wanted.excluded);
    if (fast !== null && (fastest === null || isFaster(fast, fastest))) fastest = fast;
    const rested = idle.leastUsed(wanted.excluded);
    if (rested !== null && (leastUsed === null || usedBefore(rested, leastUsed))) leastUsed = rested;
  }
  if (fastest !== null) return { agent: fastest, strategy: 'AFFINITY' };
  return leastUsed === null ? null : { agent: leastUsed, strategy: 'FALLBACK' };
}

const FASTER = perType(fasterAt);

function isAble(agent: AgentState, wanted: Wanted): boolean {
  return isCapable(agent, wanted.type, wanted.requiredSkills) && !wanted.excluded.includes(agent.id);
}

/**
 * Why this agent, on the state that the assignment meets: the terms of every agent of the pool; of a pool larger than 16
 * those of the chosen one and of others up to 16.
 */
export function routingDecision(state: PoolState, wanted: Wanted, chosen: Chosen): RoutingDecision {
  const candidates: RoutingCandidate[] = [];
  let isNamed = false;
  for (const agent of state.agents.values()) {
    if (candidates.length === (isNamed ? MAX_ROUTING_CANDIDATES : MAX_ROUTING_CANDIDATES - 1)) break;
    const isChosen = agent.id === chosen.agentId;
    candidates.push(isChosen ? termsOf(agent, wanted, true) : state.index.terms.of(agent, wanted));
    isNamed ||= isChosen;
  }
  const named = isNamed ? undefined : state.agents.get(chosen.agentId);
  if (named !== undefined) candidates.push(termsOf(named, wanted, true));
  return {
    strategy: chosen.strategy,
    excludedAgentIds: wanted.failedAgentIds,
    exclusionLifted: wanted.exclusionLifted,
    candidates,
  };
}
