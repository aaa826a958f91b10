import { createClient, type Client } from 'graphql-ws/client';
import type { TypedDocumentString } from '../generated/graphql.js';
import { boundedResults, FellBehind } from './bounded-results.js';
import { Connection } from './connection.js';
import { pause, pauseMs } from './pause.js';
import { passesBySoon, refusal } from './pool-error.js';

/** What every event of a stream has. */
export interface StreamItem {
  /** The place right behind it. */
  readonly cursor: string;
  /** Records that were gone before this reader came to them, just before this event: a gap. */
  readonly missedBefore: number;
}

/** Subscriptions, all on one socket that is opened with the first. */
export class EventStreams {
  readonly connection = new Connection();
  readonly #client: Client;

  /** `webSocket`: its constructor; where the platform has none (Node before 22), that of `ws`. */
  constructor(url: string, headers: Readonly<Record<string, string>>, webSocket: unknown) {
    this.#client = createClient({
      url,
      connectionParams: { ...headers },
      // A stream that was cut goes on from its cursor, so it is subscribed again here and not by graphql-ws.
      retryAttempts: 0,
      ...this.connection.watching(() => this.#client.terminate()),
      ...(webSocket !== undefined && { webSocketImpl: webSocket }),
    });
  }

  /**
   * Events from behind `after` on (left out: from now on), each once, whatever happens to the connection meanwhile. A gap shows
   * as `missedBefore` of the event behind it. Throws the `PoolError` of a refusal, such as CURSOR_EXPIRED where the place is gone.
   */
  async *resuming<Data, Variables extends { readonly after?: string | null | undefined }, Item extends StreamItem>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    itemOf: (data: Data) => Item,
    signal?: AbortSignal,
  ): AsyncGenerator<Item, void, undefined> {
    let after = variables.after;
    for (let next = 1; ; next += 1) {
      try {
        for await (const data of this.#once(document, { ...variables, after }, signal)) {
          const item = itemOf(data);
          after = item.cursor;
          next = 0;
          yield item;
        }
        signal?.throwIfAborted();
        return;
      } catch (error) {
        if (error instanceof FellBehind) continue;
        if (!passesBySoon(error)) throw error;
        await pause(pauseMs(Math.max(next, 1)), signal);
      }
    }
  }

  /** The same for whatever a subscription gives: what has no cursor is simply subscribed again. */
  async *following<Data, Variables extends object>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Data, void, undefined> {
    const itemOf = (data: Data): Located<Data> => ({ ...(rootOf(data) as StreamItem), data });
    for await (const { data } of this.resuming(document, variables, itemOf, signal)) yield data;
  }

  async dispose(): Promise<void> {
    // It rejects where a socket that is being opened fails: there is none then.
    await Promise.resolve(this.#client.dispose()).catch(() => undefined);
  }

  /** One subscription on the socket as it is. */
  async *#once<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Data, void, undefined> {
    signal?.throwIfAborted();
    const payload = { query: document.toString(), variables: variables as Record<string, unknown> };
    for await (const { data, errors } of boundedResults<Data>(this.#client, payload, signal)) {
      const first = errors?.[0];
      if (first !== undefined) throw refusal(first);
      if (data != null) yield data;
    }
  }
}

interface Located<Data> extends StreamItem {
  readonly data: Data;
}

/** A subscription has one field at its root. */
function rootOf(data: unknown): unknown {
  return Object.values(data as object)[0];
}
