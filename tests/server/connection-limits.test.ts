import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { startServer, type RunningServer } from '../support/server.js';
import { http, type HttpAnswer, post, type Result, TestSocket } from './transports.js';

const ARGS = ['--durability', 'memory', '--size', '0', '--agent-kind', 'REMOTE'];
const SUBSCRIPTION = { query: 'subscription { taskLifecycle { cursor } }' };

/** Tries until it goes through: what was let go of is counted down when the server has seen it go. */
async function again<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const got = await attempt();
    if (got !== null) return got;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function connected(port: number, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress }).on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** What a request over an open connection is answered. */
async function asked(socket: Socket): Promise<string> {
  socket.write('GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  while (!/\r\n\r\n.*\}$/s.test(text)) await once(socket, 'data');
  return text;
}

/** The status that an upgrade is refused with. */
async function refusedUpgrade(url: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
  socket.terminate();
  return response.statusCode;
}

async function subscribed(socket: TestSocket, id: string): Promise<Result['errors'] | null> {
  socket.send({ id, type: 'subscribe', payload: SUBSCRIPTION });
  // Answered in order: what comes after it tells that it has begun.
  socket.send({ id: `${id} begun`, type: 'subscribe', payload: { query: '{ __typename }' } });
  const first = await socket.message((message) => message.id === id || message.id === `${id} begun`);
  return first.type === 'error' ? (first.payload as Result['errors']) : null;
}

describe('connections of one address', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await startServer({ args: [...ARGS, '--max-connections-per-address', '3'] });
  });
  afterEach(() => server.stop());

  it('are refused beyond the limit with 429, each other address has its own, and one that ends makes room', async () => {
    const held = await Promise.all([connected(server.port), connected(server.port), connected(server.port)]);
    expect(await Promise.all(held.map(asked))).toEqual(Array(3).fill(expect.stringMatching(/^HTTP\/1\.1 200 /)));
    const more = await connected(server.port);
    const refused = await asked(more);
    expect(refused).toMatch(/^HTTP\/1\.1 429 /);
    expect(refused).toMatch(/retry-after: 1\r\n/i);
    expect(refused).toMatch(/connection: close\r\n/i);
    expect(refused).toContain('"code":"RATE_LIMITED"');
    await once(more, 'close');
    expect(await refusedUpgrade(server.url)).toBe(429);
    const other = await connected(server.port, '127.0.0.2');
    expect(await asked(other)).toMatch(/^HTTP\/1\.1 200 /);
    // Ended in order, broken, and by the server.
    const closed = Promise.all(held.map((socket) => once(socket, 'close')));
    held[0].end();
    held[1].resetAndDestroy();
    held[2].write('no request\r\n\r\n');
    await closed;
    const opened = await again(async () => {
      const sockets = await Promise.all([1, 2, 3].map(() => connected(server.port)));
      const answers = await Promise.all(sockets.map(asked));
      if (answers.every((answer) => answer.includes(' 200 '))) return sockets;
      for (const socket of sockets) socket.destroy();
      return null;
    });
    for (const socket of [...opened, other]) socket.destroy();
  });

  it('are sockets too, and theirs is free again after a handshake that fails', async () => {
    const bad = { 'sec-websocket-version': '7', 'sec-websocket-key': 'x', upgrade: 'websocket', connection: 'upgrade' };
    for (let nth = 0; nth < 5; nth += 1)
      expect((await http(`${server.url}/graphql`, { headers: bad })).status).toBe(400);
    const sockets = await again(async () => {
      try {
        return [
          await TestSocket.open(server.url),
          await TestSocket.open(server.url),
          await TestSocket.open(server.url),
        ];
      } catch {
        return null;
      }
    });
    expect(await refusedUpgrade(server.url)).toBe(429);
    for (const socket of sockets) socket.socket.terminate();
  });
});

describe('behind a trusted proxy', () => {
  it('connections of the proxy are not counted, its sockets count for whom they are', async () => {
    const server = await startServer({
      args: [...ARGS, '--max-connections-per-address', '1', '--trusted-proxies', '127.0.0.0/8'],
    });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const sockets = [
      await TestSocket.open(server.url, from('192.0.2.1')),
      await TestSocket.open(server.url, from('192.0.2.2')),
    ];
    expect(await refusedUpgrade(server.url, from('192.0.2.1').headers)).toBe(429);
    sockets[0]!.socket.terminate();
    sockets.push(
      await again(async () => {
        try {
          return await TestSocket.open(server.url, from('192.0.2.1'));
        } catch {
          return null;
        }
      }),
    );
    for (const socket of sockets) socket.close();
    await server.stop();
  });
});

describe('sockets and subscriptions of one principal', () => {
  const directory = mkdtempSync(join(tmpdir(), 'connection-limits-'));
  const keys = join(directory, 'keys.json');
  const as = (name: string) => ({ authorization: `Bearer key-of-${name}` });
  const sha256 = (name: string): string => createHash('sha256').update(`key-of-${name}`).digest('hex');
  let server: RunningServer;
  beforeEach(async () => {
    const entries = ['ann', 'ben'].map((name) => ({ name, sha256: sha256(name) }));
    writeFileSync(keys, JSON.stringify({ keys: entries }));
    server = await startServer({
      args: [
        ...[...ARGS, '--api-keys-file', keys],
        ...['--max-connections-per-principal', '2', '--max-subscriptions-per-principal', '2'],
      ],
    });
  });
  afterEach(async () => {
    await server.stop();
    rmSync(keys);
  });

  it('a socket too many is closed with 1013, after which clients come again', async () => {
    const sockets = [await TestSocket.open(server.url), await TestSocket.open(server.url)];
    for (const socket of sockets) await socket.acknowledge(as('ann'));
    const more = await TestSocket.open(server.url);
    more.send({ type: 'connection_init', payload: as('ann') });
    expect(await more.closed).toEqual({ code: 1013, reason: 'Too many connections' });
    const other = await TestSocket.open(server.url);
    await other.acknowledge(as('ben'));
    sockets[0]!.socket.terminate();
    const next = await again(async () => {
      const socket = await TestSocket.open(server.url);
      return socket.acknowledge(as('ann')).then(
        () => socket,
        () => null,
      );
    });
    for (const socket of [sockets[1]!, other, next]) socket.close();
  });

  it('subscriptions are counted over sockets and streams together, and counted down however they end', async () => {
    const stream = (): Promise<Response> =>
      fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { ...as('ann'), 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify(SUBSCRIPTION),
      });
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge(as('ann'));
    expect(await subscribed(socket, 'a')).toBeNull();
    const gone = new AbortController();
    const streamed = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...as('ann'), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(SUBSCRIPTION),
      signal: gone.signal,
    });
    expect(streamed.status).toBe(200);
    const tooMany = { code: 'RATE_LIMITED', retryable: true, limit: 2, retryAfterMs: 1_000 };
    expect((await subscribed(socket, 'b'))?.[0]?.extensions).toEqual(tooMany);
    expect(await (await stream()).text()).toContain('"code":"RATE_LIMITED"');
    const called = await callOf(server.url, as('ann'));
    expect([called.status, called.headers['retry-after'], JSON.parse(called.text)]).toMatchObject([
      429,
      '1',
      { error: { data: tooMany } },
    ]);
    // A query goes on, and another principal too.
    expect((await post(server.url, { query: '{ __typename }' }, as('ann'))).status).toBe(200);
    const other = await TestSocket.open(server.url);
    await other.acknowledge(as('ben'));
    expect(await subscribed(other, 'a')).toBeNull();
    other.close();

    // By its client, twice under the same id; by the end of its connection; by an error as it begins; with its socket.
    gone.abort();
    let nth = 0;
    const room = () =>
      again(async () => ((await subscribed(socket, `again ${String((nth += 1))}`)) === null ? nth : null));
    const second = await room();
    socket.send({ id: 'a', type: 'complete' });
    const third = await room();
    for (const each of [second, third]) socket.send({ id: `again ${String(each)}`, type: 'complete' });
    for (let time = 0; time < 3; time += 1) {
      socket.send({
        id: 'none',
        type: 'subscribe',
        payload: { query: 'subscription { degradation(pool: "none") { cursor } }' },
      });
      await socket.message(({ id, type }) => id === 'none' && type !== 'next');
    }
    await room();
    await room();
    socket.socket.terminate();
    const last = await TestSocket.open(server.url);
    await last.acknowledge(as('ann'));
    await again(async () => ((await subscribed(last, `last ${String((nth += 1))}`)) === null ? nth : null));
    await again(async () => ((await subscribed(last, `last ${String((nth += 1))}`)) === null ? nth : null));
    last.close();
  });
});

/** A call over MCP. */
function callOf(url: string, headers: Record<string, string>): Promise<HttpAnswer> {
  const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'pool_status', arguments: {} } };
  return http(`${url}/mcp`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify(message),
  });
}
