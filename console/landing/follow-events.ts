import { createClient } from 'graphql-ws';
import type { PoolEvent } from './pool';
import document from './pool-events.graphql?raw';
import { RefusedError, refusal } from './request';

/** Why the list of events has a hole: what happened there is in the server's log at most. */
export type Gap = { readonly kind: 'expired' } | { readonly kind: 'missed'; readonly count: number };

export interface EventListener {
  /** The feed is connected: what happens from now on is shown. */
  live(): void;
  /** It is not, for `error`; it will be tried again by itself. */
  lost(error: unknown): void;
  event(event: PoolEvent): void;
  gap(gap: Gap): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/**
 * Follows the pool's events for as long as the page is open. Every reconnect goes on after the last event seen, so a
 * cut or a restart of the server loses nothing; where the server no longer has that position, it says so as a gap and
 * starts again from `readCursor`, which reads the pool and rejects where there is none.
 */
export async function followEvents(
  url: string,
  readCursor: () => Promise<string>,
  listener: EventListener,
): Promise<never> {
  let cursor: string | undefined;
  let waitMs = FIRST_WAIT_MS;
  for (;;) {
    try {
      cursor ??= await readCursor();
      await subscribeOnce(url, cursor, {
        connected: () => {
          waitMs = FIRST_WAIT_MS;
          listener.live();
        },
        event: (event) => {
          cursor = event.cursor;
          if (event.missedBefore > 0) listener.gap({ kind: 'missed', count: event.missedBefore });
          listener.event(event);
        },
      });
      listener.lost(new Error('The server ended the stream.'));
    } catch (error) {
      if (error instanceof RefusedError && error.code === 'CURSOR_EXPIRED') {
        cursor = undefined;
        listener.gap({ kind: 'expired' });
      }
      listener.lost(error);
    }
    // Between half and all of the wait, so that the open pages do not come back to a restarted server all at once.
    const jitteredMs = waitMs * (0.5 + Math.random() / 2);
    await new Promise((resolve) => window.setTimeout(resolve, jitteredMs));
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }
}

interface Subscriber {
  connected(): void;
  event(event: PoolEvent): void;
}

/** One connection with one subscription. Resolves where the server ends it, rejects where it breaks or is refused. */
async function subscribeOnce(url: string, after: string, subscriber: Subscriber): Promise<void> {
  let pongDue: number | undefined;
  const client = createClient({
    url,
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    on: {
      connected: () => subscriber.connected(),
      // A laptop that slept or a cable that was pulled leaves a socket that looks open: an unanswered ping tells.
      ping: (received) => {
        if (!received) pongDue = window.setTimeout(() => client.terminate(), PONG_WITHIN_MS);
      },
      pong: (received) => {
        if (received) window.clearTimeout(pongDue);
      },
    },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      client.subscribe<{ poolEvents: PoolEvent }>(
        { query: document, variables: { after } },
        {
          next: (result) => {
            if (result.errors !== undefined) reject(refusal(result.errors));
            else if (result.data) subscriber.event(result.data.poolEvents);
          },
          error: (error) => reject(Array.isArray(error) ? refusal(error) : asError(error)),
          complete: resolve,
        },
      );
    });
  } finally {
    window.clearTimeout(pongDue);
    await client.dispose();
  }
}

function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  if (error instanceof CloseEvent)
    return new Error(`The connection was closed (${String(error.code)} ${error.reason}).`);
  return new Error('The connection failed.');
}
