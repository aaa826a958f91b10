import { Rejection } from '../../src/core/rejection.js';
import { Checks } from './checks.js';
import { Disk } from './disk.js';
import { Faults } from './faults.js';
import { Keys } from './keys.js';
import { Life } from './life.js';
import { Network, type Peer } from './network.js';
import { Operator } from './operator.js';
import type { Plan } from './plan.js';
import { Random } from './random.js';
import { Reader } from './reader.js';
import { Remote } from './remote.js';
import { Submitter } from './submitter.js';
import { Timeline } from './timeline.js';
import { Trace } from './trace.js';

export interface Violation {
  readonly rule: string;
  readonly what: string;
}

/** Everything there is in one simulated round, and what can happen to the server as a whole. */
export class World {
  readonly plan: Plan;
  readonly random: Random;
  readonly time: Timeline;
  readonly trace: Trace;
  readonly disk: Disk;
  readonly checks: Checks;
  readonly keys = new Keys();
  readonly faults: Faults;
  readonly network: Network;
  readonly operator: Operator;
  readonly submitter: Submitter;
  readonly remotes: readonly Remote[];
  readonly readers: readonly Reader[];
  readonly counts = new Map<string, number>();
  /** The process that runs, or starts; null between two. */
  life: Life | null = null;
  /** Until then the server's event loop does nothing. */
  stalledUntilMs = 0;
  /** Whether the code had turns of the event loop enough to do what was due. */
  hadItsTurn = false;
  violation: Violation | null = null;
  #lives = 0;
  #calm = false;

  constructor(plan: Plan, print: ((line: string) => void) | null) {
    this.plan = plan;
    this.random = new Random(plan.seed);
    this.time = new Timeline(this.random);
    this.trace = new Trace(print);
    this.disk = new Disk(`log-${plan.seed}`, (records, lines) => {
      this.checks.durable(records, lines);
    });
    this.checks = new Checks(this);
    this.faults = new Faults(this);
    this.network = new Network(this);
    this.operator = new Operator(this);
    this.submitter = new Submitter(this);
    this.remotes = Array.from({ length: plan.remotes }, (_, nth) => new Remote(this, nth + 1));
    this.readers = Array.from({ length: plan.readers }, (_, nth) => new Reader(this, nth + 1));
  }

  start(): void {
    this.startServer();
    this.faults.start();
    this.operator.start();
    this.submitter.start();
    for (const remote of this.remotes) remote.start();
    for (const reader of this.readers) reader.start();
  }

  /** The faults stop, and everybody does what they should. */
  calm(): void {
    this.#calm = true;
    this.trace.line('--- the faults stop');
    this.faults.stop();
    this.submitter.stop();
    this.operator.calm();
    for (const reader of this.readers) reader.calm();
    const nudge = (): void => {
      this.life?.agents.release();
      for (const remote of this.remotes) remote.calm();
      this.time.at(1_000, 'what hangs goes on', nudge);
    };
    nudge();
  }

  peers(): readonly Peer[] {
    return [this.submitter, this.operator, ...this.remotes];
  }

  startServer(): void {
    this.#lives += 1;
    const life = new Life(this, this.#lives);
    this.life = life;
    this.trace.line(`--- life ${life.number}`);
    if (!this.#calm && this.random.chance(0.1)) life.lightFuse(this.random.int(1, 25));
    life.start().catch((error: unknown) => {
      if (life.dead) return;
      // One that refuses for the time being (no space on disk) ends, and is started again.
      if (error instanceof Rejection && error.retryable) this.crash(`does not start: ${error.code}`);
      else this.broken('the server does not start', error);
    });
  }

  /** The process is gone, with all that was not durable. */
  crash(why: string): void {
    const { life } = this;
    if (life === null) return;
    this.trace.line(`--- crash ${why}`);
    this.life = null;
    life.end();
    life.journal?.cut(() => this.faults.survives());
    if (this.disk.snapshots.length === 2 && this.faults.damagesSnapshot()) this.disk.damageNewest();
    this.#startLater();
  }

  stopServer(): void {
    const { life } = this;
    if (life?.pool == null || life.stopping) return;
    this.trace.line('--- the server stops');
    life.stop().then(
      () => {
        if (life.dead) return;
        this.life = null;
        life.end();
        this.#startLater();
      },
      (error: unknown) => {
        if (!life.dead) this.broken('the server does not stop', error);
      },
    );
  }

  stall(forMs: number): void {
    this.stalledUntilMs = Math.max(this.stalledUntilMs, this.time.nowMs + forMs);
  }

  count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  /** Something does not hold. The first one counts. */
  broken(rule: string, what: unknown): void {
    const words = what instanceof Error ? (what.stack ?? what.message) : String(what);
    this.trace.line(`!!! ${rule}: ${words}`);
    this.violation ??= { rule, what: words };
  }

  #startLater(): void {
    this.time.at(this.random.pick([1, 50, 500, 3 * this.plan.limits.leaseMs]), 'the server starts', () => {
      this.startServer();
    });
  }
}
