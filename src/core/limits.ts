/**
 * The bounds that a pool's rules work with. They stand in the log (`PoolConfigured`), so that a fold
 * of the same records gives the same state whatever the configuration is by then.
 */
export interface PoolLimits {
  readonly maxSize: number;
  readonly maxQueueLength: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  readonly leaseMs: number;
  readonly retentionCount: number;
  readonly retentionMs: number;
  readonly idempotencyMs: number;
  readonly idempotencyMaxKeys: number;
  /** Of one agent. */
  readonly maxSkills: number;
}

export const DEFAULT_LIMITS: PoolLimits = {
  maxSize: 16,
  maxQueueLength: 100,
  backoffBaseMs: 1_000,
  backoffCapMs: 60_000,
  leaseMs: 30_000,
  retentionCount: 10_000,
  retentionMs: 7 * 24 * 3_600_000,
  idempotencyMs: 24 * 3_600_000,
  idempotencyMaxKeys: 100_000,
  maxSkills: 64,
};

/** Three failures in a row say that it is the agent, not the task. */
export const DEGRADE_AFTER_FAILURES = 3;

/** Ends of a drain or a restart that use up no attempt; later ones do. */
export const MAX_FREE_INTERRUPTIONS = 3;

/** Bounds the history of a task that is replayed again and again. */
export const MAX_REPLAYS = 100;

/** Routing decisions name at most this many agents: the chosen one, and of the others those longest in the pool. */
export const MAX_ROUTING_CANDIDATES = 16;
