import { once } from 'node:events';
import WebSocket from 'ws';
import { http, type HttpAnswer, type Message, type Result } from '../server/transports.js';

/** How a stranger can reach the pool. */
export const WAYS = ['HTTP', 'SSE', 'WebSocket', 'MCP'] as const;
export type Way = (typeof WAYS)[number];

/** One thing to ask of the pool: an operation, and the tool that does the same; null where there is none. */
export interface Ask {
  readonly query: string;
  readonly variables?: unknown;
  readonly extensions?: unknown;
  readonly tool: { readonly name: string; readonly given: unknown; readonly meta?: unknown } | null;
}

/** The same as it goes over the wire, for what is no message at all. */
export interface Wire {
  readonly body: string | Buffer;
  /** What goes over a WebSocket and to `/mcp`, where that differs. */
  readonly message?: string | Buffer;
  readonly rpc?: string | Buffer;
}

export interface Verdict {
  /** Of the contract; null where it was let in. */
  readonly code: string | null;
  /** Everything that came back. */
  readonly text: string;
  readonly data: unknown;
}

export type Headers = Readonly<Record<string, string>>;

export function ask(way: Way, url: string, what: Ask, headers: Headers): Promise<Verdict> {
  const { query, variables, extensions, tool } = what;
  const params = JSON.stringify({ query, variables, extensions });
  const call = { name: tool?.name, arguments: tool?.given, _meta: tool?.meta };
  return send(
    way,
    url,
    {
      body: params,
      message: `{"id":"1","type":"subscribe","payload":${params}}`,
      rpc: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
    },
    headers,
  );
}

export async function send(way: Way, url: string, wire: Wire, headers: Headers): Promise<Verdict> {
  const json = { 'content-type': 'application/json', ...headers };
  const { body, message = body, rpc = body } = wire;
  switch (way) {
    case 'HTTP':
      return verdictOf(await http(`${url}/graphql`, { method: 'POST', headers: json, body }));
    case 'SSE': {
      const accepting = { ...json, accept: 'text/event-stream' };
      return verdictOf(await http(`${url}/graphql`, { method: 'POST', headers: accepting, body }));
    }
    case 'WebSocket':
      return overSocket(url, message, headers);
    case 'MCP': {
      const accepting = { ...json, accept: 'application/json, text/event-stream' };
      return verdictOf(await http(`${url}/mcp`, { method: 'POST', headers: accepting, body: rpc }));
    }
  }
}

interface Rpc {
  readonly error?: { readonly code: number; readonly data?: { readonly code?: string } };
  readonly result?: {
    readonly _meta?: Readonly<Record<string, { readonly code?: string }>>;
    readonly structuredContent?: unknown;
  };
}

/** GraphQL's errors, a tool's refusal, or an error of JSON-RPC, as JSON or as the first event of a stream. */
function verdictOf({ text, status }: HttpAnswer): Verdict {
  // A dot would end at U+2028, which may stand in JSON.
  const json = text.startsWith('{') ? text : (/^data: (\{[^\n]*)$/m.exec(text)?.[1] ?? '');
  if (json === '') return { code: `HTTP ${String(status)}`, text, data: null };
  const { errors, data, error, result } = JSON.parse(json) as Result & Rpc;
  const code =
    errors?.[0]?.extensions['code'] ?? error?.data?.code ?? result?._meta?.['coordination-pool/error']?.code ?? null;
  const unnamed = error === undefined || code !== null ? code : `JSON-RPC ${String(error.code)}`;
  return { code: unnamed as string | null, text, data: data ?? result?.structuredContent ?? null };
}

/** What closes a socket, in the words of the contract. */
const CLOSINGS: Readonly<Record<number, string>> = {
  1007: 'BAD_USER_INPUT',
  1009: 'PAYLOAD_TOO_LARGE',
  4400: 'BAD_USER_INPUT',
  4401: 'UNAUTHENTICATED',
  4403: 'UNAUTHENTICATED',
};

async function overSocket(url: string, message: string | Buffer, headers: Headers): Promise<Verdict> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const answered = new Promise<Verdict>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      resolve({ code: CLOSINGS[code] ?? `closed ${String(code)}`, text: reason.toString(), data: null });
    });
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString();
      const { type, payload } = JSON.parse(text) as Message;
      if (type === 'connection_ack') socket.send(message, { binary: false });
      if (type !== 'next' && type !== 'error' && type !== 'complete') return;
      const result = (type === 'error' ? { errors: payload } : (payload ?? {})) as Result;
      resolve({ code: (result.errors?.[0]?.extensions['code'] ?? null) as string | null, text, data: result.data });
    });
  });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  const verdict = await answered;
  socket.terminate();
  return verdict;
}
