import { join } from 'node:path';
import Database from 'better-sqlite3';
import { better, defineQueue } from 'plainjob';

/** Its calls write one commit each and block until it is on disk; its own worker polls, so jobs are taken by hand. */
export function open({ queued, durability, folder }) {
  const connection = better(new Database(join(folder, 'queue.db')));
  const queue = defineQueue({ connection, logger: { error: console.error, warn() {}, info() {}, debug() {} } });
  connection.pragma(`synchronous = ${durability === 'fsync' ? 'FULL' : 'NORMAL'}`);
  if (queued > 0)
    queue.addMany(
      'task',
      Array.from({ length: queued }, () => ({ text: 'hello' })),
    );
  return {
    async lifecycle() {
      queue.add('task', { text: 'hello' });
      const { id } = queue.getAndMarkJobAsProcessing('task');
      queue.markJobAsDone(id);
    },
    close: () => queue.close(),
  };
}
