import type { ClientOptions } from 'graphql-ws/client';

/**
 * - `idle`: nobody listens to a stream, so there is no socket.
 * - `connecting`: the first try.
 * - `live`: what happens arrives.
 * - `reconnecting`: it was live, or the first try failed; it is tried again by itself.
 */
export type ConnectionStatus = 'idle' | 'connecting' | 'live' | 'reconnecting';

/** How it stands with the socket of all streams of a client. */
export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** Since when, in milliseconds since the epoch by this machine's clock; it stays the same over tries in vain. */
  readonly sinceMs: number;
  /** The newest round trip of a ping over the socket, in milliseconds; null before the first and while there is none. */
  readonly latencyMs: number | null;
}

/** How often a socket that is open is asked for a sign of life, and how long that may take: nobody tells of a line that is dead. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/** The connection of all streams of a client, for whoever shows it. */
export class Connection {
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = { status: 'idle', sinceMs: Date.now(), latencyMs: null };

  /** The same object until it changes. */
  snapshot(): ConnectionState {
    return this.#state;
  }

  /** Calls `listener` after each change. Gives what ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a graphql-ws client is made with, so that its connection shows here; `terminate` ends a socket that is dead. */
  watching(terminate: () => void): Pick<ClientOptions, 'keepAlive' | 'connectionAckWaitTimeout' | 'on'> {
    let askedAtMs = 0;
    let late: ReturnType<typeof setTimeout> | undefined;
    const asked = (): void => {
      askedAtMs = performance.now();
      clearTimeout(late);
      late = setTimeout(terminate, PONG_WITHIN_MS);
    };
    return {
      keepAlive: PING_EVERY_MS,
      connectionAckWaitTimeout: PING_EVERY_MS,
      on: {
        connecting: () => {
          if (this.#state.status === 'idle') this.#become('connecting');
        },
        connected: (socket) => {
          this.#become('live');
          // The first of graphql-ws comes only after a while, and a page wants to show a latency at once.
          (socket as { send(text: string): void }).send('{"type":"ping"}');
          asked();
        },
        ping: (received) => {
          if (!received) asked();
        },
        pong: (received) => {
          if (!received) return;
          clearTimeout(late);
          this.#set({ ...this.#state, latencyMs: performance.now() - askedAtMs });
        },
        closed: (event) => {
          clearTimeout(late);
          this.#become((event as { code?: unknown }).code === NORMAL_CLOSURE ? 'idle' : 'reconnecting');
        },
      },
    };
  }

  #become(status: ConnectionStatus): void {
    if (this.#state.status !== status) this.#set({ status, sinceMs: Date.now(), latencyMs: null });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const NORMAL_CLOSURE = 1000;
