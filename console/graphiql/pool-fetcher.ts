import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';
import type { Endpoints } from '../shared/endpoints';
import { jsonFetch, UnreachableError } from '../shared/json-fetch';
import type { Reachability } from './reachability';

/** A subscription outlives a restart of the server: the waits double from 1 s on, so ten of them last minutes. */
const SOCKET_RETRIES = 10;

/**
 * Queries and mutations go over HTTP, subscriptions over one WebSocket that opens with the first of them and closes
 * after the last. Both report to `reachability`.
 */
export function createPoolFetcher(addresses: Endpoints, reachability: Reachability): Fetcher {
  let authorization: string | undefined;

  const wsClient = createClient({
    url: addresses.webSocket,
    lazy: true,
    retryAttempts: SOCKET_RETRIES,
    // A refused handshake is a plain Event, not a CloseEvent, and by default not tried again: a server that is just
    // restarting refuses too.
    shouldRetry: () => true,
    // A browser cannot set headers on a WebSocket: the one that matters goes along as a connection parameter.
    connectionParams: () => (authorization === undefined ? {} : { authorization }),
    on: {
      connected: () => reachability.reached(),
      error: () => reachability.missed(),
    },
  });

  const fetcher = createGraphiQLFetcher({
    url: addresses.http,
    wsClient,
    enableIncrementalDelivery: false,
    fetch: async (input, init) => {
      try {
        const response = await jsonFetch(input, init);
        reachability.reached();
        return response;
      } catch (error) {
        if (error instanceof UnreachableError) reachability.missed();
        throw error;
      }
    },
  });

  return (parameters, options) => {
    authorization = findAuthorization(options?.headers);
    return fetcher(parameters, options);
  };
}

/** Header names have no case; what the user types in the headers editor has. */
function findAuthorization(headers: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const found = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
