import { join } from 'node:path';
import Database from 'better-sqlite3';
import { PAYLOAD } from './payload.mjs';

/** The least a queue in SQLite can be: one table, and one commit for all that has come since the last. Runs on one thread. */
export function open({ queued, durability, folder }) {
  const database = new Database(join(folder, 'queue.db'));
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${durability === 'fsync' ? 'FULL' : 'NORMAL'}`);
  database.exec('CREATE TABLE tasks (id INTEGER PRIMARY KEY, status INTEGER NOT NULL, payload TEXT NOT NULL)');
  database.exec('CREATE INDEX waiting ON tasks (id) WHERE status = 0');
  const insert = database.prepare('INSERT INTO tasks (status, payload) VALUES (0, ?)');
  const take = database.prepare(
    'UPDATE tasks SET status = 1 WHERE id = (SELECT id FROM tasks WHERE status = 0 ORDER BY id LIMIT 1) RETURNING id, payload',
  );
  const start = database.prepare('UPDATE tasks SET status = 2 WHERE id = ?');
  const end = database.prepare('DELETE FROM tasks WHERE id = ?');
  let batch = [];
  const commit = database.transaction((steps) => steps.map(({ step }) => step()));
  const write = () => {
    const steps = batch;
    batch = [];
    const values = commit(steps);
    steps.forEach(({ resolve }, i) => resolve(values[i]));
  };
  const durably = (step) =>
    new Promise((resolve) => {
      if (batch.push({ step, resolve }) === 1) setImmediate(write);
    });
  commit(Array.from({ length: queued }, () => ({ step: () => insert.run(PAYLOAD) })));
  return {
    async lifecycle() {
      const { id } = await durably(() => {
        insert.run(PAYLOAD);
        return take.get();
      });
      await durably(() => start.run(id));
      await durably(() => end.run(id));
    },
    close: () => database.close(),
  };
}
