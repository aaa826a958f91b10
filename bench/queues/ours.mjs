import { join } from 'node:path';
import { MemoryJournal } from '../../dist/journal/memory-journal.js';
import { SqliteJournal } from '../../dist/journal/sqlite-journal.js';
import { fillQueue, lifecycle, openPool } from '../lib/pool.mjs';

/** The whole engine: single writer, journal, views, feed. Agents as many as callers. */
export async function open({ callers, queued, durability, folder }) {
  const directory = join(folder, 'log');
  const journal = durability === 'memory' ? new MemoryJournal() : new SqliteJournal({ directory, durability });
  const pool = await openPool(journal, { agents: callers });
  // Each agent takes one of them in hand, so that the first caller finds one assigned.
  await fillQueue(pool, queued === 0 ? 0 : queued + callers);
  return { lifecycle: () => lifecycle(pool), close: () => pool.close() };
}
