import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { pino } from 'pino';
import WebSocket from 'ws';
import { noAuthentication } from '../../src/access/authentication.js';
import { ANYBODY } from '../../src/server/quotas/client.js';
import type { GraphContext } from '../../src/graphql/context.js';
import { Admission } from '../../src/server/admission/admission.js';
import { Lifecycle } from '../../src/server/lifecycle.js';
import { Operations } from '../../src/server/operations.js';
import { createEventStreams, type EventStreams } from '../../src/server/server-sent-events.js';
import { createWebSockets, type WebSockets } from '../../src/server/websocket.js';
import { TestSocket } from './transports.js';
import { quotasWith } from '../support/quotas.js';

const EVENT = 'x'.repeat(64 * 1024);
const ENOUGH = 1_000;
/** What the system's socket buffers and ours may hold together, with room to spare: 32 MB. */
const MAX_TAKEN = 500;

/** An endless source of large events that counts what is taken of it. */
class Source implements AsyncIterableIterator<{ readonly text: string }> {
  taken = 0;
  readonly returned: Promise<void>;
  #isOver = false;
  #return: () => void = () => undefined;

  constructor(readonly failsAfter: number) {
    this.returned = new Promise((resolve) => (this.#return = resolve));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<{ readonly text: string }>> {
    this.taken += 1;
    if (this.taken > this.failsAfter) throw new Error('swordfish');
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#isOver) return { done: true, value: undefined };
    return { done: false, value: { text: EVENT } };
  }

  async return(): Promise<IteratorResult<{ readonly text: string }>> {
    this.#isOver = true;
    this.#return();
    return { done: true, value: undefined };
  }
}

let sources: Source[] = [];
const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { a: { type: GraphQLString } } }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: {
      text: {
        type: GraphQLString,
        args: { failsAfter: { type: GraphQLInt } },
        subscribe: (_root, { failsAfter }: { failsAfter?: number }) => {
          const source = new Source(failsAfter ?? Infinity);
          sources.push(source);
          return source;
        },
      },
    },
  }),
});

describe('a reader that does not read', () => {
  let http: Server;
  let streams: EventStreams;
  let webSockets: WebSockets;
  let url: string;

  beforeEach(async () => {
    sources = [];
    const lifecycle = new Lifecycle();
    lifecycle.serve();
    const context = { trace: { traceId: 'a', traceparent: null } } as GraphContext;
    const logger = pino({ level: 'silent' });
    const quotas = quotasWith();
    const operations = new Operations({
      admission: new Admission({ schema }),
      ...{ lifecycle, logger, quotas },
      createContext: () => context,
    });
    streams = createEventStreams(operations, noAuthentication, quotas);
    webSockets = createWebSockets({
      ...{ operations, authentication: noAuthentication, maxMessageBytes: 65_536, maxOperationsPerSocket: 10 },
      ...{ quotas, pingEveryMs: 250, stalledAfterMs: 600_000 },
    });
    http = createServer((request, response) => {
      const query = new URL(`http://server${request.url ?? ''}`).searchParams.get('query') ?? '';
      void streams.handle(request, response, {
        params: { query, extensions: {} },
        client: ANYBODY,
        verdict: operations.admit({ query }, ANYBODY),
        context,
      });
    });
    http.on('upgrade', webSockets.upgrade);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    const closed = once(http, 'close');
    http.close();
    await Promise.all([streams.close(), webSockets.close()]);
    http.closeAllConnections();
    await closed;
  });

  const subscribe = async (query = 'subscription { text }'): Promise<TestSocket> => {
    const socket = await TestSocket.open(url);
    await socket.acknowledge();
    socket.send({ id: '1', type: 'subscribe', payload: { query } });
    return socket;
  };

  it('of a socket costs bounded memory and delays nobody', async () => {
    const slow = await subscribe();
    await slow.message();
    slow.socket.pause();
    const quick = await subscribe();
    for (let count = 0; count < ENOUGH; count += 1) await quick.message();
    expect(sources[0]!.taken).toBeLessThan(MAX_TAKEN);
    // Many pings of ours went unread meanwhile: that is no sign of death.
    expect(webSockets.count).toBe(2);
    slow.socket.resume();
    const already = sources[0]!.taken;
    for (let count = 0; count < already + 10; count += 1) await slow.message();
    slow.close();
    await sources[0]!.returned;
    quick.close();
  });

  it('of a stream costs bounded memory and delays nobody', async () => {
    const slow = connect(Number(new URL(url).port), '127.0.0.1');
    slow.write(`GET /?query=${encodeURIComponent('subscription { text }')} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await once(slow, 'data');
    slow.pause();
    const quick = await subscribe();
    for (let count = 0; count < ENOUGH; count += 1) await quick.message();
    expect(sources[0]!.taken).toBeLessThan(MAX_TAKEN);
    slow.destroy();
    await sources[0]!.returned;
    quick.close();
  });

  it('and does not even answer pings is cut off', async () => {
    const dead = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { autoPong: false });
    const [code] = (await once(dead, 'close')) as [number];
    expect(code).toBe(1006);
  });

  it('learns no more of a source that breaks than that it did, over a socket and as a stream', async () => {
    const socket = await subscribe('subscription { text(failsAfter: 1) }');
    await socket.message();
    expect(await socket.message()).toMatchObject({
      type: 'error',
      payload: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    socket.close();
    const response = await fetch(`${url}/?query=${encodeURIComponent('subscription { text(failsAfter: 1) }')}`);
    const text = await response.text();
    expect(text).toContain('"code":"INTERNAL_SERVER_ERROR"');
    expect(text).toMatch(/event: complete\n/);
    expect(text).not.toContain('swordfish');
  });
});
