import {
  EventLinesDocument,
  PoolOverviewDocument,
  SubmitTaskDocument,
  type SubmitTaskInput,
} from '../../generated/graphql.js';
import { freshKey } from '../../sdk/fresh-key.js';
import { pause } from '../../sdk/pause.js';
import { PoolError } from '../../sdk/pool-error.js';
import type { Connection } from '../connection.js';
import { present } from '../results.js';

export interface BenchOptions {
  readonly tasks: number;
  readonly concurrency: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What has been measured so far; times in milliseconds, in no order. */
export interface Measured {
  readonly submissionsMs: number[];
  /** From submission to the event of its end, as seen from here. */
  readonly lifecyclesMs: number[];
  /** Submissions that a full queue refused, and that were made again. */
  refused: number;
  readonly ended: { COMPLETED: number; FAILED: number; CANCELLED: number };
  /** Those that have not settled: ids, and when they were submitted. */
  readonly open: Map<string, number>;
}

type End = keyof Measured['ended'];

/** Ends of tasks whose submission is not answered yet, and of those of others, which nobody will ask for. */
const MAX_EARLY = 10_000;
const FULL_FOR_MS = 50;

/** Submits all of them and waits until the last has settled, or the signal is aborted: `measured` is true at any time. */
export async function runBench(
  connection: Connection,
  { tasks, concurrency, payload }: BenchOptions,
  measured: Measured,
  signal: AbortSignal,
): Promise<void> {
  const { pool } = await connection.ask(PoolOverviewDocument, { pool: connection.pool });
  const { cursor } = present(pool, `pool ${connection.pool}`);
  const early = new Map<string, { readonly end: End; readonly atMs: number }>();
  const { open, ended, lifecyclesMs, submissionsMs } = measured;

  const settle = (id: string, fromMs: number, { end, atMs }: { end: End; atMs: number }): void => {
    open.delete(id);
    ended[end] += 1;
    lifecyclesMs.push(atMs - fromMs);
  };
  const watchEnds = async (): Promise<void> => {
    const streams = await connection.streams();
    const filter = { names: ['COMPLETED', 'FAILED', 'CANCELLED'], kinds: ['TASK' as const] };
    const variables = { pool: connection.pool, after: cursor, filter };
    for await (const event of streams.resuming(EventLinesDocument, variables, (data) => data.poolEvents, signal)) {
      const id = event.task?.id ?? '';
      const told = { end: event.name as End, atMs: performance.now() };
      const fromMs = open.get(id);
      if (fromMs !== undefined) settle(id, fromMs, told);
      else early.set(id, told);
      const [oldest] = early.keys();
      if (early.size > MAX_EARLY && oldest !== undefined) early.delete(oldest);
      if (lifecyclesMs.length === tasks) return;
    }
  };
  let next = 0;
  const submitNext = async (): Promise<void> => {
    while (next < tasks) {
      next += 1;
      const input = { pool: connection.pool, type: 'GENERAL' as const, payload, idempotencyKey: freshKey() };
      for (;;) {
        const fromMs = performance.now();
        const id = await submitOnce(connection, input, signal);
        if (id === null) {
          measured.refused += 1;
          continue;
        }
        submissionsMs.push(performance.now() - fromMs);
        open.set(id, fromMs);
        const known = early.get(id);
        if (known !== undefined) settle(id, fromMs, known);
        early.delete(id);
        break;
      }
    }
  };
  await Promise.all([watchEnds(), ...Array.from({ length: Math.min(concurrency, tasks) }, submitNext)]);
}

/** Its id; null where the queue was full, after the wait that the server asked for. */
async function submitOnce(connection: Connection, input: SubmitTaskInput, signal: AbortSignal): Promise<string | null> {
  try {
    const { submitTask } = await connection.tell(SubmitTaskDocument, { input });
    return submitTask.task.id;
  } catch (error) {
    if (!(error instanceof PoolError) || !['QUEUE_FULL', 'RATE_LIMITED'].includes(error.code)) throw error;
    await pause(Math.max(FULL_FOR_MS, error.details.retryAfterMs ?? 0), signal);
    return null;
  }
}
