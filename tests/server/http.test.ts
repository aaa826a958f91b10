import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type RunningServer } from '../support/server.js';
import { http, post, type Result } from './transports.js';

const NAME = '{ pool { name } }';
const codeOf = (text: string): unknown => (JSON.parse(text) as Result).errors?.[0]?.extensions['code'];

describe('HTTP', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      args: [
        '--durability',
        'memory',
        '--agent-kind',
        'REMOTE',
        '--size',
        '2',
        '--handlers',
        'examples/pack/index.mjs',
        '--allowed-origins',
        'https://pool.example.com',
        '--max-body-bytes',
        '65536',
      ],
    });
  });
  afterAll(() => server.stop());

  const get = (query: string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }) =>
    http(`${server.url}/graphql?${new URLSearchParams({ query }).toString()}`, { headers });

  describe('GraphQL', () => {
    it('answers a POST', async () => {
      const { status, headers, text } = await post(server.url, { query: NAME });
      expect([status, JSON.parse(text)]).toEqual([200, { data: { pool: { name: 'default' } } }]);
      expect(headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    });

    it('answers in the type of GraphQL over HTTP to whom asks for it', async () => {
      for (const query of [NAME, '{ nothing }']) {
        const { headers } = await post(server.url, { query }, { accept: 'application/graphql-response+json' });
        expect(headers['content-type']).toBe('application/graphql-response+json; charset=utf-8');
      }
    });

    it('answers a query by GET, question marks and all', async () => {
      const query = '{ pool(name: "?a=b&c?") { name } }';
      expect(JSON.parse((await get(query)).text)).toEqual({ data: { pool: null } });
    });

    it('refuses a mutation by GET', async () => {
      const { status, headers } = await get(
        'mutation { pausePool { cursor } }'.replace('pausePool', 'pausePool(input: {})'),
      );
      expect([status, headers.allow]).toEqual([405, 'POST']);
    });

    it('refuses a mutation by GET as a stream too', async () => {
      const query = 'mutation { pausePool(input: {}) { cursor } }';
      expect((await get(query, { accept: 'text/event-stream' })).status).toBe(405);
    });

    it('keeps data that there is beside an error', async () => {
      const { status, text } = await post(server.url, {
        query: '{ serverInfo { journal } pool { tasks(first: 0) { totalCount } } }',
      });
      expect([status, codeOf(text)]).toEqual([200, 'BAD_USER_INPUT']);
      expect(JSON.parse(text)).toMatchObject({ data: { serverInfo: { journal: 'memory' }, pool: null } });
    });

    it('streams a subscription as server-sent events, and ends it when the reader goes', async () => {
      const stopped = new AbortController();
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query: 'subscription { taskLifecycle { type task { type } } }' }),
        signal: stopped.signal,
      });
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      // The opening comment says that the subscription stands.
      let text = (await reader.read()).value ?? '';
      await post(server.url, { query: 'mutation { submitTask(input: { type: GENERAL }) { cursor } }' });
      while (!text.includes('SUBMITTED')) text += (await reader.read()).value ?? '';
      expect(text).toContain(
        'event: next\ndata: {"data":{"taskLifecycle":{"type":"SUBMITTED","task":{"type":"GENERAL"}}}}',
      );
      stopped.abort();
    });

    it('streams a subscription by GET, as EventSource asks for it', async () => {
      const stopped = new AbortController();
      const query = new URLSearchParams({ query: 'subscription { poolEvents { kind } }' });
      const response = await fetch(`${server.url}/graphql?${query.toString()}`, {
        headers: { accept: 'text/event-stream' },
        signal: stopped.signal,
      });
      expect(response.status).toBe(200);
      stopped.abort();
    });
  });

  describe('bodies', () => {
    it('refuses one that is too large, and says so', async () => {
      for (const size of [65_537, 200_000, 1_000_000]) {
        const { status, text } = await post(server.url, 'x'.repeat(size));
        expect([status, codeOf(text)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
      }
    });

    it('refuses one of unknown length that turns out too large', async () => {
      const { status } = await http(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
        body: 'x'.repeat(100_000),
      });
      expect(status).toBe(413);
    });

    it.each([
      ['no JSON', '{ pool'],
      ['a text', '"{ pool { name } }"'],
      ['null', 'null'],
      ['nothing', ''],
      ['a batch', JSON.stringify([{ query: NAME }])],
      ['no query', '{}'],
      ['an empty query', '{"query":""}'],
      ['a query that is no text', '{"query":{"kind":"Document"}}'],
      ['variables that are a list', JSON.stringify({ query: NAME, variables: [] })],
      ['variables that are a text', JSON.stringify({ query: NAME, variables: '{}' })],
      ['an operation name that is a number', JSON.stringify({ query: NAME, operationName: 7 })],
      ['extensions that are a text', JSON.stringify({ query: NAME, extensions: 'x' })],
    ])('refuses %s with 400', async (_what, body) => {
      const { status, text } = await post(server.url, body);
      expect([status, codeOf(text)]).toEqual([400, 'BAD_USER_INPUT']);
    });

    it('refuses bytes that are no UTF-8', async () => {
      const { status } = await http(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from([0x7b, 0xff, 0xfe]),
      });
      expect(status).toBe(400);
    });

    it.each(['application/graphql', 'application/xml', 'application/json; charset=utf-16'])(
      'does not take %s',
      async (type) => {
        expect((await post(server.url, { query: NAME }, { 'content-type': type })).status).toBe(415);
      },
    );

    it('does not take a compressed one', async () => {
      expect((await post(server.url, { query: NAME }, { 'content-encoding': 'gzip' })).status).toBe(415);
    });

    it('takes null for what may be left out', async () => {
      expect(
        (await post(server.url, { query: NAME, variables: null, operationName: null, extensions: null })).status,
      ).toBe(200);
    });
  });

  describe('forgery', () => {
    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
      'refuses a POST of %s, which any page could send',
      async (type) => {
        const { status, text } = await post(server.url, { query: NAME }, { 'content-type': type });
        expect([status, codeOf(text)]).toEqual([400, 'BAD_USER_INPUT']);
        expect(text).toContain('Cross-Site Request Forgery');
      },
    );

    it('refuses a GET that any page could send', async () => {
      expect((await get(NAME, {})).status).toBe(400);
      expect((await get(NAME)).status).toBe(200);
    });

    it.each(['http://evil.com', 'null', 'https://pool.example.com.evil.com'])(
      'refuses the origin %s',
      async (origin) => {
        const { status, text } = await post(server.url, { query: NAME }, { origin });
        expect([status, codeOf(text)]).toEqual([403, 'FORBIDDEN']);
      },
    );

    it.each(['evil.com', 'evil.com:4000', 'localhost.evil.com'])('refuses the host %s', async (host) => {
      const { status, text } = await post(server.url, { query: NAME }, { host });
      expect([status, codeOf(text)]).toEqual([403, 'FORBIDDEN']);
    });

    it('lets pages of allowed origins read the answers, and only those', async () => {
      for (const origin of ['https://pool.example.com', 'http://localhost:3000']) {
        const { status, headers } = await post(server.url, { query: NAME }, { origin });
        expect([status, headers['access-control-allow-origin'], headers.vary]).toEqual([200, origin, 'origin']);
      }
      expect((await post(server.url, { query: NAME })).headers['access-control-allow-origin']).toBeUndefined();
    });

    it('answers the question that a browser asks first', async () => {
      const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
      const allowed = await http(`${server.url}/graphql`, {
        method: 'OPTIONS',
        headers: { origin: 'https://pool.example.com', ...asked },
      });
      expect([allowed.status, allowed.headers['access-control-allow-headers']]).toEqual([
        204,
        expect.stringContaining('content-type'),
      ]);
      expect(
        (await http(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'http://evil.com', ...asked } }))
          .status,
      ).toBe(403);
    });
  });

  describe('routes', () => {
    it('says that it lives and is ready', async () => {
      expect(JSON.parse((await http(`${server.url}/livez`)).text)).toEqual({ status: 'ok' });
      expect(JSON.parse((await http(`${server.url}/readyz`)).text)).toEqual({
        status: 'ok',
        pools: [{ name: 'default', status: 'running', health: 'ok', agents: 2, pending: expect.any(Number) }],
      });
    });

    it('says that it is degraded, and still ready', async () => {
      const set = (status: string) =>
        post(server.url, {
          query: `mutation { setDependencyStatus(input: { name: "discovery", status: ${status} }) { cursor } }`,
        });
      await set('DOWN');
      const degraded = await http(`${server.url}/readyz`);
      expect([degraded.status, JSON.parse(degraded.text)]).toMatchObject([
        200,
        { status: 'degraded', pools: [{ health: 'degraded' }] },
      ]);
      await set('UP');
      expect(JSON.parse((await http(`${server.url}/readyz`)).text)).toMatchObject({ status: 'ok' });
    });

    it.each(['/nothing', '/graphql/more', '/../package.json', '/graphql%00'])(
      'answers 404 in JSON to %s',
      async (path) => {
        const { status, headers, text } = await http(server.url + path);
        expect([status, headers['content-type'], codeOf(text)]).toEqual([
          404,
          'application/json; charset=utf-8',
          'NOT_FOUND',
        ]);
      },
    );

    it.each([
      ['DELETE', '/graphql', 'GET, POST'],
      ['PUT', '/graphql', 'GET, POST'],
      ['GET', '/mcp', 'POST'],
      ['POST', '/livez', 'GET, HEAD'],
      ['POST', '/metrics', 'GET, HEAD'],
    ])('does not take %s at %s', async (method, path, allow) => {
      const { status, headers } = await http(server.url + path, { method });
      expect([status, headers.allow]).toEqual([405, allow]);
    });

    it('answers HEAD without a body', async () => {
      expect(await http(`${server.url}/livez`, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    });

    it('ends a connection that speaks no HTTP', async () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.setEncoding('utf8').write('HELLO\r\n\r\n');
      const [text] = (await once(socket, 'data')) as [string];
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      socket.destroy();
      expect((await http(`${server.url}/livez`)).status).toBe(200);
    });
  });

  describe('metrics', () => {
    it('has the figures of the pool in the form of Prometheus', async () => {
      await post(server.url, { query: 'mutation { submitTask(input: { type: GENERAL }) { cursor } }' });
      const { text, headers } = await http(`${server.url}/metrics`);
      expect(headers['content-type']).toMatch(/^text\/plain; version=/);
      const samples = parse(text);
      expect(samples.get('coordination_pool_queue_capacity{pool="default"}')).toBe(100);
      expect(samples.get('coordination_pool_tasks_submitted_total{pool="default"}')).toBeGreaterThan(0);
      expect(samples.get('coordination_pool_assignment_latency_seconds_count{pool="default"}')).toBeGreaterThan(0);
      expect(samples.get('coordination_pool_dependency_up{pool="default",dependency="discovery"}')).toBe(1);
      const statuses = ['IDLE', 'ANALYZING', 'EXECUTING', 'DEGRADED', 'DRAINING'];
      expect(
        statuses.reduce(
          (sum, status) => sum + (samples.get(`coordination_pool_agents{pool="default",status="${status}"}`) ?? NaN),
          0,
        ),
      ).toBe(2);
      expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    });
  });
});

/** Every sample by its name and labels. Throws at a line that is none. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, name, value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (name === undefined || Number.isNaN(Number(value?.replace(/^([+-])Inf$/, '$1Infinity'))))
      throw new Error(`no sample: ${line}`);
    samples.set(name, Number(value));
  }
  return samples;
}
