import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LogServer, startLogServer } from '../support/log-server.js';
import { submit } from '../support/pool.js';
import { type Message, TestSocket } from './transports.js';

const EVENTS = 'subscription ($of: String) { events(kinds: ["TASK"]) { cursor echo(of: $of) } }';
const SUBMISSIONS = 400;
const ECHO = 'x'.repeat(48 * 1024);

describe('a reader of the log that shares its events and does not read', () => {
  let server: LogServer;
  beforeEach(async () => {
    server = await startLogServer();
  });
  afterEach(() => server.close());

  async function subscribe(): Promise<TestSocket> {
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge();
    socket.send({ id: '1', type: 'subscribe', payload: { query: EVENTS, variables: { of: ECHO } } });
    socket.send({ type: 'ping' });
    await socket.message(({ type }) => type === 'pong');
    return socket;
  }

  const cursorIn = ({ payload }: Message): string =>
    (payload as { data: { events: { cursor: string } } }).data.events.cursor;

  async function cursors(socket: TestSocket, count: number): Promise<readonly string[]> {
    const seen: string[] = [];
    while (seen.length < count) seen.push(cursorIn(await socket.message()));
    return seen;
  }

  it('delays nobody, has nothing kept for it, and sees every event once and in order when it reads', async () => {
    const [slow, quick] = [await subscribe(), await subscribe()];
    slow.socket.pause();
    for (let time = 0; time < SUBMISSIONS; time += 1) await submit(server.pool);
    const seen = await cursors(quick, 2 * SUBMISSIONS);
    // What is executed for it alone is at most what the system's buffers take of it, and one more.
    expect(server.executions()).toBeLessThan(2 * SUBMISSIONS + 300);
    slow.socket.resume();
    expect(await cursors(slow, 2 * SUBMISSIONS)).toEqual(seen);
    // Most of them had to be: nothing was kept for it but what was under way when it stopped.
    expect(server.executions()).toBeGreaterThan(2 * SUBMISSIONS + 400);

    // It is back in its group: the next events are executed once for both.
    const before = server.executions();
    await submit(server.pool);
    await Promise.all([cursors(slow, 2), cursors(quick, 2)]);
    expect(server.executions() - before).toBe(2);
    for (const socket of [slow, quick]) socket.close();
  });
});
