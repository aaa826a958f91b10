import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/**
 * One subscription on a socket of its own, which does not reconnect. `each` gets every event; the promise of `ended` resolves
 * with `{ refused }`, the code where the server refused it, once it is over for whatever reason.
 */
export function subscribe(port, query, variables, each) {
  let socket = null;
  class KeptSocket extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols);
      socket = this;
    }
  }
  const client = createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: KeptSocket, retryAttempts: 0 });
  const ended = new Promise((resolve) => {
    client.subscribe(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (data == null) resolve({ refused: errors?.[0]?.extensions?.code ?? 'NO_DATA' });
          else taken(each, data);
        },
        error: (error) =>
          resolve({ refused: Array.isArray(error) ? (error[0]?.extensions?.code ?? 'NO_CODE') : null, error }),
        complete: () => resolve({ refused: null }),
      },
    );
  });
  return {
    ended,
    /** Drops the connection as a dead network does. */
    cut: () => socket?.terminate(),
    close: () => client.dispose(),
  };
}

/** What fails there is the harness itself, and ends it; here it would look like a connection that was lost. */
function taken(each, data) {
  try {
    each(data);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
