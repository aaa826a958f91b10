import { createServer } from 'node:http';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** As Apollo's documentation has it: Express 5 with its JSON parser, and graphql-ws as it comes for subscriptions. */
export async function createHttpServer(schema) {
  const apollo = new ApolloServer({ schema });
  await apollo.start();
  const app = express();
  app.use('/graphql', express.json(), expressMiddleware(apollo));
  const http = createServer(app);
  useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
  return http;
}
