import { agentStatus, averageTimeMs, isIdle, type AgentState } from './agent.js';
import type { RoutingCandidate } from './task.js';
import type { TaskType } from './task-type.js';

/** What a task asks of an agent. */
export interface Demand {
  readonly type: TaskType;
  readonly requiredSkills: readonly string[];
  readonly excluded: readonly string[];
}

/**
 * The terms of agents that were not chosen. For as long as nothing happens to an agent they are the same for all tasks of a type
 * that ask no more, so decisions share them: with 16 candidates they would be most of what a settled task keeps in memory.
 */
export class RoutingTerms {
  readonly #known = new Map<
    string,
    { readonly agent: AgentState; readonly terms: RoutingCandidate; readonly type: TaskType }
  >();

  of(agent: AgentState, demand: Demand): RoutingCandidate {
    const { type } = demand;
    if (demand.excluded.length > 0 || demand.requiredSkills.length > 0) return termsOf(agent, demand, false);
    const known = this.#known.get(agent.id);
    if (known?.agent === agent && known.type === type) return known.terms;
    const terms = termsOf(agent, demand, false);
    this.#known.set(agent.id, { agent, type, terms });
    return terms;
  }

  /** The agent has left. */
  delete(agentId: string): void {
    this.#known.delete(agentId);
  }
}

export function termsOf(agent: AgentState, demand: Demand, chosen: boolean): RoutingCandidate {
  const history = agent.byType[demand.type];
  return {
    agentId: agent.id,
    completedOfType: history?.completed ?? 0,
    averageTaskTimeMs: averageTimeMs(history),
    chosen,
    refusedBecause: chosen ? null : refusal(agent, demand),
  };
}

function refusal(agent: AgentState, { type, requiredSkills, excluded }: Demand): string | null {
  if (excluded.includes(agent.id)) return 'failed this task before';
  if (agent.taskTypes.length > 0 && !agent.taskTypes.includes(type)) return `does not take ${type}`;
  const missing = requiredSkills.find((skill) => !agent.verifiedSkills.includes(skill));
  if (missing !== undefined) return `lacks the skill ${JSON.stringify(missing)}`;
  if (isIdle(agent)) return null;
  return agent.phase === 'living' ? 'busy' : agentStatus(agent);
}
