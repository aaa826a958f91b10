import type { Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import { Rejection } from '../core/rejection.js';
import { moreWithin } from './more-within.js';
import type { Pool } from './pool.js';

const CHUNK = 256;

/** How a pool came to its end. */
export interface PoolEnd {
  /** Null where it had not stopped when the wait was over. */
  readonly stoppedAt: Position | null;
  /** The moments at which attempts and tasks were cut short. */
  readonly cutShort: readonly Moment[];
}

/**
 * Waits from `after` for the pool's end, at most `waitMs`. Rejects with SHUTTING_DOWN where the server
 * itself ends first.
 */
export async function untilStopped(pool: Pool, after: Position, waitMs: number): Promise<PoolEnd> {
  const cutShort: Moment[] = [];
  const deadlineMs = pool.clockMs() + waitMs;
  let position = after;
  for (;;) {
    for (const moment of await pool.feed.read(position, CHUNK)) {
      position = moment.record.position;
      const { event } = moment.record;
      if (event.type === 'PoolStopped') return { stoppedAt: position, cutShort };
      if (event.type === 'ServerStopping')
        throw new Rejection('SHUTTING_DOWN', 'The server ended before the pool had stopped.');
      if (event.type === 'TaskCancelled' || (event.type === 'AttemptFailed' && event.outcome === 'INTERRUPTED')) {
        cutShort.push(moment);
      }
    }
    if (position < pool.feed.last) continue;
    const leftMs = deadlineMs - pool.clockMs();
    if (leftMs <= 0) return { stoppedAt: null, cutShort };
    await moreWithin(pool, leftMs);
  }
}
