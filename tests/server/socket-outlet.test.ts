import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket, { WebSocketServer } from 'ws';
import { FairClock } from '../../src/engine/fair-clock.js';
import { bytesOf, textFrameHead } from '../../src/server/hub/frame.js';
import { SocketOutlet } from '../../src/server/socket-outlet.js';
import { ManualClock } from '../support/manual-clock.js';

const CHUNK = 'x'.repeat(256 * 1024);

describe('socket outlet', () => {
  let server: WebSocketServer;
  let reader: WebSocket;
  let sender: WebSocket;
  let connection: Socket;

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, perMessageDeflate: false });
    await once(server, 'listening');
    const connected = once(server, 'connection');
    reader = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`, {
      perMessageDeflate: false,
    });
    const [socket, request] = (await connected) as [WebSocket, IncomingMessage];
    [sender, connection] = [socket, request.socket];
    await once(reader, 'open');
  });
  afterEach(() => {
    reader.terminate();
    server.close();
  });

  /** Sends until the reader is waited for, and gives how many messages that took. */
  function fill(outlet: SocketOutlet): { readonly count: number; readonly sent: Promise<unknown> } {
    const sends: Promise<void>[] = [];
    while (!outlet.isFull) sends.push(outlet.send(CHUNK));
    return { count: sends.length, sent: Promise.all(sends) };
  }

  it('waits for a reader that is slow, and goes on when it has read', async () => {
    reader.pause();
    const outlet = new SocketOutlet(sender, connection);
    const { count, sent } = fill(outlet);
    expect(count).toBeLessThan(200);
    let gone = false;
    const next = outlet.send('last').then(() => (gone = true));
    const before = sender.bufferedAmount;
    expect([gone, before > 1024 * 1024]).toEqual([false, true]);

    const received: string[] = [];
    const last = new Promise<void>((resolve) => {
      reader.on('message', (data: Buffer) => {
        received.push(data.toString());
        if (received.at(-1) === 'last') resolve();
      });
    });
    reader.resume();
    await Promise.all([sent, next, last]);
    expect(received).toHaveLength(count + 1);
    expect(outlet.isFull).toBe(false);
  });

  it('reads nothing from a socket whose reader it waits for', async () => {
    reader.pause();
    const outlet = new SocketOutlet(sender, connection);
    fill(outlet);
    expect(sender.isPaused).toBe(true);
    reader.resume();
    await outlet.send('last');
    expect(sender.isPaused).toBe(false);
  });

  it('cuts off a reader that stays stalled, and lets go of what waits', async () => {
    reader.pause();
    const outlet = new SocketOutlet(sender, connection, { stalledAfterMs: 50 });
    const { sent } = fill(outlet);
    const next = outlet.send('last');
    await once(sender, 'close');
    await Promise.all([sent, next]);
    expect(outlet.isFull).toBe(false);
  });

  it('does not take a stall of the server for one of the reader', async () => {
    reader.pause();
    const clock = new ManualClock();
    const outlet = new SocketOutlet(sender, connection, { stalledAfterMs: 60_000, clock: new FairClock(clock) });
    const { sent } = fill(outlet);
    await clock.stall(61_000);
    reader.resume();
    await sent;
    await clock.pass(61_000);
    expect(sender.readyState).toBe(sender.OPEN);
  });

  const frame = (text: string): string => textFrameHead(bytesOf(text).length) + bytesOf(text);

  it('pushes frames made by hand that arrive as the texts they are, between messages of the socket', async () => {
    const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];
    const texts = [
      ...lengths.map((length) => 'x'.repeat(length)),
      'ä🚀 \u2028 \u0000',
      'ä'.repeat(33_000),
      '{"id":"1"}',
    ];
    const received: [string, boolean][] = [];
    const last = new Promise<void>((resolve) => {
      reader.on('message', (data: Buffer, isBinary) => {
        received.push([data.toString(), isBinary]);
        if (data.toString() === 'last') resolve();
      });
    });
    const outlet = new SocketOutlet(sender, connection);
    outlet.push(texts.map(frame).join(''));
    const sent = outlet.send('between');
    outlet.push(frame('a') + frame('last'));
    await Promise.all([sent, last]);
    expect(received).toEqual([...texts, 'between', 'a', 'last'].map((text) => [text, false]));
  });

  it('is behind as soon as some of what is pushed waits, until it has been read', async () => {
    reader.pause();
    const outlet = new SocketOutlet(sender, connection);
    let pushed = 0;
    for (; !outlet.isBehind; pushed += CHUNK.length) outlet.push(frame(CHUNK));
    expect(sender.bufferedAmount).toBeLessThan(64 * 1024 + 2 * CHUNK.length);
    expect([outlet.isBusy, outlet.isFull]).toEqual([true, false]);
    reader.resume();
    await outlet.send('last');
    expect([outlet.isBehind, outlet.isBusy]).toEqual([false, false]);
  });

  it('cuts off a reader that takes nothing of what is pushed', async () => {
    reader.pause();
    const outlet = new SocketOutlet(sender, connection, { stalledAfterMs: 50 });
    while (!outlet.isBehind) outlet.push(frame(CHUNK));
    await once(sender, 'close');
    outlet.push(frame('nobody'));
    expect(outlet.isBusy).toBe(false);
  });

  it('pushes nothing behind the end of a socket', async () => {
    const received: string[] = [];
    reader.on('message', (data: Buffer) => received.push(data.toString()));
    const outlet = new SocketOutlet(sender, connection);
    outlet.push(frame('a'));
    sender.close(1001);
    outlet.push(frame('b'));
    expect(await once(reader, 'close')).toEqual([1001, expect.anything()]);
    expect(received).toEqual(['a']);
  });

  it('does not complain of a socket that is closed', async () => {
    sender.terminate();
    await once(sender, 'close');
    await expect(new SocketOutlet(sender, connection).send('x')).resolves.toBeUndefined();
  });
});
