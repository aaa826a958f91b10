import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authentication } from '../access/authentication.js';
import type { Caller } from '../access/caller.js';
import { Rejection } from '../core/rejection.js';
import type { Coordinator } from '../engine/coordinator.js';
import { statusOf } from './admission/public-error.js';
import { methodNotAllowed, notFound, SECURITY_HEADERS, sendJson, sendRefusal, sendText } from './answer.js';
import type { Callers } from './callers.js';
import type { GraphQLRoute } from './graphql-route.js';
import type { Lifecycle } from './lifecycle.js';
import type { Logger } from './log.js';
import type { McpRoute } from './mcp-route.js';
import type { Metrics } from './metrics/metrics.js';
import type { Client } from './quotas/client.js';
import { countConnections, type ExcessConnections } from './quotas/excess-connections.js';
import type { Quotas } from './quotas/quotas.js';
import { hstsHeader, sendRaw } from './raw-answer.js';
import { sendReadiness } from './readiness.js';
import { UnsupportedMediaType } from './request-body.js';
import type { StaticFiles } from './static-files.js';
import type { WebSockets } from './websocket.js';

export interface HttpOptions {
  readonly coordinator: Coordinator;
  readonly lifecycle: Lifecycle;
  readonly callers: Callers;
  readonly authentication: Authentication;
  readonly quotas: Quotas;
  readonly graphql: GraphQLRoute;
  readonly mcp: McpRoute;
  readonly webSockets: WebSockets;
  readonly metrics: Metrics;
  readonly files: StaticFiles;
  readonly logger: Logger;
  /** For `Strict-Transport-Security`; 0 where it is not said, as it must not be of a server that is reached without TLS. */
  readonly hstsSeconds: number;
  /** Told of each request that is refused before it gets anywhere: its status. */
  readonly onRefused: (status: number) => void;
}

type Handling = HttpOptions & {
  readonly excess: ExcessConnections;
  /** Headers, none or one. */
  readonly hsts: readonly (readonly [name: string, value: string])[];
};

/** A client that sends slower than this is not waited for: headers, then the whole request. */
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const CHECK_EVERY_MS = 5_000;

/** The address that most requests have, read once. */
const GRAPHQL = new URL('http://server/graphql');

/** All of the server's addresses on one port. */
export function createHttpServer(options: HttpOptions): Server {
  const server = createServer({
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  });
  const excess = countConnections(server, options.quotas);
  const handling: Handling = { ...options, excess, hsts: Object.entries(hstsHeader(options.hstsSeconds)) };
  server.on('request', (request, response) => {
    handle(handling, request, response).catch((error: unknown) => {
      fail(handling, request, response, error);
    });
  });
  server.on('upgrade', (request, socket, head) => {
    upgrade(handling, request, socket, head);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseUnread(options, error, socket);
  });
  return server;
}

async function handle(options: Handling, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { callers, lifecycle, coordinator, metrics, hsts } = options;
  for (const [name, value] of hsts) response.setHeader(name, value);
  if (options.excess.has(request.socket)) throw options.quotas.tooManyConnections;
  const refusal = callers.refusalOf(request);
  if (refusal !== null) throw new Rejection('FORBIDDEN', refusal);
  if (allowCrossOrigin(callers, request, response)) return;
  const url = request.url === GRAPHQL.pathname ? GRAPHQL : addressOf(request);
  if (url === null) throw new Rejection('BAD_USER_INPUT', 'The address is malformed.');
  switch (url.pathname) {
    case '/livez':
      if (isRead(request, response)) sendJson(response, 200, { status: 'ok' });
      return;
    case '/readyz':
      if (isRead(request, response)) sendReadiness(response, lifecycle, coordinator);
      return;
    case '/graphql':
      await options.graphql(request, response, url, await clientOf(options, request));
      return;
    case '/metrics':
      requireMetrics(await callerOf(options, request));
      if (isRead(request, response))
        sendText(response, 200, await metrics.render(), { 'content-type': metrics.contentType });
      return;
    case '/mcp':
      await options.mcp.handle(request, response, await clientOf(options, request));
      return;
  }
  if (!(await options.files.handle(request, response, url.pathname))) notFound(response);
}

/** `graphql` over a WebSocket is the only thing that a connection can be turned into. */
function upgrade(options: Handling, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { callers, quotas, excess, webSockets } = options;
  socket.on('error', () => undefined);
  const refusal = callers.refusalOf(request);
  if (refusal !== null) refuseUpgrade(options, socket, 403, new Rejection('FORBIDDEN', refusal));
  else if (addressOf(request)?.pathname !== '/graphql')
    refuseUpgrade(options, socket, 404, new Rejection('NOT_FOUND', 'WebSockets are at /graphql.'));
  else {
    const release = excess.has(request.socket) ? null : quotas.upgraded(request);
    if (release === null) {
      refuseUpgrade(options, socket, 429, quotas.tooManyConnections);
      return;
    }
    // Whatever becomes of the handshake.
    socket.once('close', release);
    webSockets.upgrade(request, socket, head);
  }
}

function refuseUpgrade(options: HttpOptions, socket: Duplex, status: number, rejection: Rejection): void {
  options.onRefused(status);
  sendRaw(socket, status, rejection, hstsHeader(options.hstsSeconds));
}

/** What came is no request, or was too long in coming. */
function refuseUnread(options: HttpOptions, { code, message }: NodeJS.ErrnoException, socket: Duplex): void {
  // Nobody is there, or has begun to be answered.
  const begun = (socket as { _httpMessage?: { headersSent?: boolean } })._httpMessage?.headersSent === true;
  if (code === 'ECONNRESET' || !socket.writable || begun) {
    socket.destroy();
    return;
  }
  const status = code === 'HPE_HEADER_OVERFLOW' ? 431 : code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  refuseUpgrade(options, socket, status, new Rejection('BAD_USER_INPUT', `The request cannot be read: ${message}.`));
}

async function clientOf(options: HttpOptions, request: IncomingMessage): Promise<Client> {
  return { caller: await callerOf(options, request), address: options.quotas.addresses.of(request) };
}

async function callerOf({ authentication }: HttpOptions, { headers }: IncomingMessage): Promise<Caller> {
  const authenticated = authentication.authenticate(headers.authorization);
  const caller = authenticated instanceof Promise ? await authenticated : authenticated;
  if (caller !== undefined) return caller;
  throw new Rejection('UNAUTHENTICATED', 'A valid credential is needed: `Authorization: Bearer <key or token>`.');
}

/** They are of all pools. */
function requireMetrics(caller: Caller): void {
  const refusal = caller.refusalOf('address', '/metrics');
  if (refusal !== null) throw refusal;
  if (!caller.seesAllPools)
    throw new Rejection('FORBIDDEN', 'The metrics are of all pools, and this credential is not.');
}

/** Says that pages of other, allowed origins may read the answer. True where that was all they asked. */
function allowCrossOrigin(callers: Callers, request: IncomingMessage, response: ServerResponse): boolean {
  const origin = callers.crossOrigin(request);
  if (origin === null) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  response.setHeader('access-control-allow-methods', 'GET, POST');
  response.setHeader(
    'access-control-allow-headers',
    'accept, authorization, content-type, traceparent, apollo-require-preflight, x-apollo-operation-name, ' +
      'mcp-protocol-version, mcp-method, mcp-name, mcp-session-id, last-event-id',
  );
  response.setHeader('access-control-max-age', '600');
  response.writeHead(204, SECURITY_HEADERS).end();
  return true;
}

function isRead(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  methodNotAllowed(response, 'GET, HEAD');
  return false;
}

function addressOf({ url = '' }: IncomingMessage): URL | null {
  return url.startsWith('/') ? URL.parse(`http://server${url}`) : null;
}

function fail(
  { logger, excess, onRefused }: Handling,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  const isRefusal = error instanceof Rejection;
  if (!isRefusal && !response.destroyed && !request.destroyed) {
    logger.error(
      { event: 'request.failed', path: request.url?.replace(/\?.*$/s, ''), err: error },
      'a request failed unexpectedly',
    );
  }
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const rejection = isRefusal ? error : new Rejection('INTERNAL_SERVER_ERROR', 'Internal server error');
  const headers = {
    ...(rejection.code === 'UNAUTHENTICATED' && { 'www-authenticate': 'Bearer' }),
    // What is left of the request is not worth reading.
    ...((!request.complete || excess.has(request.socket)) && { connection: 'close' }),
  };
  const status = rejection instanceof UnsupportedMediaType ? 415 : statusOf(rejection.code);
  onRefused(status);
  sendRefusal(response, rejection, headers, status);
}
