import type { GraphQLFormattedError } from 'graphql';
import type { Client, SubscribePayload } from 'graphql-ws/client';
import { Deferred } from '../lib/deferred.js';
import { PoolError, refusal, unreachable, type AnsweredError } from './pool-error.js';

/** How many results a subscription may be ahead of whoever reads it. */
const MAX_AHEAD = 1_000;

/** The reader was too slow, so the subscription was ended; all that it had brought by then has been read. */
export class FellBehind extends Error {}

interface Result<Data> {
  readonly data?: Data | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

/**
 * What a subscription brings, at most `MAX_AHEAD` results of it in memory: a browser's socket cannot be told to wait. Ends with the
 * subscription or with `signal`; throws the `PoolError` that it fails with, or `FellBehind`.
 */
export async function* boundedResults<Data>(
  client: Pick<Client, 'subscribe'>,
  payload: SubscribePayload,
  signal: AbortSignal | undefined,
): AsyncGenerator<Result<Data>, void, undefined> {
  const ahead = new Ahead<Result<Data>>();
  const unsubscribe = client.subscribe<Data>(payload, {
    next: (result) => {
      if (ahead.add(result) < MAX_AHEAD) return;
      ahead.end(new FellBehind());
      unsubscribe();
    },
    error: (error) => ahead.end(broken(error)),
    complete: () => ahead.end(null),
  });
  const stop = (): void => ahead.drop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    yield* ahead.read();
  } finally {
    signal?.removeEventListener('abort', stop);
    unsubscribe();
  }
}

/** What has come and is not read yet. */
class Ahead<Item> {
  #items: Item[] = [];
  #end: { readonly error: Error | null } | null = null;
  #changed = new Deferred();

  /** How many there are now. Nothing comes behind the end. */
  add(item: Item): number {
    if (this.#end === null) this.#items.push(item);
    this.#changed.resolve();
    return this.#items.length;
  }

  /** `error`: null where it has ended well. The first end is the one. */
  end(error: Error | null): void {
    this.#end ??= { error };
    this.#changed.resolve();
  }

  /** Ends it here and now. */
  drop(): void {
    this.#items = [];
    this.end(null);
  }

  async *read(): AsyncGenerator<Item, void, undefined> {
    for (;;) {
      for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift()) yield item;
      if (this.#end !== null) break;
      this.#changed = new Deferred();
      await this.#changed.promise;
    }
    if (this.#end.error !== null) throw this.#end.error;
  }
}

/** Closes after which coming again cannot help: the protocol was broken, or the credentials are not good. */
const FATAL_CLOSES: ReadonlySet<unknown> = new Set([4400, 4401, 4403, 4406, 4409]);

function broken(error: unknown): PoolError {
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
