import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createSchema } from '../../src/graphql/schema.js';
import { Admission } from '../../src/server/admission/admission.js';
import { type Apollo, startApollo } from '../../src/server/apollo.js';
import { noAuthentication } from '../../src/access/authentication.js';
import { createCallers } from '../../src/server/callers.js';
import { createGraphQLRoute } from '../../src/server/graphql-route.js';
import { createHttpServer, type HttpOptions } from '../../src/server/http.js';
import { Lane } from '../../src/server/lane.js';
import { Lifecycle } from '../../src/server/lifecycle.js';
import { Operations } from '../../src/server/operations.js';
import { createEventStreams } from '../../src/server/server-sent-events.js';
import { createWebSockets } from '../../src/server/websocket.js';
import type { Service } from '../graphql/service.js';
import { quotasWith } from '../support/quotas.js';

export interface InProcessServer {
  readonly url: string;
  readonly operations: Operations;
  /** Requests that Apollo was asked about. */
  readonly asked: () => number;
  /** Lines of the log so far: event, trace id, path and message of the error. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** From then on operations are refused. */
  stop(): void;
  close(): Promise<void>;
}

/** GraphQL over HTTP and WebSocket in front of a service of this process, so that what it answers can be told beforehand. */
export async function startInProcess(service: Service, path: 'lane' | 'apollo alone'): Promise<InProcessServer> {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const lifecycle = new Lifecycle();
  const { coordinator } = service;
  const quotas = quotasWith();
  const operations = new Operations({
    ...{ lifecycle, logger, quotas },
    admission: new Admission({ schema: createSchema() }),
    createContext: (trace, caller) => ({ ...service.context, trace, caller }),
  });
  const apollo = await startApollo(operations, logger);
  let asked = 0;
  const counted: Apollo = {
    execute: (request, context) => {
      asked += 1;
      return apollo.execute(request, context);
    },
    stop: () => apollo.stop(),
  };
  const authentication = noAuthentication;
  const streams = createEventStreams(operations, authentication, quotas);
  const webSockets = createWebSockets({
    ...{ operations, authentication, quotas, maxMessageBytes: 1_000_000, maxOperationsPerSocket: 100 },
  });
  const lane = path === 'lane' ? new Lane(operations, () => coordinator.revision) : null;
  const http = createHttpServer({
    ...{ coordinator, lifecycle, authentication, quotas, webSockets, logger },
    ...{ hstsSeconds: 0, onRefused: () => undefined },
    callers: createCallers('127.0.0.1', []),
    graphql: createGraphQLRoute({ operations, apollo: counted, streams, lane, maxBodyBytes: 1_000_000 }),
  } as Partial<HttpOptions> as HttpOptions);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  lifecycle.serve();
  return {
    url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`,
    ...{ operations, lines },
    asked: () => asked,
    stop: () => {
      lifecycle.stop();
    },
    async close() {
      await Promise.all([streams.close(), webSockets.close()]);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await apollo.stop();
    },
  };
}
