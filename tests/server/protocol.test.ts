import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { useServer } from 'graphql-ws/use/ws';
import { pino } from 'pino';
import { WebSocketServer } from 'ws';
import type { GraphContext } from '../../src/graphql/context.js';
import { Admission } from '../../src/server/admission/admission.js';
import type { Authentication } from '../../src/server/api-keys.js';
import { Lifecycle } from '../../src/server/lifecycle.js';
import { Operations } from '../../src/server/operations.js';
import { createWebSockets } from '../../src/server/websocket.js';
import { type ProtocolServer, protocolConformance } from '../conformance/graphql-ws.js';
import { logSchema, type Ticks } from '../support/log-schema.js';
import { init, openPool } from '../support/pool.js';

const INIT_WITHIN_MS = 200;

async function listening(http: Server): Promise<string> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
}

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

async function ours(): Promise<ProtocolServer> {
  const { pool } = await openPool();
  await pool.execute(init(0));
  const open = new Set<Ticks>();
  const lifecycle = new Lifecycle();
  lifecycle.serve();
  const operations = new Operations({
    admission: new Admission({ schema: logSchema(pool, open) }),
    lifecycle,
    logger: pino({ level: 'silent' }),
    createContext: (trace, principal) => ({ trace, principal }) as GraphContext,
  });
  const authentication: Authentication = {
    isOn: true,
    authenticate: (authorization) => (authorization === 'stranger' ? undefined : null),
  };
  const sockets = createWebSockets({
    ...{ operations, authentication, maxMessageBytes: 1024 * 1024, maxOperationsPerSocket: 10 },
    initWithinMs: INIT_WITHIN_MS,
  });
  const http = createServer().on('upgrade', sockets.upgrade);
  const url = await listening(http);
  return {
    ...{ url, pool, open },
    async close() {
      await sockets.close();
      await new Promise((resolve) => http.close(resolve));
      await pool.close();
    },
  };
}

protocolConformance('graphql-ws by itself', reference);
protocolConformance('this server', ours);
