import type {
  AgentLife,
  AgentMeasurement,
  AgentReports,
  AgentRuntime,
  IsolationEvidence,
} from '../../src/agents/runtime.js';

/** PROCESS agents without processes: they are ready at once and never work. `leaks` makes one read what another keeps. */
export class InMemoryRuntime implements AgentRuntime {
  readonly #reports: AgentReports;
  readonly #lives = new Map<string, AgentLife>();
  leaks: { readonly reader: string; readonly keeper: string } | null = null;
  checks = 0;

  constructor(reports: AgentReports) {
    this.#reports = reports;
  }

  startAgent(life: AgentLife): void {
    this.#lives.set(life.agentId, life);
    setImmediate(() => {
      this.#reports.onReady(life.agentId);
    });
  }

  stopAgent(agentId: string): void {
    this.#lives.delete(agentId);
  }

  startAttempt(): void {
    // Its work has no end of its own.
  }

  cancelAttempt(agentId: string, leaseToken: string): void {
    setImmediate(() => {
      this.#reports.onReleased(agentId, leaseToken);
    });
  }

  measure(agentId: string): AgentMeasurement | null {
    if (!this.#lives.has(agentId)) return null;
    return { memoryUsage: 0.25, cpuUsage: 0.5, heapUsedBytes: 1_024, lastHeartbeatAtMs: 0 };
  }

  checkIsolation(): Promise<readonly IsolationEvidence[]> {
    this.checks += 1;
    return Promise.resolve([...this.#lives.values()].map((life, i) => this.#evidence(life, i)));
  }

  close(): Promise<void> {
    this.#lives.clear();
    return Promise.resolve();
  }

  #evidence({ agentId, contextWindowId, toolSessionId, memoryHandleId }: AgentLife, i: number): IsolationEvidence {
    const foreign = this.leaks?.reader === agentId ? [this.leaks.keeper] : [];
    return {
      ...{ agentId, contextWindowId, toolSessionId, memoryHandleId },
      processId: 1_000 + i,
      workDir: `/agents/${agentId}`,
      readableCanaries: [agentId, ...foreign],
    };
  }
}
