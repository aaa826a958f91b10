import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';

/** As its documentation has it, with graphql-ws beside; its caches of parsed and validated documents are on by default. */
export function createHttpServer(schema) {
  const http = createServer(createYoga({ schema, graphiql: false, landingPage: false, logging: false }));
  useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
  return http;
}
