import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type GraphQLError, OperationTypeNode } from 'graphql';
import { CloseCode, type Context, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authentication } from '../access/authentication.js';
import { EVERYBODY } from '../access/caller.js';
import { Rejection } from '../core/rejection.js';
import { type Clock, machineClock } from '../engine/clock.js';
import type { GraphContext } from '../graphql/context.js';
import type { OnDelivered } from './hub/group.js';
import { Hub } from './hub/hub.js';
import type { Subscriber, SubscriptionArgs } from './hub/subscriber.js';
import type { Operations } from './operations.js';
import type { Client } from './quotas/client.js';
import type { Quotas, Release } from './quotas/quotas.js';
import { type OutletOptions, SocketOutlet } from './socket-outlet.js';
import { hstsHeader, sendRaw } from './raw-answer.js';
import { type OperationTrace, traceFrom } from './trace.js';

export interface WebSocketOptions extends OutletOptions {
  readonly operations: Operations;
  readonly authentication: Authentication;
  readonly quotas: Quotas;
  readonly maxMessageBytes: number;
  readonly maxOperationsPerSocket: number;
  /** Between two pings; a socket that has not answered one until the next is dead. Default 15 s. */
  readonly pingEveryMs?: number;
  /** One that is fair, so that an answer read late because of us is no silence. Default: the machine's. */
  readonly clock?: Clock;
  /** For the client's first message. Default 5 s. */
  readonly initWithinMs?: number;
  /** See `HttpOptions`. Default 0. */
  readonly hstsSeconds?: number;
  /** Told of each socket that is refused: the status, or the code that it is closed with. */
  readonly onRefused?: (status: number) => void;
  /** See `Hub`. */
  readonly onDelivered?: OnDelivered;
}

export interface WebSockets {
  /** Takes over a connection whose request asked for a WebSocket and has passed the checks of every request. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly count: number;
  /** Those that have not ended yet, subscriptions above all. */
  readonly operations: number;
  /** Closes all with 1001, and ends those that do not answer soon. */
  close(): Promise<void>;
}

interface Extra {
  readonly request: IncomingMessage;
  readonly outlet: SocketOutlet;
  client: Client;
  /** What is taken back when it has closed: its places among those of its client, and that it is closed with the end of its credential. */
  readonly releases: Release[];
  /** Places of its subscriptions, by what asked for them. */
  readonly subscribed: Map<SubscribePayload, Release>;
  /** Closes it because of the end of its credential. */
  readonly end: () => void;
  /** Closes it because its principal has too many. */
  readonly refuse: () => void;
}

/** `leave` is for a subscription that does not begin after all. */
type SocketArgs = SubscriptionArgs & { readonly leave: () => void };

type SocketContext = Context<Record<string, unknown> | undefined, Extra>;

const CLOSE_WITHIN_MS = 1_000;
/** Clients of graphql-ws come again after this one, each time later; after 4429 they give up for good. */
const TRY_AGAIN_LATER = 1_013;
/** With what it takes to notice, a credential that ends takes its sockets with it within a second. */
const FORBIDDEN_WITHIN_MS = 250;

/** The GraphQL over WebSocket protocol (graphql-transport-ws): queries, mutations and subscriptions, admitted as over HTTP. */
export function createWebSockets(options: WebSocketOptions): WebSockets {
  const { operations, maxMessageBytes, pingEveryMs = 15_000, clock = machineClock } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    clientTracking: true,
    handleProtocols,
  });
  const hub = new Hub({
    prepare: (args) => operations.executor.prepare(args),
    shown: (result, { contextValue }) => operations.publicResult(result, traceIdOf(contextValue)),
    ...(options.onDelivered !== undefined && { onDelivered: options.onDelivered }),
  });
  const contexts = new Set<SocketContext>();
  const protocol = makeServer<Record<string, unknown> | undefined, Extra>({
    connectionInitWaitTimeout: options.initWithinMs ?? 5_000,
    onConnect: (context) => {
      contexts.add(context);
      return admitSocket(context, options);
    },
    onClose: (context) => {
      contexts.delete(context);
    },
    // Never throws: that would close the socket, with all its other operations, for good.
    onSubscribe: (context, id, payload) => admitOperation(context, id, payload, options),
    execute: operations.execute,
    // What `onSubscribe` has given.
    subscribe: async (args) => {
      try {
        return operations.begun(args, await hub.subscribe(args as SubscriptionArgs));
      } catch (error) {
        (args as SocketArgs).leave();
        throw error;
      }
    },
    onNext: (_context, _id, _payload, { contextValue }, result) =>
      operations.publicResult(result, traceIdOf(contextValue)),
    onComplete: ({ extra }, _id, payload) => {
      leave(extra, payload);
    },
    onError: (_context, _id, _payload, errors) => errors.map((error) => publicError(operations, error).toJSON()),
  });

  server.on('wsClientError', (error: Error, socket: Duplex) => {
    sendRaw(socket, 400, new Rejection('BAD_USER_INPUT', error.message), {
      ...{ 'sec-websocket-version': '13', ...hstsHeader(options.hstsSeconds ?? 0) },
    });
    options.onRefused?.(400);
  });
  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const outlet = new SocketOutlet(socket, request.socket, options);
    const stopPinging = keepAlive(socket, outlet, clock, pingEveryMs);
    const address = options.quotas.addresses.of(request);
    const extra: Extra = {
      ...{ request, outlet, client: { caller: EVERYBODY, address }, releases: [], subscribed: new Map() },
      end: () => void closeSocket(socket, CloseCode.Forbidden, 'Forbidden', FORBIDDEN_WITHIN_MS),
      refuse: () => void closeSocket(socket, TRY_AGAIN_LATER, 'Too many connections', CLOSE_WITHIN_MS),
    };
    // What ws refuses (too large, no UTF-8, a broken frame) it closes with the right code itself.
    socket.on('error', () => undefined);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (message) => outlet.send(message),
        close: (code, reason) => {
          socket.close(code, reason);
        },
        onMessage: (take) => {
          socket.on('message', (data: Buffer) => {
            // Of one that we close nothing is taken any more, however long it takes to answer.
            if (socket.readyState !== socket.OPEN) return;
            // Whatever goes wrong goes wrong for this socket alone: with an unknown kind of message, for example.
            take(data.toString()).catch(() => {
              socket.close(CloseCode.BadRequest, 'Invalid message');
            });
          });
        },
      },
      extra,
    );
    socket.once('close', (code: number, reason: Buffer) => {
      stopPinging();
      for (const release of [...extra.releases, ...extra.subscribed.values()]) release();
      void closed(code, reason.toString());
    });
  });

  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (accepted) => server.emit('connection', accepted, request));
    },
    get count() {
      return server.clients.size;
    },
    get operations() {
      let count = 0;
      for (const { subscriptions } of contexts) count += Object.keys(subscriptions).length;
      return count;
    },
    async close() {
      const all = [...server.clients].map((socket) => closeSocket(socket, 1001, 'Going away', CLOSE_WITHIN_MS));
      server.close();
      await Promise.all(all);
    },
  };
}

/** Where browsers cannot set a header the client says it with its first message; others may send the header. */
async function admitSocket(
  { connectionParams, extra }: SocketContext,
  { authentication, quotas, onRefused }: WebSocketOptions,
): Promise<boolean> {
  const caller = await authentication.authenticate(
    connectionParams?.['authorization'] ?? extra.request.headers.authorization,
  );
  // It may have gone while a token was being looked at.
  if (extra.request.socket.destroyed) return false;
  if (caller === undefined) {
    onRefused?.(CloseCode.Forbidden);
    return false;
  }
  extra.client = { ...extra.client, caller };
  const release = quotas.identified(extra.client);
  if (release === null) {
    onRefused?.(TRY_AGAIN_LATER);
    extra.refuse();
    // What is closed already is not closed again.
    return false;
  }
  extra.releases.push(release, authentication.whileHolds(caller, extra.end));
  return true;
}

function admitOperation(
  { connectionParams, extra, subscriptions }: SocketContext,
  id: string,
  payload: SubscribePayload,
  { operations, quotas, maxOperationsPerSocket }: WebSocketOptions,
): readonly GraphQLError[] | SocketArgs {
  const { operationName, variables, extensions } = payload;
  const { documentId } = payload as { readonly documentId?: unknown };
  const { client, outlet } = extra;
  const traced = (): OperationTrace =>
    traceFrom(extensions?.['traceparent'], connectionParams?.['traceparent'], extra.request.headers['traceparent']);
  try {
    // The one that asks is among them already.
    if (Object.keys(subscriptions).length > maxOperationsPerSocket) {
      const message = `A socket has at most ${maxOperationsPerSocket} operations at once.`;
      throw new Rejection('RATE_LIMITED', message, { limit: maxOperationsPerSocket });
    }
    const query = operations.textOf({ query: payload.query, documentId, extensions });
    const verdict = operations.admit({ query: String(query), operationName, variables }, client);
    if (verdict.errors !== undefined) {
      operations.refused(verdict, client.caller, traced);
      return verdict.errors;
    }
    if (verdict.operation.operation === OperationTypeNode.SUBSCRIPTION)
      extra.subscribed.set(payload, quotas.subscribed(client));
    const contextValue = operations.context(traced(), client.caller);
    const subscriber: Subscriber = { id, outlet, scope: client.caller.scope };
    return {
      subscriber,
      leave: () => {
        leave(extra, payload);
      },
      schema: operations.schema,
      document: verdict.document,
      operationName: operationName ?? null,
      variableValues: variables ?? null,
      contextValue,
    };
  } catch (error) {
    leave(extra, payload);
    const errors = [publicError(operations, error)];
    operations.refused({ errors }, client.caller, traced);
    return errors;
  }
}

/** A subscription has ended, whoever ended it. */
function leave({ subscribed }: Extra, payload: SubscribePayload): void {
  subscribed.get(payload)?.();
  subscribed.delete(payload);
}

function publicError(operations: Operations, error: unknown): GraphQLError {
  operations.report(error, '');
  return operations.publicError(error);
}

function traceIdOf(contextValue: unknown): string {
  return (contextValue as GraphContext).trace.traceId;
}

/** Ends a socket whose other side is gone without a word. One that is just slow is the outlet's. */
function keepAlive(socket: WebSocket, outlet: SocketOutlet, clock: Clock, pingEveryMs: number): () => void {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  const look = (): void => {
    // One that still has to read before it gets to our ping is judged by that.
    if (!outlet.isBusy) {
      if (!answered) {
        socket.terminate();
        return;
      }
      answered = false;
      socket.ping();
    }
    cancel = clock.alarm(pingEveryMs, look);
  };
  let cancel = clock.alarm(pingEveryMs, look);
  return () => {
    cancel();
  };
}

/** Ends it where it does not answer within the time. */
function closeSocket(socket: WebSocket, code: number, reason: string, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      socket.terminate();
    }, withinMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.resume();
    socket.close(code, reason);
  });
}
