import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Authentication } from '../access/authentication.js';
import type { Coordinator } from '../engine/coordinator.js';
import { poolsByScope } from '../engine/pools.js';
import type { GraphConfig, GraphContext } from '../graphql/context.js';
import { Admission } from './admission/admission.js';
import type { DocumentLimits } from './admission/limits.js';
import type { TrustedDocuments } from './admission/trusted-documents.js';
import { startApollo } from './apollo.js';
import { auditedMutation, auditedRefusals, auditLogOf, logAudit } from './audit.js';
import { createCallers } from './callers.js';
import { watchOperations } from './ended-operation.js';
import { createGraphQLRoute } from './graphql-route.js';
import { createHttpServer } from './http.js';
import { Lane } from './lane.js';
import { Lifecycle } from './lifecycle.js';
import type { Logger } from './log.js';
import { createMcpRoute, type McpService } from './mcp-route.js';
import type { Figures } from './metrics/figures.js';
import { createMetrics } from './metrics/metrics.js';
import { Operations } from './operations.js';
import { type QuotaLimits, Quotas } from './quotas/quotas.js';
import { createEventStreams } from './server-sent-events.js';
import { createStaticFiles } from './static-files.js';
import type { Tracing } from './tracing/tracing.js';
import { createWebSockets } from './websocket.js';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly schema: GraphQLSchema;
  readonly coordinator: Coordinator;
  readonly graphConfig: GraphConfig;
  readonly mcp: McpService;
  readonly authentication: Authentication;
  readonly allowedOrigins: readonly string[];
  readonly documentLimits: DocumentLimits;
  /** Null: any document is carried out. */
  readonly trusted: TrustedDocuments | null;
  /** Whether anybody is told the schema; GraphiQL, which is no use without it, is served only then. */
  readonly introspection: 'open' | 'closed';
  readonly maxBodyBytes: number;
  readonly maxMessageBytes: number;
  readonly maxOperationsPerSocket: number;
  readonly maxMcpCalls: number;
  readonly quotas: QuotaLimits;
  /** See `HttpOptions`. */
  readonly hstsSeconds: number;
  /** Absolute folder of the built web pages. */
  readonly consoleDirectory: string;
  readonly slowOperationMs: number;
  readonly figures: Figures;
  /** Null where there is no collector. */
  readonly tracing: Tracing | null;
  readonly logger: Logger;
}

/** Everything that listens. It answers 503 until `serve` is called. */
export interface Server {
  listen(): Promise<AddressInfo>;
  serve(): void;
  /** Readiness turns red and operations are refused; what runs goes on. */
  refuse(): void;
  /** Ends streams, sockets (1001) and connections; answers under way get a moment. */
  close(): Promise<void>;
}

const ANSWERS_WITHIN_MS = 1_000;

export async function createServer(options: ServerOptions): Promise<Server> {
  const { coordinator, graphConfig, authentication, schema, figures, tracing, logger } = options;
  const lifecycle = new Lifecycle();
  const auditLog = auditLogOf(logger);
  const poolsFor = poolsByScope(coordinator);
  const onMutation: GraphContext['onMutation'] = (report, context) => {
    logAudit(auditLog, auditedMutation(report, context));
    figures.audited();
  };
  const quotas = new Quotas({
    ...options.quotas,
    onMet: (limit) => {
      figures.limitMet(limit);
    },
  });
  const onRefused = (status: number): void => {
    figures.refusedRequest(status);
  };
  const watch = watchOperations(figures, logger, options.slowOperationMs);
  const operations = new Operations({
    admission: new Admission({
      ...{ schema, limits: options.documentLimits },
      ...{ trusted: options.trusted, introspection: options.introspection },
    }),
    ...{ lifecycle, logger, quotas },
    createContext: (trace, caller) => ({
      ...{ coordinator: poolsFor(caller), config: graphConfig },
      ...{ trace, caller, onMutation },
    }),
    onEnded: (ended) => {
      watch(ended);
      tracing?.operation(ended);
    },
    onForbidden: (forbidden, caller, traceId) => {
      for (const audited of auditedRefusals(forbidden, caller, traceId)) {
        logAudit(auditLog, audited);
        figures.audited();
      }
    },
  });
  const apollo = await startApollo(operations, logger);
  const lane = new Lane(operations, () => coordinator.revision);
  const streams = createEventStreams(operations, authentication, quotas);
  const webSockets = createWebSockets({
    ...{ ...options, operations, quotas, onRefused },
    onDelivered: (ms, sockets) => {
      figures.delivered(ms, sockets);
    },
  });
  const mcp = createMcpRoute({ ...options, service: options.mcp, lifecycle, quotas, onRefused });
  const metrics = createMetrics({
    ...{ coordinator, figures },
    open: {
      sockets: () => webSockets.count,
      socketOperations: () => webSockets.operations,
      eventStreams: () => streams.count,
    },
  });
  const http = createHttpServer({
    ...{ coordinator, lifecycle, authentication, quotas, webSockets, mcp, metrics, logger, onRefused },
    hstsSeconds: options.hstsSeconds,
    callers: createCallers(options.host, options.allowedOrigins),
    graphql: createGraphQLRoute({ operations, apollo, streams, lane, maxBodyBytes: options.maxBodyBytes }),
    files: createStaticFiles(options.consoleDirectory, options.introspection === 'open' ? [] : ['graphiql.html']),
  });

  return {
    async listen() {
      http.listen(options.port, options.host.replace(/^\[(.*)\]$/, '$1'));
      await once(http, 'listening');
      // Later ones are a connection's own trouble; without a listener they would end the process.
      http.on('error', (error) => {
        logger.warn({ event: 'server.error', err: error }, 'the listening socket reported an error');
      });
      return http.address() as AddressInfo;
    },
    serve() {
      lifecycle.serve();
    },
    refuse() {
      lifecycle.stop();
    },
    async close() {
      lifecycle.stop();
      const closed = new Promise((resolve) => http.close(resolve));
      await Promise.all([streams.close(), webSockets.close(), mcp.close()]);
      const timer = setTimeout(() => {
        http.closeAllConnections();
      }, ANSWERS_WITHIN_MS);
      await closed;
      clearTimeout(timer);
      await apollo.stop();
      authentication.close();
    },
  };
}
