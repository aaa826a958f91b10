import { Queue, Worker } from 'bullmq';
import { Tokens } from '../../lib/tokens.mjs';

const FILLED_AT_ONCE = 5_000;

/**
 * One `Queue` and one `Worker` as its documentation has them for throughput: concurrency as many as callers, jobs removed when
 * they are done, the blocking connection of its own that it makes itself. A worker ends one task for each that was submitted,
 * so that what waits behind stays as it is.
 */
export async function open({ callers, queued, port, isFilled }) {
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
  const name = `waiting-${String(queued)}`;
  const defaultJobOptions = { removeOnComplete: true, removeOnFail: true };
  const queue = new Queue(name, { connection, defaultJobOptions });
  if (!isFilled) await fill(queue, queued);
  const submitted = new Tokens();
  const ended = new Tokens();
  const worker = new Worker(name, () => submitted.take(), { connection, concurrency: callers });
  worker.on('completed', () => ended.give());
  worker.on('error', console.error);
  await worker.waitUntilReady();
  return {
    async lifecycle() {
      await queue.add('task', { text: 'hello' });
      submitted.give(null);
      await ended.take();
    },
    async close() {
      await worker.close(true);
      await queue.close();
    },
  };
}

async function fill(queue, queued) {
  for (let left = queued; left > 0; left -= FILLED_AT_ONCE) {
    const length = Math.min(left, FILLED_AT_ONCE);
    await queue.addBulk(Array.from({ length }, () => ({ name: 'task', data: { text: 'hello' } })));
  }
}
