import type { AgentKind, AgentState } from '../core/agent.js';
import type { Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import { Rejection } from '../core/rejection.js';
import type { TaskState } from '../core/task.js';
import type { Pools } from './pools.js';
import type { Executed, Pool } from './pool.js';
import { untilStopped } from './stopped.js';

/** What the engine's own deadline of a drain may come late. */
const LATE_MS = 5_000;

export interface Initialized {
  readonly pool: Pool;
  readonly executed: Executed;
  /** Who joined by it, as they are now. */
  readonly spawned: readonly AgentState[];
}

/** Makes the pool where there is none, starts it, and tops it up to `size`. The name is the caller's to check. */
export async function initializePool(
  coordinator: Pools,
  name: string,
  size: number,
  kind: AgentKind,
): Promise<Initialized> {
  const { maxSize } = coordinator.limits;
  if (coordinator.pool(name) === null && size > maxSize) {
    // Refused before the pool is made: a refusal must leave nothing behind.
    throw new Rejection('POOL_FULL', `A pool has room for ${String(maxSize)} agents.`, {
      limit: maxSize,
      field: 'size',
    });
  }
  const pool = await coordinator.ensurePool(name);
  const executed = await pool.execute({ type: 'InitializePool', size, kind });
  const spawned = executed.moments.flatMap(({ record, agent }) =>
    record.event.type === 'AgentSpawned' && agent !== null ? [pool.view.agents.get(agent.id) ?? agent] : [],
  );
  return { pool, executed, spawned };
}

export interface Shutdown {
  readonly pool: Pool;
  /** The last record that belongs to it. */
  readonly position: Position;
  /** Whether no attempt was cut short. */
  readonly drained: boolean;
  readonly cancelled: readonly TaskState[];
}

/** Ends a pool and waits until it has stopped. It goes on even if nobody waits. */
export async function shutdownPool(
  coordinator: Pools,
  name: string,
  mode: 'DRAIN' | 'NOW',
  timeoutMs: number,
): Promise<Shutdown> {
  const pool = coordinator.requirePool(name);
  // A server that is stopping leaves the pool to its next start, so its end would not come.
  if (coordinator.stopping) throw new Rejection('SHUTTING_DOWN', 'The server is shutting down.');
  const { position, moments } = await pool.execute({ type: 'ShutdownPool', mode, timeoutMs });
  // From the record before the command's first one, so that what it did at once counts too.
  const end = await untilStopped(pool, position - moments.length, mode === 'NOW' ? LATE_MS : timeoutMs + LATE_MS);
  return {
    pool,
    position: Math.max(position, end.stoppedAt ?? 0),
    drained: end.stoppedAt !== null && !end.cutShort.some(ranThen),
    cancelled: end.cutShort.flatMap(({ record, task }) =>
      record.event.type === 'TaskCancelled' && task !== null ? [task] : [],
    ),
  };
}

function ranThen({ record: { event } }: Moment): boolean {
  return event.type === 'AttemptFailed' || (event.type === 'TaskCancelled' && event.agentId !== null);
}
