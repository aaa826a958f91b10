import { AgentSession } from './agent-session.js';
import { gatherEvidence } from './isolation-check.js';
import { deleteAgentHome } from './life-folders.js';
import { completeConfig, type ProcessConfig, type ProcessRuntimeOptions } from './process-config.js';
import { watchProcesses, type ProcessWatch } from './process-watch.js';
import type { AgentLife, AgentMeasurement, AgentRuntime, AttemptWork, IsolationEvidence } from './runtime.js';

/** Runs PROCESS agents: one child process each, over the protocol of `docs/agent-protocol.md`. */
export class ProcessRuntime implements AgentRuntime {
  readonly #config: ProcessConfig;
  readonly #watch: ProcessWatch;
  readonly #beat: NodeJS.Timeout;
  /** At most one per agent id: the one that is spoken to. */
  readonly #sessions = new Map<string, AgentSession>();
  /** Told to end, by agent id, the last one told; `gone` when it, those before it, and what had to be deleted are. */
  readonly #leaving = new Map<string, { readonly sessions: readonly AgentSession[]; readonly gone: Promise<void> }>();
  #check: Promise<readonly IsolationEvidence[]> | null = null;
  #closed = false;

  /**
   * Throws where an option is out of range or the agent command cannot be read. Starts nothing, but ends what
   * a server that died in this folder has left running.
   */
  constructor(options: ProcessRuntimeOptions) {
    this.#config = completeConfig(options);
    const { agentsDirectory, memoryLimitBytes, maxProcesses, watchIntervalMs, healthIntervalMs } = this.#config;
    this.#watch = watchProcesses({ agentsDirectory, memoryLimitBytes, maxProcesses, intervalMs: watchIntervalMs });
    this.#beat = setInterval(() => {
      for (const session of this.#sessions.values()) session.beat();
    }, healthIntervalMs).unref();
  }

  startAgent(life: AgentLife): void {
    if (this.#closed) return;
    this.stopAgent(life.agentId, this.#config.cancelGraceMs, false);
    const session = new AgentSession(this.#config, this.#watch, life, (reason) => {
      this.#exited(session, reason);
    });
    this.#sessions.set(life.agentId, session);
    const before = this.#leaving.get(life.agentId)?.gone;
    void Promise.all([before, this.#watch.leftoversGone]).then(() => session.start());
  }

  stopAgent(agentId: string, graceMs: number, forget: boolean): void {
    const session = this.#sessions.get(agentId);
    this.#sessions.delete(agentId);
    session?.stop(graceMs);
    if (session === undefined && !forget) return;
    const before = this.#leaving.get(agentId);
    const gone = Promise.all([before?.gone, session?.gone])
      .then(() => (forget ? this.#deleteHome(agentId) : undefined))
      .then(() => {
        if (this.#leaving.get(agentId)?.gone === gone) this.#leaving.delete(agentId);
      });
    const sessions = [...(before?.sessions ?? []), ...(session === undefined ? [] : [session])];
    this.#leaving.set(agentId, { sessions, gone });
  }

  startAttempt(agentId: string, work: AttemptWork): void {
    this.#sessions.get(agentId)?.run(work);
  }

  cancelAttempt(agentId: string, leaseToken: string, reason: string): void {
    this.#sessions.get(agentId)?.cancel(leaseToken, reason);
  }

  measure(agentId: string): AgentMeasurement | null {
    const session = this.#sessions.get(agentId);
    if (session === undefined) return null;
    const { usage } = session;
    return {
      memoryUsage: usage === null ? null : Math.min(1, usage.memoryBytes / this.#config.memoryLimitBytes),
      cpuUsage: usage === null ? null : Math.min(1, usage.cpuShare),
      heapUsedBytes: session.heapUsedBytes,
      lastHeartbeatAtMs: session.lastHeartbeatAtMs,
    };
  }

  /** Calls that come while one check runs get its evidence. */
  checkIsolation(timeoutMs: number): Promise<readonly IsolationEvidence[]> {
    this.#check ??= gatherEvidence([...this.#sessions.values()], timeoutMs).finally(() => {
      this.#check = null;
    });
    return this.#check;
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    for (const agentId of [...this.#sessions.keys()]) this.stopAgent(agentId, graceMs, false);
    const leaving = [...this.#leaving.values()];
    for (const session of leaving.flatMap(({ sessions }) => sessions)) session.stop(graceMs);
    await Promise.all(leaving.map(({ gone }) => gone));
    clearInterval(this.#beat);
    this.#watch.close();
  }

  /** By the time it is reported, the agent is not known any more. */
  #exited(session: AgentSession, reason: string): void {
    const { agentId } = session.life;
    if (this.#sessions.get(agentId) === session) this.#sessions.delete(agentId);
    this.#config.reports.onExited(agentId, reason);
  }

  async #deleteHome(agentId: string): Promise<void> {
    try {
      await deleteAgentHome(this.#config.agentsDirectory, agentId);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#config.reports.onLog(agentId, null, 'warn', `its folder could not be deleted: ${why}`);
    }
  }
}
