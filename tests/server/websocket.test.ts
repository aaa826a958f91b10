import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { startServer, type RunningServer } from '../support/server.js';
import { overHttp, TestSocket } from './transports.js';

const EVENTS = 'subscription { taskLifecycle { type } }';

describe('WebSocket', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      args: [
        '--durability',
        'memory',
        '--agent-kind',
        'REMOTE',
        '--size',
        '1',
        '--max-queue',
        '1000',
        '--handlers',
        'examples/pack/index.mjs',
        '--allowed-origins',
        'https://pool.example.com',
      ],
    });
  });
  afterAll(() => server.stop());

  const open = async (): Promise<TestSocket> => {
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge();
    return socket;
  };

  /** The status of a handshake that is refused. */
  async function refusedWith(path: string, options: WebSocket.ClientOptions = {}): Promise<number | undefined> {
    const socket = new WebSocket(server.url.replace(/^http/, 'ws') + path, 'graphql-transport-ws', options);
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
    socket.terminate();
    return response.statusCode;
  }

  describe('handshake', () => {
    it('refuses pages of other origins and names of other hosts', async () => {
      expect(await refusedWith('/graphql', { origin: 'http://evil.com' })).toBe(403);
      expect(await refusedWith('/graphql', { origin: 'null' })).toBe(403);
      expect(await refusedWith('/graphql', { headers: { host: 'evil.com' } })).toBe(403);
    });

    it('takes those that are allowed', async () => {
      for (const origin of ['https://pool.example.com', 'http://localhost:3000', server.url])
        (await TestSocket.open(server.url, { origin })).close();
    });

    it('is at /graphql only', async () => {
      expect(await refusedWith('/elsewhere')).toBe(404);
    });

    it('survives one that is broken off', async () => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(
        'GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n',
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
      socket.destroy();
    });

    it('closes one of another protocol with 4406', async () => {
      const socket = new WebSocket(server.wsUrl);
      expect(await once(socket, 'close')).toEqual([4406, expect.anything()]);
    });
  });

  describe('frames', () => {
    it.each([
      ['no JSON', 'hello', 4400],
      ['no message', '{}', 4400],
      ['an unknown type', '{"type":"start"}', 4400],
      [
        'a subscription before the connection is acknowledged',
        '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}',
        4401,
      ],
      ['a message above 1 MiB', `"${'x'.repeat(1024 * 1024)}"`, 1009],
    ])('closes the socket that sent %s, and no other', async (_what, frame, code) => {
      const other = await open();
      const socket = await TestSocket.open(server.url);
      socket.send(frame);
      expect(await socket.closed).toMatchObject({ code });
      other.send({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
      expect(await other.message()).toMatchObject({ payload: { data: { __typename: 'Query' } } });
      other.close();
    });

    it('closes a socket that initialises twice with 4429', async () => {
      const socket = await open();
      socket.send({ type: 'connection_init' });
      expect(await socket.closed).toMatchObject({ code: 4429 });
    });

    it('closes a socket that uses an id twice with 4409', async () => {
      const socket = await open();
      for (let time = 0; time < 2; time += 1) socket.send({ id: '1', type: 'subscribe', payload: { query: EVENTS } });
      expect(await socket.closed).toMatchObject({ code: 4409 });
    });

    it('closes a socket that never initialises with 4408', async () => {
      const socket = await TestSocket.open(server.url);
      expect(await socket.closed).toMatchObject({ code: 4408 });
    });

    it('survives a frame that breaks the protocol below', async () => {
      const socket = await open();
      // A control frame that is fragmented.
      (socket.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
        Buffer.from([0x09, 0x80, 0, 0, 0, 0]),
      );
      expect((await socket.closed).code).toBe(1002);
    });

    it('answers a ping', async () => {
      const socket = await open();
      socket.send({ type: 'ping', payload: { at: 7 } });
      expect(await socket.message()).toEqual({ type: 'pong', payload: { at: 7 } });
      socket.close();
    });
  });

  describe('operations', () => {
    it('go on beside one that is refused', async () => {
      const socket = await open();
      socket.send({ id: 'events', type: 'subscribe', payload: { query: EVENTS } });
      socket.send({ id: 'bad', type: 'subscribe', payload: { query: '{ pool {' } });
      expect(await socket.message(({ id }) => id === 'bad')).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED', retryable: false } }],
      });
      await overHttp(server.url, { query: 'mutation { submitTask(input: {}) { cursor } }' });
      expect(await socket.message(({ id }) => id === 'events')).toMatchObject({
        type: 'next',
        payload: { data: { taskLifecycle: { type: 'SUBMITTED' } } },
      });
      socket.close();
    });

    it('are at most 100 at once; the next is refused and the socket lives', async () => {
      const socket = await open();
      for (let id = 0; id < 101; id += 1)
        socket.send({ id: String(id), type: 'subscribe', payload: { query: EVENTS } });
      expect(await socket.message()).toMatchObject({
        id: '100',
        type: 'error',
        payload: [{ extensions: { code: 'RATE_LIMITED', retryable: true, limit: 100 } }],
      });
      socket.send({ id: '0', type: 'complete' });
      socket.send({ id: 'again', type: 'subscribe', payload: { query: '{ __typename }' } });
      expect(await socket.message()).toMatchObject({ id: 'again', type: 'next' });
      socket.close();
    });

    it('take their trace from their own extensions, else from the connection', async () => {
      const traceOf = (id: string): string => `00-${id.repeat(32)}-b7ad6b7169203331-01`;
      const socket = await TestSocket.open(server.url);
      await socket.acknowledge({ traceparent: traceOf('a') });
      const query = 'mutation { submitTask(input: {}) { task { traceId } } }';
      socket.send({ id: '1', type: 'subscribe', payload: { query } });
      expect(await socket.message(({ type }) => type === 'next')).toMatchObject({
        payload: { data: { submitTask: { task: { traceId: 'a'.repeat(32) } } } },
      });
      socket.send({ id: '2', type: 'subscribe', payload: { query, extensions: { traceparent: traceOf('b') } } });
      expect(await socket.message(({ type }) => type === 'next')).toMatchObject({
        payload: { data: { submitTask: { task: { traceId: 'b'.repeat(32) } } } },
      });
      socket.close();
    });
  });
});
