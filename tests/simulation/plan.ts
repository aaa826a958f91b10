import { DEFAULT_LIMITS, type PoolLimits } from '../../src/core/limits.js';
import { Random } from './random.js';

/** How often what goes wrong in one round: shares of messages, or mean time between two faults (0: never). */
export interface Faults {
  readonly lostMessages: number;
  readonly doubledMessages: number;
  readonly lateMessages: number;
  readonly crashEveryMs: number;
  readonly restartEveryMs: number;
  readonly failedFlushEveryMs: number;
  readonly fullDiskEveryMs: number;
  readonly slowDiskEveryMs: number;
  readonly damagedSnapshots: number;
  readonly stallEveryMs: number;
  readonly wallJumpEveryMs: number;
  readonly partitionEveryMs: number;
  readonly agentCrashes: number;
  readonly agentSilence: number;
  readonly taskFailures: number;
}

/** What one seed stands for. Each round has faults of its own choice, so that rare ones meet each other. */
export interface Plan {
  readonly seed: number;
  readonly steps: number;
  readonly limits: PoolLimits;
  readonly size: number;
  /** Whether alarms wait for what queued up during a stall, as in the server. */
  readonly isFair: boolean;
  readonly feedCapacity: number;
  readonly snapshotEvery: number;
  /** With one record several writes are under way most of the time. */
  readonly fullBatch: number;
  readonly remotes: number;
  readonly readers: number;
  readonly submitEveryMs: number;
  readonly operateEveryMs: number;
  readonly faults: Faults;
}

export function planOf(seed: number): Plan {
  const random = new Random(seed ^ 0x51ab);
  const often = (share: number, min: number, max: number): number => (random.chance(share) ? random.int(min, max) : 0);
  const share = (of: number, most: number): number => (random.chance(of) ? random.next() * most : 0);
  const leaseMs = random.pick([500, 1_000, 2_000]);
  return {
    seed,
    steps: random.int(250, 600),
    limits: {
      ...DEFAULT_LIMITS,
      maxSize: random.int(4, 8),
      maxQueueLength: random.pick([3, 12, 30]),
      backoffBaseMs: random.pick([50, 500]),
      backoffCapMs: random.pick([1_000, 5_000]),
      leaseMs,
      retentionCount: random.pick([2, 8, 30, 1_000]),
      retentionMs: random.pick([5_000, 60_000, 604_800_000]),
      idempotencyMs: random.pick([2_000, 30_000]),
    },
    size: random.int(1, 4),
    isFair: random.chance(0.3),
    feedCapacity: random.pick([4, 20, 100, 1_000]),
    snapshotEvery: random.pick([5, 15, 40, 150]),
    fullBatch: random.pick([1, 3, 10, 48]),
    remotes: random.int(0, 3),
    readers: random.int(1, 3),
    submitEveryMs: random.pick([60, 150, 400]),
    operateEveryMs: random.pick([150, 400, 1_500]),
    faults: {
      lostMessages: share(0.4, 0.2),
      doubledMessages: share(0.4, 0.2),
      lateMessages: share(0.4, 0.2),
      crashEveryMs: often(0.7, 500, 10_000),
      restartEveryMs: often(0.4, 1_500, 10_000),
      failedFlushEveryMs: often(0.3, 1_000, 8_000),
      fullDiskEveryMs: often(0.3, 2_000, 10_000),
      slowDiskEveryMs: often(0.3, 1_000, 6_000),
      damagedSnapshots: share(0.2, 0.3),
      stallEveryMs: often(0.3, 1_000, 8_000),
      wallJumpEveryMs: often(0.4, 300, 5_000),
      partitionEveryMs: often(0.4, 1_000, 8_000),
      agentCrashes: share(0.5, 0.2),
      agentSilence: share(0.5, 0.2),
      taskFailures: share(0.8, 0.5),
    },
  };
}
