import type { Failure } from '../../src/core/command.js';
import type { WriteOutcome } from './disk-journal.js';
import type { World } from './world.js';

export type Ending = 'success' | 'failure' | 'fatal' | 'later' | 'crash' | 'hang';

const SPACE_NOTICED_MS = 10_000;

/** Decides what goes wrong and when; each fault that strikes is counted. After `stop` nothing does any more. */
export class Faults {
  readonly #world: World;
  diskIsFull = false;
  /** Until the pool has noticed that there is space again it may refuse everything, ticks too. */
  mayRefuseUntilMs = 0;
  #diskIsSlow = false;
  #flushFails = false;
  #crashInWrite = false;
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    const { plan, random, time } = this.#world;
    const rates = plan.faults;
    this.#every(rates.crashEveryMs, 'crash', () => {
      const { life } = this.#world;
      if (life === null || random.chance(0.3)) this.#world.crash('out of the blue');
      else if (random.chance(0.5)) this.#crashInWrite = true;
      else life.lightFuse(random.int(1, 30));
    });
    this.#every(rates.restartEveryMs, 'orderly restart', () => {
      this.#world.stopServer();
    });
    this.#every(rates.failedFlushEveryMs, 'failed flush', () => {
      this.#flushFails = true;
    });
    this.#every(rates.fullDiskEveryMs, 'full disk', () => {
      this.diskIsFull = true;
      time.at(random.int(100, 2_000), 'space is back', () => {
        this.diskIsFull = false;
        this.mayRefuseUntilMs = time.nowMs + SPACE_NOTICED_MS;
      });
    });
    this.#every(rates.slowDiskEveryMs, 'slow disk', () => {
      this.#diskIsSlow = true;
      time.at(random.int(100, 3_000), 'the disk is fast again', () => {
        this.#diskIsSlow = false;
      });
    });
    this.#every(rates.stallEveryMs, 'stalled event loop', () => {
      this.#world.stall(random.int(50, 3 * plan.limits.leaseMs));
    });
    this.#every(rates.wallJumpEveryMs, 'wall clock set', () => {
      time.wallOffsetMs += random.pick([-86_400_000, -5_000, -50, 50, 5_000, 86_400_000]);
    });
    this.#every(rates.partitionEveryMs, 'partition', () => {
      const remote = random.pick(this.#world.peers());
      remote.cutOff = true;
      time.at(random.int(100, 4 * plan.limits.leaseMs), `${remote.name} is reached again`, () => {
        remote.cutOff = false;
      });
    });
  }

  stop(): void {
    this.#stopped = true;
    if (this.diskIsFull) this.mayRefuseUntilMs = this.#world.time.nowMs + SPACE_NOTICED_MS;
    this.diskIsFull = false;
    this.#diskIsSlow = false;
    this.#flushFails = false;
    this.#crashInWrite = false;
    for (const peer of this.#world.peers()) peer.cutOff = false;
  }

  append(): WriteOutcome {
    if (this.diskIsFull) return 'FULL';
    if (!this.#flushFails) return 'WRITTEN';
    this.#flushFails = false;
    return this.#world.random.chance(0.5) ? 'IO' : 'IO_WRITTEN';
  }

  /** Whether the process dies while the append that begins now is being written. */
  crashesInWrite(): boolean {
    const crashes = this.#crashInWrite;
    this.#crashInWrite = false;
    return crashes;
  }

  /** Whether what was being written when the power went is there, as a whole. Else it is dropped when the log is opened. */
  survives(): boolean {
    const isThere = this.#world.random.chance(0.5);
    this.#world.count(isThere ? 'unanswered write kept' : 'torn write');
    return isThere;
  }

  diskMs(operation: string): number {
    const { random } = this.#world;
    if (operation !== 'append') return random.int(0, 2);
    return this.#diskIsSlow ? random.int(20, 800) : random.int(0, 6);
  }

  networkMs(): number {
    const { random, plan } = this.#world;
    if (this.#strikes(plan.faults.lateMessages, 'late message')) return random.int(50, 2 * plan.limits.leaseMs);
    return random.int(0, 15);
  }

  isLost(): boolean {
    return this.#strikes(this.#world.plan.faults.lostMessages, 'lost message');
  }

  isDoubled(): boolean {
    return this.#strikes(this.#world.plan.faults.doubledMessages, 'doubled message');
  }

  damagesSnapshot(): boolean {
    return this.#strikes(this.#world.plan.faults.damagedSnapshots, 'damaged snapshot');
  }

  agentCrashes(): boolean {
    return this.#strikes(this.#world.plan.faults.agentCrashes / 2, 'agent crash at start');
  }

  agentEnding(): Ending {
    const { plan, random } = this.#world;
    if (this.#strikes(plan.faults.agentCrashes, 'agent crash at work')) return 'crash';
    if (this.#strikes(plan.faults.agentSilence, 'silent agent')) return 'hang';
    if (this.#strikes(plan.faults.taskFailures, 'failed task'))
      return random.pick(['failure', 'failure', 'fatal', 'later']);
    return 'success';
  }

  failure(ending: Ending): Failure {
    return {
      code: 'FAILED',
      message: ending,
      retryable: ending !== 'fatal',
      retryAfterMs: ending === 'later' ? this.#world.random.int(0, 1_000) : null,
    };
  }

  #strikes(probability: number, kind: string): boolean {
    if (this.#stopped || !this.#world.random.chance(probability)) return false;
    this.#world.count(kind);
    return true;
  }

  #every(meanMs: number, kind: string, strike: () => void): void {
    if (meanMs === 0) return;
    const { time, random } = this.#world;
    const again = (): void => {
      time.at(random.int(1, 2 * meanMs), kind, () => {
        if (this.#stopped) return;
        this.#world.count(kind);
        strike();
        again();
      });
    };
    again();
  }
}
