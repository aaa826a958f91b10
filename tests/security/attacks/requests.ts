import { type Attack, NO_DOCUMENT, status } from './attack.js';

export const REQUESTS: readonly Attack[] = [
  {
    name: 'no JSON',
    ask: () => ({ body: '{"query":' }),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'bytes that are no UTF-8',
    ask: () => ({ body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }),
    code: 'BAD_USER_INPUT',
  },
  { name: 'more than may be sent at once', ask: () => ({ body: ' '.repeat(4_300_000) }), code: 'PAYLOAD_TOO_LARGE' },
  {
    name: 'a message of no kind',
    ask: () => ({ body: '{}', message: '{"type":"__proto__"}' }),
    code: 'BAD_USER_INPUT',
    notBy: { MCP: 'JSON-RPC has codes of its own for what is none (tests/mcp/gate.test.ts)' },
  },
  {
    name: 'a document that does not parse',
    ask: () => ({ query: '{ pool {', tool: null }),
    code: 'GRAPHQL_PARSE_FAILED',
    notBy: NO_DOCUMENT,
  },
  {
    name: 'a field that is none',
    ask: () => ({ query: '{ __proto__ { constructor } }', tool: null }),
    code: 'GRAPHQL_VALIDATION_FAILED',
    notBy: NO_DOCUMENT,
  },
  {
    name: 'variables that are a list',
    ask: () => ({ query: '{ pool { name } }', variables: [1], tool: null }),
    code: 'BAD_USER_INPUT',
    notBy: NO_DOCUMENT,
  },
  {
    name: 'a fragment that spreads itself',
    ask: () => ({ query: '{ pool { ...A } } fragment A on Pool { ...A }', tool: null }),
    code: 'GRAPHQL_VALIDATION_FAILED',
    notBy: NO_DOCUMENT,
  },
  {
    name: 'a value that is nested 990 deep',
    ask: () => ({ query: `{ pool(name: ${'['.repeat(990)}${']'.repeat(990)}) { name } }`, tool: null }),
    code: 'OPERATION_TOO_COMPLEX',
    notBy: NO_DOCUMENT,
  },
  {
    name: 'a document of 100,000 fields',
    ask: () => ({ query: `{ ${'a '.repeat(100_000)} }`, tool: null }),
    code: 'OPERATION_TOO_COMPLEX',
    notBy: NO_DOCUMENT,
  },
  {
    name: 'a hostile trace of the caller',
    headers: { traceparent: `00-${'0'.repeat(32)}-${"'".repeat(16)}-01`, tracestate: 'a=1,'.repeat(1_000) },
    ask: () => ({
      ...status,
      extensions: { traceparent: '00-<script>' },
      tool: { name: 'pool_status', given: {}, meta: { traceparent: { __proto__: null } } },
    }),
    code: null,
  },
  {
    name: 'a page of another origin',
    headers: { origin: 'https://evil.example' },
    ask: () => status,
    code: 'FORBIDDEN',
    notBy: { WebSocket: 'the handshake is refused already (tests/server/websocket.test.ts)' },
  },
  {
    name: 'a name that was bound to the address',
    headers: { host: 'evil.example' },
    ask: () => status,
    code: 'FORBIDDEN',
    notBy: { WebSocket: 'the handshake is refused already (tests/server/websocket.test.ts)' },
  },
];
