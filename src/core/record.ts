import type { CoreEvent } from './event.js';
import type { ClockMs, EpochMs } from './time.js';

/** Number of a record in its pool's log: 1 is the first, without gaps. 0 is the position before any record. */
export type Position = number;

/** One line of a pool's log. */
export interface PoolRecord {
  readonly position: Position;
  readonly atMs: EpochMs;
  readonly clockMs: ClockMs;
  readonly event: CoreEvent;
}
