import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type ProtocolServer, protocolConformance } from '../conformance/graphql-ws.js';
import { logSchema, type Ticks } from '../support/log-schema.js';
import { listening, startLogServer } from '../support/log-server.js';
import { init, openPool } from '../support/pool.js';

const INIT_WITHIN_MS = 200;

/** The reference implementation, with nothing of ours. */
async function reference(): Promise<ProtocolServer> {
  const { pool } = await openPool();
  await pool.execute(init(0));
  const open = new Set<Ticks>();
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const protocol = useServer(
    {
      ...{ schema: logSchema(pool, open), context: {}, connectionInitWaitTimeout: INIT_WITHIN_MS },
      onConnect: ({ connectionParams }) => connectionParams?.['authorization'] !== 'stranger',
    },
    sockets,
  );
  const url = await listening(http);
  return {
    ...{ url, pool, open },
    async close() {
      await protocol.dispose();
      await new Promise((resolve) => http.close(resolve));
      await pool.close();
    },
  };
}

protocolConformance('graphql-ws by itself', reference);
protocolConformance('this server', () => startLogServer({ initWithinMs: INIT_WITHIN_MS }));
