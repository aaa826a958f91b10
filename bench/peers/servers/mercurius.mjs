import Fastify from 'fastify';
import mercurius from 'mercurius';

/** With its compiler from the first repetition on; queries and mutations over WebSocket too. */
export async function createHttpServer(schema) {
  const app = Fastify();
  await app.register(mercurius, { schema, jit: 1, subscription: { fullWsTransport: true } });
  await app.ready();
  return app.server;
}
