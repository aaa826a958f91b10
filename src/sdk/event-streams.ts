import { createClient, type Client, type ClientOptions } from 'graphql-ws/client';
import type { TypedDocumentString } from '../generated/graphql.js';
import { pause, pauseMs } from './pause.js';
import { PoolError, passesBySoon, refusal, unreachable, type AnsweredError } from './pool-error.js';

/** What every event of a stream has. */
export interface StreamItem {
  /** The place right behind it. */
  readonly cursor: string;
  /** Records that were gone before this reader came to them, just before this event: a gap. */
  readonly missedBefore: number;
}

/** How often a socket that is open is asked for a sign of life, and how long that may take: nobody tells of a line that is dead. */
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

/** Subscriptions, all on one socket that is opened with the first. */
export class EventStreams {
  readonly #client: Client;

  /** `webSocket`: its constructor; where the platform has none (Node before 22), that of `ws`. */
  constructor(url: string, headers: Readonly<Record<string, string>>, webSocket: unknown) {
    this.#client = createClient({
      url,
      connectionParams: { ...headers },
      // A stream that was cut goes on from its cursor, so it is subscribed again here and not by graphql-ws.
      retryAttempts: 0,
      connectionAckWaitTimeout: PING_EVERY_MS,
      keepAlive: PING_EVERY_MS,
      on: this.#watch(),
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
    const subscribe = (): AsyncGenerator<Data, void, undefined> =>
      this.#once(document, { ...variables, after }, signal);
    for await (const data of persisting(subscribe, signal)) {
      const item = itemOf(data);
      after = item.cursor;
      yield item;
    }
  }

  /** What a subscription without places gives: it is made again when it was cut, until the server ends or refuses it. */
  following<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Data, void, undefined> {
    return persisting(() => this.#once(document, variables, signal), signal);
  }

  async dispose(): Promise<void> {
    await this.#client.dispose();
  }

  #watch(): NonNullable<ClientOptions['on']> {
    let late: ReturnType<typeof setTimeout> | undefined;
    return {
      ping: (received) => {
        if (!received) late = setTimeout(() => this.#client.terminate(), PONG_WITHIN_MS);
      },
      pong: () => clearTimeout(late),
      closed: () => clearTimeout(late),
    };
  }

  /** One subscription on the socket as it is. */
  async *#once<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Data, void, undefined> {
    signal?.throwIfAborted();
    const results = this.#client.iterate<Data>({
      query: document.toString(),
      variables: variables as Record<string, unknown>,
    });
    const stop = (): void => void results.return?.();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      for await (const { data, errors } of results) {
        const first = errors?.[0];
        if (first !== undefined) throw refusal(first);
        if (data != null) yield data;
      }
    } catch (error) {
      throw broken(error);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }
}

async function* persisting<Data>(
  subscribe: () => AsyncGenerator<Data, void, undefined>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Data, void, undefined> {
  for (let next = 1; ; next += 1) {
    try {
      for await (const data of subscribe()) {
        next = 0;
        yield data;
      }
      signal?.throwIfAborted();
      return;
    } catch (error) {
      if (!passesBySoon(error)) throw error;
      await pause(pauseMs(Math.max(next, 1)), signal);
    }
  }
}

/** Closes after which coming again cannot help: the protocol was broken, or the credentials are not good. */
const FATAL_CLOSES: ReadonlySet<unknown> = new Set([4400, 4401, 4403, 4406, 4409]);

function broken(error: unknown): PoolError {
  if (error instanceof PoolError) return error;
  // An operation that the server refused as a whole comes as a list of errors.
  if (Array.isArray(error)) return refusal(error[0] as AnsweredError);
  const { code, reason } = (error ?? {}) as { code?: unknown; reason?: unknown };
  if (code === 4401 || code === 4403) {
    return new PoolError('UNAUTHENTICATED', `The socket was refused: ${String(reason)}`, false, {}, { cause: error });
  }
  if (FATAL_CLOSES.has(code)) {
    return new PoolError('BAD_USER_INPUT', `The socket was closed: ${String(reason)}`, false, {}, { cause: error });
  }
  return unreachable('The socket is closed.', error);
}
