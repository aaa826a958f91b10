import type { AgentState } from '../core/agent.js';
import { Rejection } from '../core/rejection.js';
import type { EpochMs } from '../core/time.js';
import type { Coordinator } from './coordinator.js';
import { findings, type IsolationFinding } from './isolation-findings.js';
import type { Pool } from './pool.js';

/** How long agents may take to show what they can reach. */
const CHECK_MS = 2_000;

export interface IsolationReport {
  readonly atMs: EpochMs;
  readonly findings: readonly IsolationFinding[];
}

/** Checks of isolation, one at a time per pool: whoever asks while one runs gets its report. */
export class IsolationChecks {
  readonly #coordinator: Coordinator;
  readonly #running = new Map<Pool, Promise<IsolationReport>>();

  constructor(coordinator: Coordinator) {
    this.#coordinator = coordinator;
  }

  /** What is found now, with the evidence. A breach that is new is put on record. */
  report(pool: Pool): Promise<IsolationReport> {
    const running = this.#running.get(pool);
    if (running !== undefined) return running;
    const report = this.#check(pool).finally(() => this.#running.delete(pool));
    this.#running.set(pool, report);
    return report;
  }

  async #check(pool: Pool): Promise<IsolationReport> {
    const before = new Map(pool.view.agents);
    const evidence = await this.#coordinator.checkIsolation(CHECK_MS);
    const agents = [...pool.view.agents.values()].filter((agent) => isSameLife(before.get(agent.id), agent));
    const found = findings(agents, evidence);
    await Promise.all(found.map((finding) => record(pool, finding)));
    return { atMs: pool.wallMs(), findings: found };
  }
}

/** One that got a fresh process, or came, while it was checked is left to the next report. */
function isSameLife(before: AgentState | undefined, now: AgentState): boolean {
  return before?.memoryHandleId === now.memoryHandleId;
}

/** Once per set of issues; an agent that has left meanwhile has none any more. */
async function record(pool: Pool, { agent, issues }: IsolationFinding): Promise<void> {
  if (issues.length === 0 || issues.join('\n') === agent.isolationIssues.join('\n')) return;
  await pool.execute({ type: 'ReportBreach', agentId: agent.id, issues }).catch((error: unknown) => {
    if (!(error instanceof Rejection)) throw error;
  });
}
