import type { AgentState } from './agent.js';

/** An agent in full, or what of it differs from the version of it that was coded before. */
export type CodedAgent = Partial<AgentState> & Pick<AgentState, 'id'>;

/**
 * Versions of agents one after the other, each as what has changed since the one before: neighbouring
 * versions of an agent differ in a few of its thirty fields.
 */
export class AgentEncoder {
  readonly #last = new Map<string, AgentState>();

  encode(agent: AgentState): CodedAgent {
    const before = this.#last.get(agent.id);
    this.#last.set(agent.id, agent);
    if (before === undefined) return agent;
    const changed: Record<string, unknown> = { id: agent.id };
    for (const field of Object.keys(agent) as (keyof AgentState)[]) {
      if (before[field] !== agent[field]) changed[field] = agent[field];
    }
    return changed as CodedAgent;
  }
}

/** Gives the versions back in the order in which they were coded. */
export class AgentDecoder {
  readonly #last = new Map<string, AgentState>();

  decode(coded: CodedAgent): AgentState {
    const agent = { ...this.#last.get(coded.id), ...coded } as AgentState;
    this.#last.set(agent.id, agent);
    return agent;
  }
}
