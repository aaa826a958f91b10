import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { pino } from 'pino';
import { FairClock } from '../../src/engine/fair-clock.js';
import type { GraphContext } from '../../src/graphql/context.js';
import { Admission } from '../../src/server/admission/admission.js';
import { noAuthentication } from '../../src/access/authentication.js';
import { Lifecycle } from '../../src/server/lifecycle.js';
import { Operations } from '../../src/server/operations.js';
import { createWebSockets, type WebSockets } from '../../src/server/websocket.js';
import { ManualClock } from '../support/manual-clock.js';
import { TestSocket } from './transports.js';
import { quotasWith } from '../support/quotas.js';

/** A source that has nothing to give. */
class Waiting implements AsyncIterableIterator<object> {
  readonly asked: Promise<void>;
  readonly returned: Promise<void>;
  #ask = (): void => undefined;
  #end = (): void => undefined;

  constructor() {
    this.asked = new Promise((resolve) => (this.#ask = resolve));
    this.returned = new Promise((resolve) => (this.#end = resolve));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<object>> {
    this.#ask();
    await this.returned;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<object>> {
    this.#end();
    return { done: true, value: undefined };
  }
}

const PING_EVERY_MS = 15_000;
const SETTLE_MS = 250;

describe('a socket that is asked whether it is still there', () => {
  let clock: ManualClock;
  let http: Server;
  let webSockets: WebSockets;
  let reader: TestSocket;
  let waiting: Waiting;

  /** Whatever it had said before has been read then. */
  const heard = async (): Promise<void> => {
    reader.send({ type: 'ping' });
    await reader.message(({ type }) => type === 'pong');
  };

  beforeEach(async () => {
    clock = new ManualClock();
    waiting = new Waiting();
    const lifecycle = new Lifecycle();
    lifecycle.serve();
    const query = new GraphQLObjectType({ name: 'Query', fields: { a: { type: GraphQLString } } });
    const subscription = new GraphQLObjectType({
      name: 'Subscription',
      fields: { a: { type: GraphQLString, subscribe: () => waiting } },
    });
    const operations = new Operations({
      admission: new Admission({ schema: new GraphQLSchema({ query, subscription }) }),
      ...{ lifecycle, quotas: quotasWith() },
      logger: pino({ level: 'silent' }),
      createContext: () => ({ trace: { traceId: 'a', traceparent: null } }) as GraphContext,
    });
    webSockets = createWebSockets({
      ...{ operations, authentication: noAuthentication, maxMessageBytes: 65_536, maxOperationsPerSocket: 10 },
      ...{ quotas: quotasWith(), pingEveryMs: PING_EVERY_MS, clock: new FairClock(clock) },
    });
    http = createServer();
    http.on('upgrade', webSockets.upgrade);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
    reader = await TestSocket.open(url, { autoPong: false });
    await reader.acknowledge();
  });
  afterEach(async () => {
    const closed = once(http, 'close');
    http.close();
    await webSockets.close();
    await closed;
  });

  it('stays for as long as it answers', async () => {
    for (let round = 0; round < 3; round += 1) {
      const asked = once(reader.socket, 'ping');
      await clock.pass(PING_EVERY_MS);
      await asked;
      reader.socket.pong();
      await heard();
    }
    expect(webSockets.count).toBe(1);
    reader.close();
  });

  it('is ended where it has not answered until the next time, and what it had subscribed to is let go', async () => {
    reader.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { a }' } });
    await waiting.asked;
    await clock.pass(2 * PING_EVERY_MS);
    expect((await reader.closed).code).toBe(1006);
    await waiting.returned;
    expect(webSockets.count).toBe(0);
  });

  it('stays where its answer was there but not read, for the server was stalled', async () => {
    await clock.pass(PING_EVERY_MS);
    await clock.stall(PING_EVERY_MS);
    reader.socket.pong();
    await heard();
    await clock.pass(SETTLE_MS);
    expect(webSockets.count).toBe(1);
    expect(reader.socket.readyState).toBe(reader.socket.OPEN);
    reader.close();
  });
});
