import type { Command } from '../../src/core/command.js';
import type { Moment } from '../../src/core/evolve.js';
import { DEFAULT_LIMITS, type PoolLimits } from '../../src/core/limits.js';
import type { Effect } from '../../src/core/react.js';
import type { Clock } from '../../src/engine/clock.js';
import { EventStream, WHOLE, type StreamedEvent } from '../../src/engine/event-stream.js';
import { Pool } from '../../src/engine/pool.js';
import { MemoryJournal } from '../../src/journal/memory-journal.js';
import type { Journal } from '../../src/journal/journal.js';
import { IdSource } from '../../src/lib/ids.js';
import { ManualClock } from './manual-clock.js';
import { DISCOVERY, taskInput } from './rules.js';

export interface TestPool {
  readonly pool: Pool;
  readonly effects: Effect[];
  readonly moments: Moment[];
}

export interface TestPoolOptions {
  readonly journal?: Journal;
  readonly clock?: Clock;
  readonly limits?: Partial<PoolLimits>;
  readonly feedCapacity?: number;
  readonly snapshotEvery?: number;
  readonly onFatal?: (error: unknown) => void;
  readonly onWarning?: (message: string, error: unknown) => void;
}

/** A real pool on a real journal, configured and recovered as the server does it. */
export async function openPool(options: TestPoolOptions = {}): Promise<TestPool> {
  const effects: Effect[] = [];
  const moments: Moment[] = [];
  const pool = await Pool.open('default', {
    journal: options.journal ?? new MemoryJournal(),
    clock: options.clock ?? new ManualClock(),
    ids: new IdSource(),
    random: () => 0.5,
    feedCapacity: options.feedCapacity ?? 1_000,
    snapshotEvery: options.snapshotEvery ?? 1_000_000,
    perform: (effect) => effects.push(effect),
    observe: (moment) => moments.push(moment),
    onFatal:
      options.onFatal ??
      ((error) => {
        throw error;
      }),
    onWarning:
      options.onWarning ??
      ((message, error) => {
        throw new Error(message, { cause: error });
      }),
  });
  await pool.execute({
    type: 'ConfigurePool',
    name: 'default',
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    dependencies: [DISCOVERY],
  });
  await pool.execute({ type: 'Recover' });
  return { pool, effects, moments };
}

export async function submit(pool: Pool, input: Parameters<typeof taskInput>[0] = {}): Promise<string> {
  const { answer } = await pool.execute({ type: 'SubmitTask', input: taskInput(input) });
  return answer.taskId ?? '';
}

/** Submits and completes `count` tasks, one after the other, on whatever agent has them. */
export async function workThrough(pool: Pool, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const taskId = await submit(pool);
    await pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: i });
    ids.push(taskId);
  }
  return ids;
}

/** The next `count` events after a position. */
export async function take(pool: Pool, after: number, count: number, parts = WHOLE): Promise<StreamedEvent[]> {
  const stream = new EventStream(pool.feed, { position: after, parts }, () => true);
  const events: StreamedEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

export const init = (size: number, kind: 'PROCESS' | 'REMOTE' = 'REMOTE'): Command => ({
  type: 'InitializePool',
  size,
  kind,
});
