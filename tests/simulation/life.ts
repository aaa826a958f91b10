import { setImmediate as turn } from 'node:timers/promises';
import type { Command } from '../../src/core/command.js';
import { DEFAULT_INPUT_LIMITS } from '../../src/core/input-limits.js';
import { Rejection } from '../../src/core/rejection.js';
import { Coordinator } from '../../src/engine/coordinator.js';
import { FairClock } from '../../src/engine/fair-clock.js';
import type { Executed, Pool } from '../../src/engine/pool.js';
import { servicesOf } from '../../src/graphql/services.js';
import { AssignmentStream } from '../../src/graphql/streams/assignment-stream.js';
import { JournalError } from '../../src/journal/journal.js';
import { IdSource } from '../../src/lib/ids.js';
import { DISCOVERY } from '../support/rules.js';
import { DiskJournal, type Device } from './disk-journal.js';
import { ProcessAgents } from './process-agents.js';
import type { Owner } from './timeline.js';
import type { World } from './world.js';

const POOL = 'default';
const GRACE_MS = 1_500;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };

export type Outcome =
  | { readonly kind: 'done'; readonly executed: Executed }
  | { readonly kind: 'refused'; readonly rejection: Rejection }
  /** No answer came: it may or may not have been carried out. */
  | { readonly kind: 'lost' };

/**
 * One process of the server, from its start to its end: the real coordinator with everything below it.
 * All that it does to the world outside passes `cross`, so that it can die at any of these points; the
 * code of a dead one may run on, and nobody hears of it.
 */
export class Life implements Owner {
  readonly number: number;
  readonly agents: ProcessAgents;
  readonly coordinator: Coordinator;
  dead = false;
  stopping = false;
  /** It takes no connection any more, and has ended those that it had. */
  hasHungUp = false;
  /** Null until it is open for requests. */
  pool: Pool | null = null;
  journal: DiskJournal | null = null;
  readonly #world: World;
  readonly #onEnd = new Set<() => void>();
  #fuse = Infinity;
  #unanswered = 0;

  constructor(world: World, number: number) {
    this.#world = world;
    this.number = number;
    const { plan, time, random, disk } = world;
    this.agents = new ProcessAgents(world, this);
    this.coordinator = new Coordinator({
      limits: plan.limits,
      inputLimits: DEFAULT_INPUT_LIMITS,
      dependencies: [{ config: { ...DISCOVERY, probed: true }, probe: null }],
      clock: plan.isFair ? new FairClock(time.clockOf(this)) : time.clockOf(this),
      random: () => random.next(),
      ids: () =>
        new IdSource((bytes) => {
          random.fill(bytes);
        }),
      journal: {
        open: () => (this.journal = new DiskJournal(disk, this.#device())),
        existing: () => Promise.resolve(disk.epoch > 0 ? [POOL] : []),
      },
      runtime: (reports) => this.agents.reportingTo(reports),
      feedCapacity: plan.feedCapacity,
      snapshotEvery: plan.snapshotEvery,
      fullBatch: plan.fullBatch,
      observe: (_, moment) => {
        if (this.cross('observe')) world.checks.observed(moment);
      },
      log: { ...SILENT, warn: (_, message) => this.#warned(message) },
      onFatal: (error) => {
        if (this.dead) return;
        if (!(error instanceof JournalError) || (error.code !== 'IO' && error.code !== 'FULL'))
          world.broken('the engine failed', error);
        world.count('fail-stop');
        world.crash(`fail-stop: ${error instanceof Error ? error.message : String(error)}`);
      },
    });
  }

  /** The pool as soon as it has read its log, also before it is open for requests. */
  get recovered(): Pool | null {
    return this.coordinator.pool(POOL);
  }

  /** As `main.ts` does it. */
  async start(): Promise<void> {
    await this.coordinator.open();
    const pool = await this.coordinator.ensurePool(POOL);
    if (pool.view.pool.phase !== 'draining')
      await pool.execute({ type: 'InitializePool', size: this.#world.plan.size, kind: 'PROCESS' });
    if (!this.cross('ready')) return;
    this.pool = pool;
    this.#world.checks.restarted(pool);
  }

  /** In order: what runs may finish, then everything is closed. Nothing may be left unanswered. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.coordinator.drain(GRACE_MS);
    this.#hangUp();
    await this.coordinator.close();
    // A request that came at the very end is refused, but a moment later.
    await turn();
    if (this.cross('exit') && this.#unanswered > 0)
      this.#world.broken('answers', `${this.#unanswered} requests are left unanswered by an orderly end`);
  }

  /** Calls `hear` when this process hangs up, at the latest when it has ended; the function it gives takes it back. */
  onEnd(hear: () => void): () => void {
    this.#onEnd.add(hear);
    return () => {
      this.#onEnd.delete(hear);
    };
  }

  /** The process is gone, and its connections with it. */
  end(): void {
    this.dead = true;
    this.#hangUp();
  }

  /** It will die the `crossings`th time that it does anything to the world outside. */
  lightFuse(crossings: number): void {
    this.#fuse = crossings;
  }

  /** Whether it still lives to do what it is about to do. */
  cross(what: string): boolean {
    if (this.dead) return false;
    this.#fuse -= 1;
    if (this.#fuse > 0) return true;
    this.#world.crash(`at ${what}`);
    return false;
  }

  /** A request that has arrived. A process that dies answers nothing. */
  carryOut(command: Command, answered: (outcome: Outcome) => void): void {
    const { pool } = this;
    if (pool === null || this.dead) return;
    const { checks } = this.#world;
    this.#unanswered += 1;
    pool.execute(command).then(
      (executed) => {
        this.#unanswered -= 1;
        if (!this.cross('answer')) return;
        checks.acknowledged(command, executed);
        answered({ kind: 'done', executed });
      },
      (error: unknown) => {
        this.#unanswered -= 1;
        if (!this.cross('refusal')) return;
        if (error instanceof Rejection) checks.refused(command, error);
        answered(error instanceof Rejection ? { kind: 'refused', rejection: error } : { kind: 'lost' });
      },
    );
  }

  /** As the subscription `agentAssignments` begins, after its `ConnectAgent`. */
  assignments(pool: Pool, agentId: string): AssignmentStream {
    return new AssignmentStream(pool, agentId, servicesOf(this.coordinator).live(pool));
  }

  #hangUp(): void {
    this.hasHungUp = true;
    for (const hear of this.#onEnd) hear();
    this.#onEnd.clear();
  }

  #warned(message: string): void {
    if (!this.dead) this.#world.trace.line(`warning ${message}`);
  }

  #device(): Device {
    const { time, faults } = this.#world;
    return {
      schedule: (operation, run) => {
        const ms = faults.diskMs(operation);
        time.at(ms, `disk ${operation}`, run, this);
        if (operation !== 'append' || !faults.crashesInWrite()) return;
        const crash = (): void => {
          this.#world.crash('in the middle of a write');
        };
        time.at(ms / 2, 'the power goes', crash, this);
      },
      append: () => faults.append(),
      hasRoom: () => !faults.diskIsFull,
      lives: (operation) => this.cross(operation),
    };
  }
}
