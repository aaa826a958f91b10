// What a retained task costs, and what memory does while a million pass through: an engine in a process of its own.
import { join } from 'node:path';
import { SqliteJournal } from '../../dist/journal/sqlite-journal.js';
import { answering } from '../lib/answering.mjs';
import { lifecycle, openPool } from '../lib/pool.mjs';

const CALLERS = 64;
let pool;
let done = 0;

answering({
  async open({ folder, retained }) {
    const journal = new SqliteJournal({ directory: join(folder, 'log'), durability: 'os' });
    pool = await openPool(journal, { agents: CALLERS, limits: { retentionCount: retained } });
  },
  /** Ends so many tasks more. */
  async pass(tasks) {
    const until = done + tasks;
    const caller = async () => {
      while (done < until) {
        done += 1;
        await lifecycle(pool);
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    for (let i = 0; i < 2; i += 1) globalThis.gc();
    const { heapUsed, rss } = process.memoryUsage();
    return { heapUsed, rss, retained: pool.view.tasks.size };
  },
  close: () => pool.close(),
});
