import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import { type DocumentNode, Kind, parse } from 'graphql';
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
    const documentAST = tryParse(parameters.query);
    if (documentAST === undefined) return fetcher(parameters, options);
    return fetcher(withOwnOperation(parameters, documentAST), { ...options, documentAST });
  };
}

/** Undefined for a syntax error, of which the server shall tell. */
function tryParse(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

/**
 * For a moment after a change of tabs GraphiQL still gives the operation name and the parsed document of the tab before.
 * Whoever runs the new tab at once would be told "Unknown operation", or get a subscription sent over HTTP. So the
 * document goes by its text, and a name that is not in it gives way to the one that is.
 */
function withOwnOperation(parameters: FetcherParams, document: DocumentNode): FetcherParams {
  const names = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? null] : [],
  );
  const given = parameters.operationName ?? null;
  return names.includes(given) || names.length !== 1 ? parameters : { ...parameters, operationName: names[0] ?? null };
}

/** Header names have no case; what the user types in the headers editor has. */
function findAuthorization(headers: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const found = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization');
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
