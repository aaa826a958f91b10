import type { AttemptWork } from '../../src/agents/runtime.js';
import type { Command } from '../../src/core/command.js';
import { evolve, type Moment } from '../../src/core/evolve.js';
import type { PoolRecord, Position } from '../../src/core/record.js';
import type { Rejection } from '../../src/core/rejection.js';
import { StateBuilder, type SnapshotChunk } from '../../src/core/snapshot.js';
import { emptyState, type PoolState } from '../../src/core/state.js';
import type { Executed, Pool } from '../../src/engine/pool.js';
import { brokenInvariants } from '../support/invariants.js';
import { differenceOf, differenceOfMaps, plainOf } from './compare.js';
import { LogRules } from './log-rules.js';
import type { World } from './world.js';

/** Records between two comparisons of a snapshot with the fold of everything. */
const SNAPSHOT_CHECK_EVERY = 120;

/**
 * What must hold, whatever goes wrong. It keeps the whole log, which the disk may have compacted, and folds it from
 * zero: what the pool, its snapshots and its readers show is compared with that.
 */
export class Checks {
  readonly rules: LogRules;
  readonly state: PoolState = emptyState();
  /** Of the record at position p at p - 1. */
  readonly moments: Moment[] = [];
  readonly #world: World;
  readonly #lines: string[] = [];
  #acknowledged: Position = 0;
  #observed: Position = 0;
  #started = new Set<string>();
  #snapshotChecked = 0;
  #compared = 0;

  constructor(world: World) {
    this.#world = world;
    this.rules = new LogRules((rule, what) => {
      world.broken(rule, what);
    });
  }

  get last(): Position {
    return this.moments.length;
  }

  /** A batch is on disk and nothing can take it back. */
  durable(records: readonly PoolRecord[], lines: readonly string[]): void {
    for (const [nth, record] of records.entries()) {
      const line = lines[nth] ?? '';
      this.#world.trace.line(`durable ${line}`);
      this.#lines.push(line);
      this.rules.apply(record);
      this.moments.push(evolve(this.state, record));
    }
    this.rules.batchEnds();
    for (const what of brokenInvariants(this.state)) this.#world.broken('state', what);
  }

  /** The engine shows a committed moment to the outside. */
  observed({ record }: Moment): void {
    const { position } = record;
    const isDurable = this.#isDurable(record);
    this.#require('effects', isDurable, `record ${position} is shown before it is durable`);
    this.#require('effects', position > this.#observed, `record ${position} is shown after ${this.#observed}`);
    this.#observed = position;
  }

  started(agentId: string, { leaseToken, taskId }: AttemptWork): void {
    const lease = this.rules.leases.get(leaseToken);
    const isGiven = lease?.taskId === taskId && lease.agentId === agentId;
    this.#require('effects', isGiven, `${taskId} is started on ${agentId} before its assignment is durable`);
    this.#require('effects', !this.#started.has(leaseToken), `${leaseToken} is started twice`);
    this.#started.add(leaseToken);
  }

  /** An answer goes out: from here on nothing of it may be lost. */
  acknowledged(command: Command, { position, moments, answer }: Executed): void {
    this.#require('answers', position <= this.last, `${command.type} is answered at ${position} of ${this.last}`);
    for (const { record } of moments) {
      const isDurable = this.#isDurable(record);
      this.#require('answers', isDurable, `${command.type} is answered before record ${record.position} is durable`);
    }
    this.#acknowledged = Math.max(this.#acknowledged, position);
    if (command.type === 'SubmitTask') {
      const id = answer.taskId ?? '';
      const key = command.input.idempotencyKey;
      this.#require('answers', this.rules.tasks.has(id), `${id} is accepted and not in the log`);
      const isFirst = key === null || this.#world.keys.accepted(key, id, this.rules);
      this.#require('idempotency', isFirst, `the key ${key ?? ''} gives another task, ${id}`);
    }
    if (command.type === 'CompleteTask') {
      const status = this.rules.tasks.get(command.taskId)?.status;
      const isDone = moments.some(({ record: { event } }) => event.type === 'TaskCompleted');
      this.#require(
        'answers',
        isDone && status !== undefined,
        `${command.taskId} is completed and ${status ?? 'gone'}`,
      );
    }
  }

  /** A refusal rests on what is durable, too. */
  refused(command: Command, { code }: Rejection): void {
    if (code !== 'STALE_ATTEMPT' || !('leaseToken' in command) || !('taskId' in command)) return;
    const task = this.rules.tasks.get(command.taskId);
    const isLive = task?.open != null && task.lastLease === command.leaseToken;
    this.#require('answers', !isLive, `${command.taskId} is refused as stale while that attempt runs`);
  }

  /** A process has read its log and is open for requests. */
  restarted(pool: Pool): void {
    const { position } = pool.view;
    this.#require(
      'durability',
      position >= this.#acknowledged,
      `acknowledged ${this.#acknowledged}, found ${position}`,
    );
    this.#started = new Set();
    this.snapshotAndTail();
    this.view(pool);
  }

  afterStep(): void {
    const { life, disk, faults, time } = this.#world;
    if (this.last - this.#snapshotChecked >= SNAPSHOT_CHECK_EVERY) this.snapshotAndTail();
    const pool = life?.recovered ?? null;
    if (life === null || pool === null) return;
    const { view, feed } = pool;
    this.#require('effects', view.position <= disk.last, `readers see ${view.position} of ${disk.last}`);
    this.#require('effects', feed.last <= disk.last, `subscribers see ${feed.last} of ${disk.last}`);
    this.#compareFigures(pool);
    if (life.pool === null || life.journal?.busy !== false || life.stopping || !this.#world.hadItsTurn) return;
    if (faults.diskIsFull || faults.mayRefuseUntilMs > time.nowMs) return;
    const late = this.rules.overdue(life.pool.clockMs());
    if (late !== null) this.#world.broken('deadlines', `${late} and nothing has come of it`);
  }

  /** The newest snapshot and the records after it, as the next start would read them. */
  snapshotAndTail(): void {
    this.#snapshotChecked = this.last;
    const { disk } = this.#world;
    for (const snapshot of disk.snapshots) {
      const builder = new StateBuilder(() => undefined);
      try {
        for (const chunk of snapshot.chunks) builder.add(JSON.parse(chunk) as SnapshotChunk);
        for (const record of disk.read(snapshot.position, Infinity)) evolve(builder.state, record);
      } catch (error) {
        this.#world.broken('snapshots', error);
        return;
      }
      const what = differenceOf(plainOf(this.state), plainOf(builder.state));
      this.#require('snapshots', what === null, `from ${snapshot.position} on: ${what ?? ''}`);
    }
  }

  /** What readers are shown against the fold of the whole log. */
  view({ view }: Pool): void {
    for (const task of this.rules.retained())
      this.#require('retention', view.tasks.has(task.id), `${task.id} is forgotten and should be retained`);
    if (view.position !== this.last) return;
    const { tasks, agents, dependencies, counters, pool } = this.state;
    const what =
      differenceOfMaps(tasks, view.tasks) ??
      differenceOfMaps(agents, view.agents) ??
      differenceOfMaps(dependencies, view.dependencies) ??
      differenceOf([counters, pool], [view.counters, view.pool]);
    this.#require('views', what === null, what ?? '');
  }

  /** What is small enough to compare at every step where it has changed. */
  #compareFigures({ view }: Pool): void {
    if (view.position !== this.last || view.position === this.#compared) return;
    this.#compared = view.position;
    const counted = differenceOf(this.state.counters, view.counters);
    this.#require('counters', counted === null, counted ?? '');
    const agents = differenceOfMaps(this.state.agents, view.agents);
    this.#require('views', agents === null, agents ?? '');
  }

  #isDurable(record: PoolRecord): boolean {
    return this.#lines[record.position - 1] === JSON.stringify(record);
  }

  #require(rule: string, holds: boolean, what: string): void {
    if (!holds) this.#world.broken(rule, what);
  }
}
