import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authentication } from '../access/authentication.js';
import type { Caller } from '../access/caller.js';
import { Rejection } from '../core/rejection.js';
import { statusOf } from './admission/public-error.js';
import { LEAST_UNITS, toolUnits } from './admission/units.js';
import { methodNotAllowed, retryAfter, SECURITY_HEADERS, sendJson } from './answer.js';
import { drained } from './drain.js';
import type { Lifecycle } from './lifecycle.js';
import type { Client } from './quotas/client.js';
import type { Quotas } from './quotas/quotas.js';
import { readJson, UnsupportedMediaType } from './request-body.js';
import { type OperationTrace, traceFrom } from './trace.js';

/** What answers behind the route; `src/mcp` has the one there is. */
export interface McpService {
  fetch(request: Request, body: unknown, from: McpFrom): Promise<Response>;
  interrupt(): void;
  close(): Promise<void>;
}

/** Who sends a message, in which trace. */
interface McpFrom {
  readonly caller: Caller;
  readonly trace: OperationTrace;
  /** Called before a tool does anything: takes what it costs, or says why it may not be called now. */
  readonly charge: (tool: { readonly hasEffect: boolean }) => Rejection | null;
}

export interface McpRouteOptions {
  readonly service: McpService;
  readonly authentication: Authentication;
  readonly quotas: Quotas;
  readonly lifecycle: Lifecycle;
  readonly maxBodyBytes: number;
  /** Most of them wait for a task; one more is refused with RATE_LIMITED. */
  readonly maxMcpCalls: number;
  /** Told of each request that is refused before the service sees it: its status. */
  readonly onRefused?: (status: number) => void;
}

/** MCP over streamable HTTP: each message is a POST, and each answer ends. */
export interface McpRoute {
  handle(request: IncomingMessage, response: ServerResponse, client: Client): Promise<void>;
  /** Calls that wait are answered, and what goes on after a moment is ended. */
  close(): Promise<void>;
}

const ANSWERS_WITHIN_MS = 500;

export function createMcpRoute({
  service,
  authentication,
  quotas,
  lifecycle,
  maxBodyBytes,
  maxMcpCalls,
  onRefused,
}: McpRouteOptions): McpRoute {
  const open = new Set<AbortController>();
  let onEmpty = (): void => undefined;

  const exchange = async (request: IncomingMessage, response: ServerResponse, client: Client): Promise<void> => {
    const { caller } = client;
    const body = await readJson(request, maxBodyBytes);
    const refusal = lifecycle.refusal ?? (open.size >= maxMcpCalls ? tooMany(maxMcpCalls) : null);
    const early = refusal ?? quotas.charge(client, LEAST_UNITS);
    if (early !== null) throw early;
    const leave = quotas.subscribed(client);
    const gone = new AbortController();
    const onClose = (): void => {
      gone.abort();
    };
    open.add(gone);
    response.on('close', onClose);
    const release = authentication.whileHolds(caller, onClose);
    try {
      const trace = traceFrom(request.headers['traceparent'], traceparentIn(body));
      const charge: McpFrom['charge'] = ({ hasEffect }) => quotas.charge(client, toolUnits(hasEffect));
      const answer = await service.fetch(toWebRequest(request, gone.signal), body, { caller, trace, charge });
      await send(response, answer);
    } catch (error) {
      // What was called off breaks, and nobody is there to be told.
      if (!gone.signal.aborted) throw error;
      response.destroy();
    } finally {
      release();
      leave();
      response.off('close', onClose);
      open.delete(gone);
      if (open.size === 0) onEmpty();
    }
  };

  return {
    async handle(request, response, client) {
      if (request.method !== 'POST') {
        // There are no sessions, so nothing to listen to by GET or to end by DELETE.
        methodNotAllowed(response, 'POST');
        return;
      }
      try {
        await exchange(request, response, client);
      } catch (error) {
        if (!(error instanceof Rejection)) throw error;
        onRefused?.(refuse(request, response, error));
      }
    },
    async close() {
      service.interrupt();
      if (open.size > 0) await emptied();
      await service.close();
      for (const gone of open) gone.abort();
    },
  };

  function emptied(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ANSWERS_WITHIN_MS);
      onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function tooMany(limit: number): Rejection {
  return new Rejection('RATE_LIMITED', `At most ${limit} calls go on at once.`, { limit, retryAfterMs: 1_000 });
}

/** As JSON-RPC has it, with the status of the code, which it gives. */
function refuse(request: IncomingMessage, response: ServerResponse, rejection: Rejection): number {
  const { code, message, extensions, details } = rejection;
  const status = rejection instanceof UnsupportedMediaType ? 415 : statusOf(code);
  const error = { code: code === 'BAD_USER_INPUT' ? PARSE_ERROR : SERVER_ERROR, message, data: extensions };
  const headers = {
    ...retryAfter(details.retryAfterMs),
    // What is left of the request is not worth reading.
    ...(!request.complete && { connection: 'close' }),
  };
  sendJson(response, status, { jsonrpc: '2.0', error, id: null }, headers);
  return status;
}

const PARSE_ERROR = -32_700;
const SERVER_ERROR = -32_000;

/** For libraries that know no Node requests. The body goes beside it, for it was read and bounded already. */
function toWebRequest({ headers, url = '' }: IncomingMessage, signal: AbortSignal): Request {
  const handed = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !OWN_HEADERS.has(name))
      handed.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return new Request(new URL(url, 'http://server'), { method: 'POST', headers: handed, signal });
}

/** Of the connection, or of a body that is not there any more; and the key, which is nobody else's business. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'transfer-encoding', 'expect', 'authorization', 'cookie']);

/** Where a client says its trace in the message itself: `params._meta.traceparent`. */
function traceparentIn(body: unknown): unknown {
  const { params } = (body ?? {}) as { params?: { _meta?: { traceparent?: unknown } | null } | null };
  return params?._meta?.traceparent;
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const headers = Object.fromEntries(answer.headers);
  response.writeHead(answer.status, { ...headers, ...SECURITY_HEADERS, 'cache-control': 'no-store' });
  // The first event may be long in coming.
  if (headers['content-type'] === 'text/event-stream') response.flushHeaders();
  if (answer.body !== null) {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      if (response.destroyed) return;
      response.write(chunk);
      await drained(response);
    }
  }
  response.end();
}
