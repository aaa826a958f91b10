import { agentStatus, type AgentState, type AgentStatus } from '../core/agent.js';

/** How many agents there are of each kind that a figure asks for, kept as they change. */
export class Headcount {
  readonly #byStatus: Record<AgentStatus, number> = {
    IDLE: 0,
    ANALYZING: 0,
    EXECUTING: 0,
    DEGRADED: 0,
    DRAINING: 0,
  };
  #busy = 0;
  #breached = 0;

  get byStatus(): Readonly<Record<AgentStatus, number>> {
    return this.#byStatus;
  }

  /** Those that have an attempt in hand, over or not. */
  get busy(): number {
    return this.#busy;
  }

  /** Those whose isolation is found to be breached. */
  get breached(): number {
    return this.#breached;
  }

  /** Follows an agent from one version to the next; undefined: it is not in the pool. */
  move(before: AgentState | undefined, after: AgentState | undefined): void {
    if (before !== undefined) this.#count(before, -1);
    if (after !== undefined) this.#count(after, 1);
  }

  #count(agent: AgentState, by: 1 | -1): void {
    this.#byStatus[agentStatus(agent)] += by;
    if (agent.attempt !== null) this.#busy += by;
    if (agent.isolationIssues.length > 0) this.#breached += by;
  }
}
