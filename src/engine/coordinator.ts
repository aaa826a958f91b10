import type { AgentRuntime, IsolationEvidence } from '../agents/runtime.js';
import type { AgentState } from '../core/agent.js';
import type { Command } from '../core/command.js';
import type { DependencyConfig } from '../core/dependency.js';
import type { Moment } from '../core/evolve.js';
import type { InputLimits } from '../core/input-limits.js';
import type { PoolLimits } from '../core/limits.js';
import { Rejection } from '../core/rejection.js';
import type { TaskState } from '../core/task.js';
import type { Journal } from '../journal/journal.js';
import { IdSource } from '../lib/ids.js';
import { backUp, type Backup, type Backups } from './backup.js';
import type { Clock } from './clock.js';
import { Dispatcher, reportsTo } from './dispatcher.js';
import { IsolationChecks } from './isolation.js';
import { noAgent, noPool, noTask } from './not-found.js';
import { type Measured, Pool } from './pool.js';
import { lostText } from './read-only.js';
import { Probe, type ProbeConfig, type ProbeStatus } from './probe.js';

const MAX_POOLS = 64;

export interface EngineLog {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface CoordinatorOptions {
  readonly limits: PoolLimits;
  readonly inputLimits: InputLimits;
  /** Dependencies of every pool; those with a URL are probed. */
  readonly dependencies: readonly {
    readonly config: DependencyConfig;
    readonly probe: Omit<ProbeConfig, 'name'> | null;
  }[];
  readonly clock: Clock;
  readonly random: () => number;
  /** Where the ids of a pool come from; a simulation has them follow from its seed. */
  readonly ids?: () => IdSource;
  readonly journal: { open(pool: string): Journal; existing(): Promise<readonly string[]> };
  /** Where backups go; left out where logs are not kept on a disk. */
  readonly backups?: Backups;
  readonly runtime: (reports: ReturnType<typeof reportsTo>) => AgentRuntime;
  readonly feedCapacity: number;
  readonly snapshotEvery: number;
  /** As in `PoolSurroundings`; a simulation has small ones. */
  readonly fullBatch?: number;
  /** Called for each committed moment of each pool. */
  readonly observe: (pool: string, moment: Moment) => void;
  /** What each pool measures of itself, for figures. */
  readonly measured?: (pool: string, measured: Measured) => void;
  readonly log: EngineLog;
  readonly onFatal: (error: unknown) => void;
}

/** All pools of a server, what they share (agent processes, probes), and who has which agent or task. */
export class Coordinator {
  /** One for all callers, so that whoever asks while a check runs gets its report. */
  readonly isolation = new IsolationChecks(this);
  readonly #options: CoordinatorOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #opening = new Map<string, Promise<Pool>>();
  readonly #poolOfAgent = new Map<string, Pool>();
  readonly #runtime: AgentRuntime;
  readonly #dispatcher: Dispatcher;
  readonly #probes = new Map<string, Probe>();
  #revision = 0;
  #stopping = false;
  #backingUp = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#runtime = options.runtime(
      reportsTo(
        (agentId, command) => {
          this.#tell(agentId, command);
        },
        (agentId, leaseToken, level, message) => {
          const task = this.agent(agentId)?.agent.attempt?.taskId;
          options.log[level]({ event: 'agent_log', agentId, taskId: leaseToken === null ? undefined : task }, message);
        },
      ),
    );
    this.#dispatcher = new Dispatcher(this.#runtime);
  }

  /** Opens every pool that is on disk, as it was, and begins to probe. */
  async open(): Promise<void> {
    for (const name of await this.#options.journal.existing()) await this.#openPool(name);
    for (const { config, probe } of this.#options.dependencies) {
      if (probe === null) continue;
      const { name } = config;
      const report = (status: 'UP' | 'DOWN', reason: string): void => {
        for (const pool of this.#pools.values())
          this.#quietly(pool, { type: 'ReportDependency', name, status, reason });
      };
      const running = new Probe({ name, ...probe }, this.#options.clock, report);
      this.#probes.set(name, running);
      running.check();
    }
  }

  /** What all views of it have in common. */
  get whole(): this {
    return this;
  }

  /** What every way in holds its callers to. */
  get inputLimits(): InputLimits {
    return this.#options.inputLimits;
  }

  /** Of every pool; those of one that is read are in its view. */
  get limits(): PoolLimits {
    return this.#options.limits;
  }

  /**
   * Moves on with every record that readers of any pool can see, and with every pool. While it stands still, so does all
   * that is read of the logs.
   */
  get revision(): number {
    return this.#revision;
  }

  pools(): readonly Pool[] {
    return [...this.#pools.values()];
  }

  pool(name: string): Pool | null {
    return this.#pools.get(name) ?? null;
  }

  /** Refuses with NOT_FOUND where there is none; `field` is the argument that named it. */
  requirePool(name: string, field = 'pool'): Pool {
    const pool = this.#pools.get(name);
    if (pool === undefined) throw noPool(name, field);
    return pool;
  }

  /** The pool of that name, made where there is none. */
  async ensurePool(name: string): Promise<Pool> {
    const known = this.#pools.get(name) ?? this.#opening.get(name);
    if (known !== undefined) return known;
    if (this.#pools.size + this.#opening.size >= MAX_POOLS) {
      throw new Rejection('POOL_FULL', `A server has at most ${String(MAX_POOLS)} pools.`, {
        limit: MAX_POOLS,
        field: 'pool',
      });
    }
    return this.#openPool(name);
  }

  task(id: string): { readonly pool: Pool; readonly task: TaskState } | null {
    for (const pool of this.#pools.values()) {
      const task = pool.view.tasks.get(id);
      if (task !== undefined) return { pool, task };
    }
    return null;
  }

  agent(id: string): { readonly pool: Pool; readonly agent: AgentState } | null {
    const pool = this.#poolOfAgent.get(id);
    const agent = pool?.view.agents.get(id);
    return pool === undefined || agent === undefined ? null : { pool, agent };
  }

  /** The pool that has the task; refuses with NOT_FOUND. */
  requireTaskPool(taskId: string): Pool {
    const found = this.task(taskId);
    if (found === null) throw noTask(taskId);
    return found.pool;
  }

  requireAgentPool(agentId: string): Pool {
    const found = this.agent(agentId);
    if (found === null) throw noAgent(agentId);
    return found.pool;
  }

  /** Measurements of the present; null for an agent that does not run in a process of ours. */
  measure(agentId: string): ReturnType<AgentRuntime['measure']> {
    return this.#runtime.measure(agentId);
  }

  checkIsolation(timeoutMs: number): Promise<readonly IsolationEvidence[]> {
    return this.#runtime.checkIsolation(timeoutMs);
  }

  probeStatus(dependency: string): ProbeStatus | null {
    return this.#probes.get(dependency)?.status ?? null;
  }

  /** Checks a dependency now rather than at its next time. */
  probeNow(dependency: string): void {
    this.#probes.get(dependency)?.check();
  }

  /** Copies the logs of all pools; named by the time where no name is given. One at a time. See `backUp`. */
  async backUp(name: string | null): Promise<Backup> {
    if (this.#backingUp) throw new Rejection('INVALID_STATE', 'Another backup is being made.');
    this.#backingUp = true;
    try {
      const nowMs = this.#options.clock.wallMs();
      const given = name ?? new Date(nowMs).toISOString().replace(/[:.]/g, '-');
      return await backUp(this.#options.backups ?? null, this.pools(), given, nowMs);
    } finally {
      this.#backingUp = false;
    }
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /**
   * The first half of an orderly end: nothing new is assigned, attempts in processes may finish within
   * `graceMs` and are interrupted then, and the processes end. Readers go on until `close`.
   */
  async drain(graceMs: number): Promise<void> {
    this.#stopping = true;
    for (const probe of this.#probes.values()) probe.close();
    const pools = this.pools();
    await Promise.all(pools.map((pool) => pool.execute({ type: 'StopServer' }).catch(() => undefined)));
    await Promise.all(pools.map((pool) => this.#processesIdle(pool, graceMs)));
    await Promise.all(pools.map((pool) => pool.execute({ type: 'InterruptProcesses' }).catch(() => undefined)));
    await this.#runtime.close(Math.min(graceMs, 1_000));
  }

  /** The second half: the journals are closed, and commands are refused with SHUTTING_DOWN. */
  async close(): Promise<void> {
    await Promise.all(this.pools().map((pool) => pool.close()));
  }

  #processesIdle(pool: Pool, graceMs: number): Promise<void> {
    if (pool.damage !== null) return Promise.resolve();
    const isIdle = (): boolean =>
      [...pool.view.agents.values()].every(({ kind, attempt }) => kind !== 'PROCESS' || attempt === null);
    if (isIdle()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        stop();
        resolve();
      };
      const cancel = this.#options.clock.alarm(graceMs, done);
      const look = (): void => {
        if (isIdle()) done();
        else stop = pool.feed.onMore(look);
      };
      let stop = pool.feed.onMore(look);
    });
  }

  async #openPool(name: string): Promise<Pool> {
    const { clock, random, feedCapacity, snapshotEvery, fullBatch, measured, log, onFatal } = this.#options;
    const opening = Pool.open(name, {
      journal: this.#options.journal.open(name),
      ids: this.#options.ids?.() ?? new IdSource(),
      perform: (effect) => {
        this.#dispatcher.perform(effect);
      },
      observe: (moment) => {
        this.#observe(name, moment);
      },
      onWarning: (message, error) => {
        log.warn({ event: 'warning', pool: name, ...(error !== null && { err: error }) }, message);
      },
      ...{ clock, random, feedCapacity, snapshotEvery, onFatal },
      ...(fullBatch !== undefined && { fullBatch }),
      ...(measured !== undefined && {
        measured: (figure) => {
          measured(name, figure);
        },
      }),
    }).then(async (pool) => {
      for (const id of pool.view.agents.keys()) this.#poolOfAgent.set(id, pool);
      this.#pools.set(name, pool);
      this.#revision += 1;
      if (pool.damage !== null) {
        const { damage } = pool;
        const text = `the log is damaged (${lostText(damage)}); the pool can only be read until it is restored`;
        log.error({ event: 'pool.read_only', pool: name, code: 'LOG_DAMAGED', ...damage }, text);
        return pool;
      }
      const { limits, dependencies } = this.#options;
      await pool.execute({
        type: 'ConfigurePool',
        name,
        limits,
        dependencies: dependencies.map(({ config }) => config),
      });
      await pool.execute({ type: 'Recover' });
      return pool;
    });
    this.#opening.set(name, opening);
    try {
      return await opening;
    } finally {
      this.#opening.delete(name);
    }
  }

  #observe(name: string, moment: Moment): void {
    this.#revision += 1;
    const { event } = moment.record;
    const pool = this.#pools.get(name);
    if (event.type === 'AgentSpawned' && pool !== undefined) this.#poolOfAgent.set(event.agentId, pool);
    if (event.type === 'AgentRetired') this.#poolOfAgent.delete(event.agentId);
    this.#options.observe(name, moment);
  }

  #tell(agentId: string, command: Command): void {
    const pool = this.#poolOfAgent.get(agentId);
    if (pool !== undefined) this.#quietly(pool, command);
  }

  /** For commands that nobody waits for. A pool that has stopped has said so by `onFatal`. */
  #quietly(pool: Pool, command: Command): void {
    pool.execute(command).catch((error: unknown) => {
      if (!(error instanceof Rejection))
        this.#options.log.debug({ event: 'report_dropped', pool: pool.name }, command.type);
    });
  }
}
