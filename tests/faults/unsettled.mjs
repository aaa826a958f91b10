import { setTimeout as after } from 'node:timers/promises';

/**
 * Waits until every reader has seen the acknowledged tasks of all clients of its pool settle, `withinMs` at most.
 *
 * @returns {Promise<readonly string[]>} ids of those that some reader has not seen settle by then
 */
export async function unsettled(readers, clients, withinMs) {
  const tasksOf = ({ pool }) => clients.filter((client) => client.pool === pool).flatMap(({ tasks }) => tasks);
  const all = readers.map((reader) => ({ reader, tasks: tasksOf(reader) }));
  const timer = new AbortController();
  await Promise.race([
    Promise.all(all.map(({ reader, tasks }) => reader.until(() => tasks.every((taskId) => reader.hasSettled(taskId))))),
    after(withinMs, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
  return [...new Set(all.flatMap(({ reader, tasks }) => tasks.filter((taskId) => !reader.hasSettled(taskId))))];
}
