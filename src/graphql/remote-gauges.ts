interface Usage {
  readonly memoryUsage: number | null;
  readonly cpuUsage: number | null;
}

/** What REMOTE agents said of their usage with their last heartbeat. Bounded by the agents there are. */
export class RemoteGauges {
  readonly #isKnown: (agentId: string) => boolean;
  readonly #usage = new Map<string, Usage>();
  #sweepAt = 64;

  /** `isKnown`: whether the agent is still in a pool. */
  constructor(isKnown: (agentId: string) => boolean) {
    this.#isKnown = isKnown;
  }

  set(agentId: string, usage: Usage): void {
    this.#usage.set(agentId, usage);
    if (this.#usage.size >= this.#sweepAt) this.#sweep();
  }

  of(agentId: string): Usage {
    return this.#usage.get(agentId) ?? { memoryUsage: null, cpuUsage: null };
  }

  /** Lets go of agents that have left. Their ids are never used again. */
  #sweep(): void {
    for (const id of this.#usage.keys()) if (!this.#isKnown(id)) this.#usage.delete(id);
    this.#sweepAt = Math.max(64, this.#usage.size * 2);
  }
}
