import { EventLinesDocument, PoolViewDocument, type PoolEventLineFragment } from '../../generated/graphql.js';
import { pause } from '../../sdk/pause.js';
import { passesBySoon, PoolError } from '../../sdk/pool-error.js';
import type { Connection } from '../connection.js';
import { present } from '../results.js';
import type { PoolView, Watched } from './watched.js';

/** The pool is read again so long after the last time, and at once when something happened, but not more often than that. */
const READ_EVERY_MS = 1_000;
const READ_AT_MOST_EVERY_MS = 150;
const MAX_EVENTS = 300;
const MAX_TASKS = 50;

/**
 * Keeps a picture of the pool up to date until the signal is aborted: one consistent read at a time, woken by the stream of events.
 * Rejects where that cannot go on: the pool is gone, the key is not good any more. A server that is away is waited for, except
 * the first time.
 */
export async function observe(
  connection: Connection,
  signal: AbortSignal,
  show: (watched: Watched) => void,
): Promise<void> {
  const { url, pool } = connection;
  let view = await readView(connection);
  let [asOfMs, latencyMs] = [Date.now(), 0];
  let problem: string | null = null;
  // The first socket is given the time that it takes.
  let streamLost = false;
  let events: readonly PoolEventLineFragment[] = [];
  let wake: () => void = () => undefined;
  const tell = (): void => {
    const trouble = problem ?? (streamLost ? 'the stream of events is lost' : null);
    const link =
      trouble === null ? { phase: 'live' as const, latencyMs } : { phase: 'reconnecting' as const, problem: trouble };
    show({ url, pool, view, events, asOfMs, link });
  };
  tell();

  const readAgain = async (): Promise<void> => {
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      await pause(READ_AT_MOST_EVERY_MS, signal);
      await Promise.race([woken, pause(READ_EVERY_MS, signal)]);
      const fromMs = performance.now();
      try {
        view = await readView(connection);
        [asOfMs, latencyMs, problem] = [Date.now(), performance.now() - fromMs, null];
      } catch (error) {
        signal.throwIfAborted();
        if (!passesBySoon(error)) throw error;
        problem = error.message;
      }
      tell();
    }
  };
  const listen = async (): Promise<void> => {
    const streams = await connection.streams((isOpen) => {
      streamLost = !isOpen;
      tell();
    });
    let after = view.cursor;
    for (;;) {
      try {
        const variables = { pool, after, filter: null };
        for await (const event of streams.resuming(EventLinesDocument, variables, (data) => data.poolEvents, signal)) {
          after = event.cursor;
          events = [event, ...events].slice(0, MAX_EVENTS);
          wake();
        }
        return;
      } catch (error) {
        // The log does not reach back to where we were, which happens when the server was away for long: on from now.
        if (!(error instanceof PoolError) || error.code !== 'CURSOR_EXPIRED') throw error;
        view = await readView(connection);
        after = view.cursor;
      }
    }
  };
  await Promise.all([readAgain(), listen()]);
}

async function readView(connection: Connection): Promise<PoolView> {
  const { pool } = await connection.tell(PoolViewDocument, { pool: connection.pool, tasks: MAX_TASKS });
  return present(pool, `pool ${connection.pool}`);
}
