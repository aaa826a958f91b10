import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket, { WebSocketServer } from 'ws';
import { FairClock } from '../../src/engine/fair-clock.js';
import { SocketOutlet } from '../../src/server/socket-outlet.js';
import { ManualClock } from '../support/manual-clock.js';

const CHUNK = 'x'.repeat(256 * 1024);

describe('socket outlet', () => {
  let server: WebSocketServer;
  let reader: WebSocket;
  let sender: WebSocket;

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, perMessageDeflate: false });
    await once(server, 'listening');
    const connected = once(server, 'connection');
    reader = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`, {
      perMessageDeflate: false,
    });
    [sender] = (await connected) as [WebSocket];
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
    const outlet = new SocketOutlet(sender);
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
    const outlet = new SocketOutlet(sender);
    fill(outlet);
    expect(sender.isPaused).toBe(true);
    reader.resume();
    await outlet.send('last');
    expect(sender.isPaused).toBe(false);
  });

  it('cuts off a reader that stays stalled, and lets go of what waits', async () => {
    reader.pause();
    const outlet = new SocketOutlet(sender, { stalledAfterMs: 50 });
    const { sent } = fill(outlet);
    const next = outlet.send('last');
    await once(sender, 'close');
    await Promise.all([sent, next]);
    expect(outlet.isFull).toBe(false);
  });

  it('does not take a stall of the server for one of the reader', async () => {
    reader.pause();
    const clock = new ManualClock();
    const outlet = new SocketOutlet(sender, { stalledAfterMs: 60_000, clock: new FairClock(clock) });
    const { sent } = fill(outlet);
    await clock.stall(61_000);
    reader.resume();
    await sent;
    await clock.pass(61_000);
    expect(sender.readyState).toBe(sender.OPEN);
  });

  it('does not complain of a socket that is closed', async () => {
    sender.terminate();
    await once(sender, 'close');
    await expect(new SocketOutlet(sender).send('x')).resolves.toBeUndefined();
  });
});
