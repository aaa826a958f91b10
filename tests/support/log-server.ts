import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { GraphContext } from '../../src/graphql/context.js';
import { MemoryJournal } from '../../src/journal/memory-journal.js';
import { Admission } from '../../src/server/admission/admission.js';
import { type Authentication, noAuthentication } from '../../src/access/authentication.js';
import { EVERYBODY } from '../../src/access/caller.js';
import { Lifecycle } from '../../src/server/lifecycle.js';
import { Operations } from '../../src/server/operations.js';
import { createWebSockets } from '../../src/server/websocket.js';
import type { ProtocolServer } from '../conformance/graphql-ws.js';
import { logSchema, type Ticks } from './log-schema.js';
import { init, openPool } from './pool.js';
import { quotasWith } from './quotas.js';

export async function listening(http: Server): Promise<string> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
}

export interface LogServer extends ProtocolServer {
  /** How often an event has been executed. */
  readonly executions: () => number;
}

/** The sockets of the product, over `logSchema`; the log reaches back over `maxRecords`, in memory over `feedCapacity`. */
export async function startLogServer({
  initWithinMs = 5_000,
  maxRecords = 100_000,
  feedCapacity = 1_000,
} = {}): Promise<LogServer> {
  const journal = new MemoryJournal({ maxRecords });
  const { pool } = await openPool({ journal, feedCapacity, limits: { maxQueueLength: 10_000 } });
  await pool.execute(init(0));
  const open = new Set<Ticks>();
  let executions = 0;
  const lifecycle = new Lifecycle();
  lifecycle.serve();
  const operations = new Operations({
    admission: new Admission({ schema: logSchema(pool, open, () => (executions += 1)) }),
    ...{ lifecycle, quotas: quotasWith() },
    logger: pino({ level: 'silent' }),
    createContext: (trace, caller) => ({ trace, caller }) as Partial<GraphContext> as GraphContext,
  });
  const authentication: Authentication = {
    ...noAuthentication,
    isOn: true,
    authenticate: (authorization) => (authorization === 'stranger' ? undefined : EVERYBODY),
  };
  const sockets = createWebSockets({
    ...{ operations, authentication, maxMessageBytes: 1024 * 1024, maxOperationsPerSocket: 10 },
    ...{ initWithinMs, quotas: quotasWith() },
  });
  const http = createServer().on('upgrade', sockets.upgrade);
  const url = await listening(http);
  return {
    ...{ url, pool, open, executions: () => executions },
    async close() {
      await sockets.close();
      await new Promise((resolve) => http.close(resolve));
      await pool.close();
    },
  };
}
