import type { Moment } from '../core/evolve.js';
import type { Position } from '../core/record.js';
import type { Rejection } from '../core/rejection.js';
import type { Capture } from '../core/snapshot.js';
import type { PoolState } from '../core/state.js';
import type { Executed } from './pool.js';
import type { Call } from './storage-latch.js';

/** A caller, and what it will be told once its batch is durable. */
interface Waiter extends Call<Executed> {
  readonly outcome: Executed | Rejection;
}

/** Agents, dependencies and limits as they stood right after a record that concerns all of them. */
type Whole = Pick<PoolState, 'agents' | 'dependencies' | 'limits'>;

/** What one append makes durable. */
export interface Batch {
  readonly moments: Moment[];
  readonly wholes: Map<Moment, Whole>;
  readonly waiters: Waiter[];
}

/** A batch on its way to the log. `written` resolves when it is durable. */
export interface Flight {
  readonly batch: Batch;
  /** The position of its last record; null where it has none, and its waiters are told what rests on those before. */
  readonly last: Position | null;
  /** The state right behind it, where a snapshot is due there. */
  readonly captured: Capture | null;
  readonly written: Promise<unknown>;
}

export const NO_AGENTS: Whole['agents'] = new Map();

export function emptyBatch(): Batch {
  return { moments: [], wholes: new Map(), waiters: [] };
}

export function wholeOf({ agents, dependencies, limits }: PoolState): Whole {
  return { agents: new Map(agents), dependencies: new Map(dependencies), limits };
}
