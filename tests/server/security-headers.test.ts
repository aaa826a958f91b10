import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type RunningServer } from '../support/server.js';
import { http, type HttpAnswer, post } from './transports.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const UPGRADE = {
  ...{ connection: 'upgrade', upgrade: 'websocket' },
  ...{ 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version': '13' },
};
const TOOL = { accept: 'application/json, text/event-stream', ...JSON_TYPE };
const call = (name: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } });

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
const NO_PAGE = "default-src 'none'; frame-ancestors 'none'";

type Ask = (url: string) => Promise<HttpAnswer>;
const get =
  (path: string, headers: Record<string, string> = {}): Ask =>
  (url) =>
    http(url + path, { headers });
const send =
  (path: string, body: string, headers: Record<string, string>, method = 'POST'): Ask =>
  (url) =>
    http(url + path, { method, headers, body });

/** What a connection that is no request is answered. */
function raw(text: string): Ask {
  return async (url) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(text);
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    await once(socket, 'close');
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const [line = '', ...lines] = head.split('\r\n');
    const headers = Object.fromEntries(lines.map((each) => each.split(': ') as [string, string]));
    return { status: Number(line.split(' ')[1]), headers, text: body };
  };
}

const ANSWERS: readonly (readonly [what: string, status: number, ask: Ask])[] = [
  ['an answer', 200, (url) => post(url, { query: '{ pools { name } }' })],
  ['an answer by GET', 200, get('/graphql?query=%7Bpools%7Bname%7D%7D', { 'apollo-require-preflight': '1' })],
  ['a refused operation', 400, (url) => post(url, { query: '{ nothing }' })],
  ['a form', 400, send('/graphql', 'query=1', { 'content-type': 'application/x-www-form-urlencoded' })],
  ['no JSON', 400, (url) => post(url, '{')],
  ['another kind of body', 415, send('/graphql', '<a/>', { 'content-type': 'application/xml' })],
  ['a body that is too large', 413, (url) => post(url, 'x'.repeat(3_000))],
  ['another method', 405, send('/graphql', '', {}, 'PUT')],
  ['a stream', 200, (url) => post(url, { query: '{ pools { name } }' }, { accept: 'text/event-stream' })],
  ['a stranger', 403, get('/livez', { host: 'evil.example' })],
  [
    'a preflight',
    204,
    send('/graphql', '', { origin: 'http://localhost:1', 'access-control-request-method': 'POST' }, 'OPTIONS'),
  ],
  ['nothing', 404, get('/nothing')],
  ['liveness', 200, get('/livez')],
  ['readiness', 200, get('/readyz')],
  ['metrics', 200, get('/metrics')],
  ['a tool', 200, send('/mcp', call('pool_status'), TOOL)],
  ['a tool that there is not', 200, send('/mcp', call('none'), TOOL)],
  ['no message', 400, send('/mcp', '{', TOOL)],
  ['no session', 405, get('/mcp')],
  ['an upgrade elsewhere', 404, get('/livez', UPGRADE)],
  ['an upgrade by a stranger', 403, get('/graphql', { ...UPGRADE, origin: 'https://evil.example' })],
  ['an upgrade that is none', 400, get('/graphql', { ...UPGRADE, 'sec-websocket-version': '7' })],
  ['no request', 400, raw('hello\r\n\r\n')],
  ['headers that are too large', 431, raw(`GET / HTTP/1.1\r\nhost: localhost\r\na: ${'x'.repeat(20_000)}\r\n\r\n`)],
];

const PAGES: readonly (readonly [what: string, status: number, path: string])[] = [
  ['the landing page', 200, '/'],
  ['GraphiQL', 200, '/graphiql'],
  ['a redirect', 308, '/graphiql/'],
];

describe('security headers', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      args: ['--durability', 'memory', '--size', '0', '--max-body-bytes', '2000', '--hsts-seconds', '31536000'],
    });
  });
  afterAll(() => server.stop());

  it.each(ANSWERS)('are on %s (%i), which is no page and kept nowhere', async (_what, status, ask) => {
    const answer = await ask(server.url);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ ...EVERYWHERE, 'content-security-policy': NO_PAGE });
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    if (status !== 204) expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each(PAGES)(
    'are on %s (%i), with a policy without inline scripts or other origins',
    async (_what, status, path) => {
      const { headers, status: got } = await http(server.url + path);
      expect(got).toBe(status);
      expect(headers).toMatchObject({ ...EVERYWHERE, 'strict-transport-security': 'max-age=31536000' });
      const policy = headers['content-security-policy'] as string;
      expect(policy).toMatch(
        /default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'/,
      );
      expect(policy.replace(/style-src[^;]*/, '')).not.toMatch(/unsafe|\*|https?:/);
    },
  );

  it('say nothing of TLS unless they are told to, for a server on this machine is reached without', async () => {
    const plain = await startServer({ args: ['--durability', 'memory', '--size', '0'] });
    for (const path of ['/', '/livez', '/nothing'])
      expect((await http(plain.url + path)).headers).not.toHaveProperty('strict-transport-security');
    await plain.stop();
  });
});
