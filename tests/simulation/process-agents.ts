import type { AgentLife, AgentReports, AgentRuntime, AttemptWork } from '../../src/agents/runtime.js';
import type { Life } from './life.js';
import type { World } from './world.js';

interface Process {
  readonly life: AgentLife;
  ready: boolean;
  gone: boolean;
  /** Told to stop: it says no more. */
  forgotten: boolean;
  work: AttemptWork | null;
  cancelled: boolean;
}

/**
 * Agents in processes, which end with the server's own. They take a moment to be ready, crash now and
 * then, hang, or go on for a while after they were told to stop.
 */
export class ProcessAgents implements AgentRuntime {
  readonly #world: World;
  readonly #server: Life;
  readonly #processes = new Map<string, Process>();
  readonly #exited = new Set<string>();
  #reports: AgentReports | null = null;

  constructor(world: World, server: Life) {
    this.#world = world;
    this.#server = server;
  }

  reportingTo(reports: AgentReports): this {
    this.#reports = reports;
    return this;
  }

  startAgent(life: AgentLife): void {
    if (!this.#server.cross('startAgent')) return;
    const { random, faults } = this.#world;
    this.#world.trace.line(`process of ${life.agentId} starts`);
    this.#end(life.agentId);
    this.#exited.delete(life.agentId);
    const process: Process = { life, ready: false, gone: false, forgotten: false, work: null, cancelled: false };
    this.#processes.set(life.agentId, process);
    const crashes = faults.agentCrashes();
    this.#later(random.int(5, 60), process, crashes ? 'exit at start' : 'ready', () => {
      if (crashes) this.#exit(process, 'ended before it was ready');
      else this.#ready(process);
    });
  }

  stopAgent(agentId: string, graceMs: number): void {
    if (!this.#server.cross('stopAgent')) return;
    const process = this.#processes.get(agentId);
    if (process === undefined) return;
    process.forgotten = true;
    this.#world.time.at(this.#world.random.int(0, graceMs), `process of ${agentId} ends`, () => {
      process.gone = true;
      if (this.#processes.get(agentId) === process) this.#processes.delete(agentId);
    });
  }

  startAttempt(agentId: string, work: AttemptWork): void {
    if (!this.#server.cross('startAttempt')) return;
    this.#world.checks.started(agentId, work);
    const process = this.#processes.get(agentId);
    // One that has just ended by itself has said so, and the attempt is over as soon as that is durable.
    if (process === undefined && this.#exited.has(agentId)) return;
    if (process === undefined || process.forgotten) {
      this.#world.broken('effects', `${work.taskId} is started on ${agentId}, which has no process`);
      return;
    }
    if (process.work !== null && !process.gone)
      this.#world.broken('effects', `${agentId} is given ${work.taskId} while it runs ${process.work.taskId}`);
    process.work = work;
    process.cancelled = false;
    if (process.ready) this.#run(process, work);
  }

  cancelAttempt(agentId: string, leaseToken: string): void {
    if (!this.#server.cross('cancelAttempt')) return;
    const process = this.#processes.get(agentId);
    if (process?.work?.leaseToken !== leaseToken) return;
    process.cancelled = true;
    const { random } = this.#world;
    const kills = random.chance(0.2);
    this.#later(random.int(1, 300), process, kills ? 'killed' : 'released', () => {
      if (process.work?.leaseToken !== leaseToken) return;
      if (kills) this.#exit(process, 'did not stop in time');
      else this.#tell(process, (reports) => reports.onReleased(agentId, leaseToken));
    });
  }

  measure(): null {
    return null;
  }

  checkIsolation(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  close(graceMs: number): Promise<void> {
    if (!this.#server.cross('close agents')) return new Promise(() => undefined);
    for (const process of this.#processes.values()) process.forgotten = true;
    return new Promise((resolve) => {
      this.#world.time.at(this.#world.random.int(0, graceMs), 'processes have ended', resolve, this.#server);
    });
  }

  /** What hangs is over at last: the faults have stopped, and nobody waits for ever. */
  release(): void {
    for (const process of this.#processes.values()) {
      const { work } = process;
      if (work === null || !process.ready) continue;
      this.#later(1, process, 'completed late', () => {
        if (process.work === work) this.#tell(process, (reports) => complete(reports, process, work));
      });
    }
  }

  #ready(process: Process): void {
    process.ready = true;
    this.#reports?.onReady(process.life.agentId);
    if (process.work !== null) this.#run(process, process.work);
  }

  #run(process: Process, work: AttemptWork): void {
    const { random, faults } = this.#world;
    const { agentId } = process.life;
    const { leaseToken } = work;
    const isLive = (): boolean => process.work === work && !process.cancelled;
    this.#later(random.int(0, 20), process, 'started', () => {
      if (isLive()) this.#reports?.onStarted(agentId, leaseToken);
    });
    const ending = faults.agentEnding();
    if (ending === 'hang') return;
    const tookMs = 20 + random.int(1, 800);
    if (random.chance(0.3)) {
      this.#later(tookMs / 2, process, 'progress', () => {
        if (isLive()) this.#reports?.onProgressed(agentId, leaseToken, 0.5, null);
      });
    }
    this.#later(tookMs, process, ending, () => {
      // One that was told to stop may have been about to end anyway.
      if (process.work !== work || (process.cancelled && random.chance(0.5))) return;
      if (ending === 'crash') this.#exit(process, 'crashed');
      else if (ending === 'success') this.#tell(process, (reports) => complete(reports, process, work));
      else this.#tell(process, (reports) => reports.onFailed(agentId, leaseToken, faults.failure(ending)));
    });
  }

  #tell(process: Process, tell: (reports: AgentReports) => void): void {
    process.work = null;
    if (this.#reports !== null) tell(this.#reports);
  }

  #exit(process: Process, reason: string): void {
    process.gone = true;
    process.work = null;
    this.#processes.delete(process.life.agentId);
    this.#exited.add(process.life.agentId);
    this.#world.count('agent crash');
    this.#reports?.onExited(process.life.agentId, reason);
  }

  #end(agentId: string): void {
    const process = this.#processes.get(agentId);
    if (process === undefined) return;
    process.forgotten = true;
    process.gone = true;
    this.#processes.delete(agentId);
  }

  /** What comes from a process, unless the server is gone or has ended it. */
  #later(delayMs: number, process: Process, what: string, run: () => void): void {
    const { agentId } = process.life;
    this.#world.time.at(
      delayMs,
      `process of ${agentId}: ${what}`,
      () => {
        if (!process.forgotten && !process.gone) run();
      },
      this.#server,
    );
  }
}

function complete(reports: AgentReports, { life }: Process, work: AttemptWork): void {
  reports.onCompleted(life.agentId, work.leaseToken, { by: life.agentId, lease: work.leaseToken });
}
