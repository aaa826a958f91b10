import { resuming } from 'coordination-pool/graphql-ws';
import { createClient as createSocket } from 'graphql-ws';
import { createClient, fetchExchange, subscriptionExchange } from 'urql';

// The address of the server: `?pool=http://...`, or where `npm start` serves.
const url = new URL('/graphql', new URLSearchParams(location.search).get('pool') ?? 'http://127.0.0.1:4000');

// Behind the last event again after each reconnect, for as long as it takes.
const socket = resuming(
  createSocket({ url: url.href.replace(/^http/, 'ws'), retryAttempts: Infinity, shouldRetry: () => true }),
);

export const client = createClient({
  url: url.href,
  preferGetMethod: false,
  // Without a cache: what the page shows is one answer and the events behind it.
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables = {} }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink as never) }),
      }),
    }),
  ],
});
