import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { resuming } from 'coordination-pool/graphql-ws';
import { OperationTypeNode } from 'graphql';
import { createClient as createSocket } from 'graphql-ws';

// The address of the server: `?pool=http://...`, or where `npm start` serves.
const url = new URL('/graphql', new URLSearchParams(location.search).get('pool') ?? 'http://127.0.0.1:4000');

// Behind the last event again after each reconnect, for as long as it takes.
const socket = resuming(
  createSocket({ url: url.href.replace(/^http/, 'ws'), retryAttempts: Infinity, shouldRetry: () => true }),
);

export const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: url.href }),
  ),
  // Tasks have an id, so an event about one is shown wherever that task is.
  cache: new InMemoryCache(),
});
