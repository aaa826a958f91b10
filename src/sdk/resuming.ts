import type { Client } from 'graphql-ws/client';

/**
 * A graphql-ws client whose subscriptions go on behind the last event they gave when it connects again, instead of where they
 * began: for links of urql, Apollo Client and others. Make it with `retryAttempts: Infinity` and `shouldRetry: () => true`, and
 * give the first `after` as a variable. A place that is gone is the error CURSOR_EXPIRED, a gap `missedBefore` of an event.
 */
export function resuming<C extends Pick<Client, 'subscribe'>>(client: C): C {
  const subscribe: Client['subscribe'] = (payload, sink) => {
    const variables: Record<string, unknown> = { ...payload.variables };
    // It is written anew at each connection, with what the variables are by then.
    return client.subscribe(
      { ...payload, variables },
      {
        ...sink,
        next(result) {
          const cursor = cursorIn(result.data);
          if (cursor !== null) variables['after'] = cursor;
          sink.next(result as never);
        },
        error: (error) => sink.error(error),
        complete: () => sink.complete(),
      },
    );
  };
  return { ...client, subscribe };
}

function cursorIn(data: unknown): string | null {
  const [event] = Object.values((data ?? {}) as Readonly<Record<string, { readonly cursor?: unknown } | null>>);
  return typeof event?.cursor === 'string' ? event.cursor : null;
}
