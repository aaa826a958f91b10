import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import type { Pool } from '../../src/engine/pool.js';
import { type Message, TestSocket } from '../server/transports.js';
import type { Ticks } from '../support/log-schema.js';
import { submit } from '../support/pool.js';

/** A server of `logSchema`. It takes 200 ms for the first message, and refuses whom `authorization` calls `stranger`. */
export interface ProtocolServer {
  readonly url: string;
  readonly pool: Pool;
  /** What shows no log and is read now. */
  readonly open: ReadonlySet<Ticks>;
  close(): Promise<void>;
}

const EVENTS = 'subscription { events(kinds: ["TASK"]) { name } }';
/** What one submission shows of itself. */
const SUBMITTED = { data: { events: { name: 'TASK SUBMITTED' } } };
const QUEUED = { data: { events: { name: 'TASK QUEUED' } } };

/** What a client sees of the protocol, whoever implements it. @see graphql-ws, PROTOCOL.md */
export function protocolConformance(name: string, start: () => Promise<ProtocolServer>): void {
  describe(`${name} as a server of graphql-transport-ws`, () => {
    let server: ProtocolServer;
    let socket: TestSocket;
    beforeEach(async () => {
      server = await start();
      socket = await TestSocket.open(server.url);
    });
    afterEach(async () => {
      socket.socket.terminate();
      await server.close();
    });

    /** Resolves when everything that was sent before has been understood. */
    async function understood(on = socket): Promise<void> {
      const payload = { fence: Math.random() };
      on.send({ type: 'ping', payload });
      await on.message(
        (message) => message.type === 'pong' && JSON.stringify(message.payload) === JSON.stringify(payload),
      );
    }

    async function subscribe(id: string, query = EVENTS, variables?: unknown, on = socket): Promise<void> {
      on.send({ id, type: 'subscribe', payload: { query, variables } });
      await understood(on);
    }

    const of = (id: string) => (message: Message) => message.id === id;

    describe('a connection', () => {
      it('is acknowledged, without a payload', async () => {
        socket.send({ type: 'connection_init', payload: { any: 'thing' } });
        expect(await socket.message()).toEqual({ type: 'connection_ack' });
      });

      it('is closed when it is initialised twice', async () => {
        await socket.acknowledge();
        socket.send({ type: 'connection_init' });
        expect(await socket.closed).toEqual({ code: 4429, reason: 'Too many initialisation requests' });
      });

      it('is closed when it is not initialised in time', async () => {
        expect(await socket.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
      });

      it('is closed when who it is is not wanted', async () => {
        socket.send({ type: 'connection_init', payload: { authorization: 'stranger' } });
        expect(await socket.closed).toEqual({ code: 4403, reason: 'Forbidden' });
      });

      it('is closed when it subscribes before it is acknowledged', async () => {
        socket.send({ id: '1', type: 'subscribe', payload: { query: EVENTS } });
        expect(await socket.closed).toEqual({ code: 4401, reason: 'Unauthorized' });
      });

      it('is closed when it speaks another protocol', async () => {
        const other = await TestSocket.open(server.url, {}, 'graphql-ws').catch((error: unknown) => error);
        // Either way of refusing it is one that clients know.
        if (other instanceof TestSocket) expect((await other.closed).code).toBe(4406);
        else expect(String(other)).toContain('subprotocol');
      });

      it.each([
        ['no JSON', 'hello'],
        ['no message', '[]'],
        ['of no type', '{}'],
        ['of a type that there is not', '{"type":"start","id":"1"}'],
        ['a subscription without an id', `{"type":"subscribe","payload":{"query":"{ hello }"}}`],
        ['a subscription with an empty id', `{"id":"","type":"subscribe","payload":{"query":"{ hello }"}}`],
        ['a subscription whose id is a number', `{"id":1,"type":"subscribe","payload":{"query":"{ hello }"}}`],
        ['a subscription without a payload', '{"id":"1","type":"subscribe"}'],
        ['a subscription without a query', '{"id":"1","type":"subscribe","payload":{}}'],
        ['variables that are none', `{"id":"1","type":"subscribe","payload":{"query":"{ hello }","variables":"x"}}`],
        ['a completion without an id', '{"type":"complete"}'],
      ])('is closed when what it sends is %s', async (_what, message) => {
        await socket.acknowledge();
        socket.send(message);
        expect(await socket.closed).toEqual({ code: 4400, reason: 'Invalid message received' });
      });
    });

    describe('a ping', () => {
      it('is answered at any time, with its payload', async () => {
        socket.send({ type: 'ping' });
        expect(await socket.message()).toEqual({ type: 'pong' });
        await socket.acknowledge();
        await subscribe('1');
        socket.send({ type: 'ping', payload: { at: 7 } });
        expect(await socket.message()).toEqual({ type: 'pong', payload: { at: 7 } });
      });

      it('may be answered by a pong that nobody asked for', async () => {
        socket.send({ type: 'pong', payload: {} });
        await understood();
      });
    });

    describe('an operation', () => {
      beforeEach(() => socket.acknowledge());

      it.each([
        ['a query', '{ hello }', { data: { hello: 'hello' } }],
        ['a mutation', 'mutation { submit }', { data: { submit: expect.stringMatching(/^task_/) } }],
        ['a query whose field is refused', '{ refused }', { data: { refused: null }, errors: [errorOf('no')] }],
        ['a subscription that is refused', 'subscription { refused }', { errors: [errorOf('not today')] }],
      ])('that is %s has one result, and is completed after it', async (_what, query, payload) => {
        socket.send({ id: 'x', type: 'subscribe', payload: { query } });
        const result = await socket.message();
        expect(result).toMatchObject({ id: 'x', type: 'next', payload });
        expect(await socket.message()).toEqual({ id: 'x', type: 'complete' });
      });

      it('that is not valid is an error, and its id is free again', async () => {
        socket.send({ id: 'x', type: 'subscribe', payload: { query: '{ none }' } });
        expect(await socket.message()).toMatchObject({ id: 'x', type: 'error', payload: [{ message: /none/ }] });
        socket.send({ id: 'x', type: 'subscribe', payload: { query: '{ hello }' } });
        expect(await socket.message()).toMatchObject({ id: 'x', type: 'next' });
      });

      it('of several is chosen by its name', async () => {
        const query = 'query A { a: hello } query B { b: hello }';
        socket.send({ id: 'x', type: 'subscribe', payload: { query, operationName: 'B' } });
        expect(await socket.message()).toMatchObject({ payload: { data: { b: 'hello' } } });
      });

      it('gives every result before it is completed', async () => {
        socket.send({ id: 'x', type: 'subscribe', payload: { query: 'subscription { ticks(count: 3) }' } });
        for (const ticks of [1, 2, 3])
          expect(await socket.message()).toEqual({ id: 'x', type: 'next', payload: { data: { ticks } } });
        expect(await socket.message()).toEqual({ id: 'x', type: 'complete' });
      });

      it.each([
        ['quotes', 'a "b" \\'],
        ['anything of Unicode', '日本 🚀 \u2028'],
        ['control characters', 'line\nend\u0000'],
        ['ten thousand letters', 'x'.repeat(10_000)],
        ['a name that objects have', '__proto__'],
        ['a space only', ' '],
      ])('keeps its id as the client chose it, with %s', async (_what, id) => {
        await subscribe(id);
        await submit(server.pool);
        expect(await socket.message()).toEqual({ id, type: 'next', payload: SUBMITTED });
        socket.send({ id, type: 'complete' });
        await subscribe(id);
      });

      it('with the id of one that goes on closes the socket', async () => {
        await subscribe('a "b"');
        socket.send({ id: 'a "b"', type: 'subscribe', payload: { query: '{ hello }' } });
        expect(await socket.closed).toEqual({ code: 4409, reason: 'Subscriber for a "b" already exists' });
      });
    });

    describe('a subscription to the log', () => {
      beforeEach(() => socket.acknowledge());

      it('is told each event once and in order, in text frames whose bytes are those of the reference', async () => {
        const frames: { readonly text: string; readonly isBinary: boolean }[] = [];
        socket.socket.on('message', (data: Buffer, isBinary) => frames.push({ text: data.toString(), isBinary }));
        await subscribe('x', 'subscription { events(kinds: ["TASK"]) { name echo(of: "ä🚀\\"") } }');
        frames.length = 0;
        for (let time = 0; time < 3; time += 1) await submit(server.pool);
        for (let time = 0; time < 6; time += 1) await socket.message(of('x'));
        expect(frames).toEqual(
          Array.from({ length: 6 }, (_, index) => ({
            text: JSON.stringify({
              ...{ id: 'x', type: 'next' },
              payload: { data: { events: { name: index % 2 === 0 ? 'TASK SUBMITTED' : 'TASK QUEUED', echo: 'ä🚀"' } } },
            }),
            isBinary: false,
          })),
        );
      });

      it.each([10, 60, 100, 70_000])('is told of results with %d letters more', async (length) => {
        const echo = 'ä'.repeat(length);
        await subscribe('x', 'subscription ($of: String) { events(kinds: ["TASK"]) { echo(of: $of) } }', { of: echo });
        await submit(server.pool);
        expect(await socket.message()).toEqual({ id: 'x', type: 'next', payload: { data: { events: { echo } } } });
      });

      it('begins at its cursor, and goes on with what happens', async () => {
        await subscribe('a', 'subscription { events(kinds: ["TASK"]) { cursor name } }');
        await submit(server.pool);
        const first = (await socket.message(of('a'))).payload as { data: { events: { cursor: string } } };
        await submit(server.pool);
        const query = 'subscription ($after: String) { events(after: $after, kinds: ["TASK"]) { name } }';
        await subscribe('b', query, { after: first.data.events.cursor });
        await submit(server.pool);
        for (const payload of [QUEUED, SUBMITTED, QUEUED, SUBMITTED, QUEUED])
          expect(await socket.message(of('b'))).toMatchObject({ payload });
      });

      it('may be one of several on a socket, asking the same or not, and of several sockets', async () => {
        const other = await TestSocket.open(server.url);
        await other.acknowledge();
        await subscribe('1');
        await subscribe('2');
        await subscribe('3', 'subscription { events(kinds: ["TASK"]) { name reader } }');
        await subscribe('1', EVENTS, undefined, other);
        await submit(server.pool);
        for (const payload of [SUBMITTED, QUEUED]) {
          for (const id of ['1', '2']) expect(await socket.message(of(id))).toEqual({ id, type: 'next', payload });
          expect(await socket.message(of('3'))).toMatchObject({ payload: { data: { events: { reader: 'nobody' } } } });
          expect(await other.message()).toEqual({ id: '1', type: 'next', payload });
        }
        other.close();
      });

      it('shows the error of a field in each result', async () => {
        await subscribe('x', 'subscription { events(kinds: ["TASK"]) { name refused } }');
        await submit(server.pool);
        const errors = [{ ...errorOf('not this field'), path: ['events', 'refused'] }];
        expect(await socket.message()).toMatchObject({ payload: { errors, data: { events: { refused: null } } } });
      });

      it('is told nothing more once it is completed, while others are, and its id can be used again', async () => {
        await subscribe('1');
        await subscribe('2');
        await submit(server.pool);
        await socket.message(of('1'));
        socket.send({ id: '1', type: 'complete' });
        await understood();
        await socket.message(of('2'));
        await socket.message(of('2'));
        // Its second event may have been under way.
        await submit(server.pool);
        await socket.message(of('2'));
        await subscribe('1', 'subscription { events(kinds: ["POOL", "TASK"]) { name reader } }');
        await submit(server.pool);
        let again: Message;
        do again = await socket.message(of('1'));
        while (JSON.stringify(again.payload) === JSON.stringify(QUEUED));
        expect(again).toMatchObject({ payload: { data: { events: { name: 'TASK SUBMITTED', reader: 'nobody' } } } });
      });

      it('that there is not may be completed', async () => {
        socket.send({ id: 'none', type: 'complete' });
        await understood();
      });

      it('is not answered when it is completed', async () => {
        await subscribe('1');
        socket.send({ id: '1', type: 'complete' });
        await understood();
        socket.send({ id: '1', type: 'subscribe', payload: { query: '{ hello }' } });
        expect(await socket.message()).toMatchObject({ id: '1', type: 'next', payload: { data: { hello: 'hello' } } });
      });

      it('leaves others alone when its socket is closed in the middle of it', async () => {
        const other = await TestSocket.open(server.url);
        await other.acknowledge();
        await subscribe('1', EVENTS, undefined, other);
        await subscribe('1');
        other.socket.terminate();
        await submit(server.pool);
        for (const payload of [SUBMITTED, QUEUED]) expect(await socket.message()).toMatchObject({ payload });
      });
    });

    it('ends the source of a subscription that is completed, and those of a socket that is closed', async () => {
      await socket.acknowledge();
      await subscribe('1', 'subscription { ticks(count: -1) }');
      await subscribe('2', 'subscription { ticks(count: -2) }');
      for (let time = 0; time < 3; time += 1) await socket.message();
      const [first, second] = [...server.open];
      expect(socket.socket.readyState).toBe(WebSocket.OPEN);
      socket.send({ id: '1', type: 'complete' });
      await first!.ended;
      expect([...server.open]).toEqual([second]);
      socket.close();
      await second!.ended;
    });
  });
}

function errorOf(message: string): Record<string, unknown> {
  return { message, extensions: { code: 'INVALID_STATE' } };
}
