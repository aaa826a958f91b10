import { isSettled, type TaskState } from '../core/task.js';
import { moreWithin } from './more-within.js';
import type { Pool } from './pool.js';

const CHUNK = 256;

/**
 * The task when it is settled; as it is by then where `waitMs` is over or `signal` aborted before. It follows the log and not the
 * view, so that an end counts even if the task is forgotten or taken up again right after it.
 */
export async function untilSettled(
  pool: Pool,
  task: TaskState,
  waitMs: number,
  signal: AbortSignal,
): Promise<TaskState> {
  const deadlineMs = pool.clockMs() + waitMs;
  let newest = task;
  let position = pool.view.position;
  while (!isSettled(newest)) {
    for (const moment of await pool.feed.read(position, CHUNK)) {
      position = moment.record.position;
      if (moment.task?.id === task.id) newest = moment.task;
      if (isSettled(newest)) return newest;
    }
    if (position < pool.feed.last) continue;
    const leftMs = deadlineMs - pool.clockMs();
    if (leftMs <= 0 || signal.aborted) break;
    await moreWithin(pool, leftMs, signal);
  }
  return newest;
}
