import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import type { TypedDocumentString } from '../../src/generated/graphql.js';
import { EventStreams, type StreamItem } from '../../src/sdk/event-streams.js';
import { TaskCancelledError, createClient, type TaskEvent } from '../../src/sdk/node-client.js';
import { PoolClient } from '../support/client.js';
import { openLink } from '../support/link.mjs';
import { startLogServer } from '../support/log-server.js';
import { submit } from '../support/pool.js';
import { startServer } from '../support/server.js';

describe('streams of the client', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-sdk-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('show every event once and in order over crashes of the server', async () => {
    const args = ['--size', '2', '--handlers', resolve('tests/support/brief-handlers.mjs')];
    let server = await startServer({ dataDir, args });
    const link = await openLink(server.port);
    const client = createClient({ url: link.url });
    const start = await new PoolClient(server.url).cursor();
    const events = client.events({ after: start });
    const seen: TaskEvent[] = [];
    for (let crash = 1; crash <= 2; crash += 1) {
      const handles = await Promise.all(Array.from({ length: 8 }, () => client.submit('GENERAL', { ms: 20 })));
      const results = handles.map((handle) => handle.result());
      // In the middle of it: some have ended, others have not.
      for (let ended = 0; ended < 3;) {
        seen.push((await events.next()).value!);
        if (seen.at(-1)!.type === 'COMPLETED') ended += 1;
      }
      await server.kill();
      server = await startServer({ dataDir, args });
      link.retarget(server.port);
      expect(await Promise.all(results)).toEqual(handles.map(() => 20));
    }
    // What the log itself shows now, to a reader that was not there.
    const last = await client.submit('GENERAL', { ms: 0 });
    await last.result();
    const isLast = ({ task, type }: TaskEvent): boolean => task.id === last.id && type === 'COMPLETED';
    while (!isLast(seen.at(-1)!)) seen.push((await events.next()).value!);
    const afterwards: TaskEvent[] = [];
    for await (const event of client.events({ after: start })) {
      afterwards.push(event);
      if (isLast(event)) break;
    }
    expect(seen.map(({ cursor }) => cursor)).toEqual(afterwards.map(({ cursor }) => cursor));
    expect(seen.filter(({ type }) => type === 'COMPLETED')).toHaveLength(17);
    expect(seen.every(({ missedBefore }) => missedBefore === 0)).toBe(true);
    await events.return();
    await client.close();
    await link.close();
    await server.stop();
  });

  it('are refused from a place that the log has let go, and a result is had all the same', async () => {
    const args = ['--size', '0', '--snapshot-every', '100', '--retention-count', '1'];
    let server = await startServer({ dataDir, args });
    const link = await openLink(server.port);
    const client = createClient({ url: link.url });
    const place = await new PoolClient(server.url).cursor();
    const handle = await client.submit('GENERAL', {});
    // Some 600 records, and several snapshots. What is older than these goes, and memory does not outlive the server.
    for (let round = 0; round < 6; round += 1) {
      const others = await Promise.all(Array.from({ length: 50 }, () => client.submit('GENERAL', {})));
      await Promise.all(others.map(({ id }) => client.cancel(id)));
    }
    await server.stop();
    server = await startServer({ dataDir, args });
    link.retarget(server.port);
    await expect(client.events({ after: place }).next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    const result = handle.result().catch((error: unknown) => error);
    await client.cancel(handle.id);
    expect(await result).toBeInstanceOf(TaskCancelledError);
    await client.close();
    await link.close();
    await server.stop();
  });

  it('tell of records that were gone before a slow reader came to them', async () => {
    const server = await startLogServer({ maxRecords: 50, feedCapacity: 20 });
    const sockets: WebSocket[] = [];
    class KeptSocket extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols);
        sockets.push(this);
      }
    }
    const streams = new EventStreams(server.url.replace('http', 'ws'), {}, KeptSocket);
    const items = streams.resuming(EVENTS, { of: 'x'.repeat(48 * 1024) }, ({ events }) => events);
    const first = items.next();
    // Each in a turn of its own, so that what it comes to is sent.
    const happen = async (): Promise<void> => {
      await submit(server.pool);
      await nextTurn();
    };
    // The first event is behind the subscription, whenever that arrives.
    while (sockets[0] === undefined || server.executions() === 0) await happen();
    const seen = [(await first).value!];
    sockets[0].pause();
    for (let time = 0; time < 600; time += 1) await happen();
    sockets[0].resume();
    while (seen.at(-1)!.missedBefore === 0) seen.push((await items.next()).value!);
    expect(seen.slice(0, -1).every(({ missedBefore }) => missedBefore === 0)).toBe(true);

    // With what was missed counted in, no record is left out, and none comes twice.
    const positions = seen.map(({ cursor }) => positionIn(cursor));
    const [before, behind] = positions.slice(-2);
    expect(behind! - before! - 1).toBe(seen.at(-1)!.missedBefore);
    expect(new Set(seen.map(({ cursor }) => cursor)).size).toBe(seen.length);
    await items.return();
    await streams.dispose();
    await server.close();
  });

  it('keep a bounded number of events for a slow reader, who then goes on without a gap', async () => {
    const server = await startLogServer({ feedCapacity: 5_000 });
    const sent: string[] = [];
    class HeardSocket extends WebSocket {
      override send(text: string): void {
        sent.push((JSON.parse(text) as { type: string }).type);
        super.send(text);
      }
    }
    const streams = new EventStreams(server.url.replace('http', 'ws'), {}, HeardSocket);
    const items = streams.resuming(EVENTS, { of: '' }, ({ events }) => events);
    const first = items.next();
    const happen = async (): Promise<void> => {
      await submit(server.pool);
      await nextTurn();
    };
    while (server.executions() === 0) await happen();
    const seen = [(await first).value!];
    // It does not read on, and so unsubscribes by itself.
    while (!sent.includes('complete')) await happen();
    for (let time = 0; time < 100; time += 1) await happen();
    const last = server.pool.view.position;
    while (positionIn(seen.at(-1)!.cursor) < last) seen.push((await items.next()).value!);
    const [start] = seen.map(({ cursor }) => positionIn(cursor));
    expect(seen.map(({ cursor }) => positionIn(cursor) - start!)).toEqual(seen.map((_, index) => index));
    expect(seen.length).toBeGreaterThan(1_000);
    expect(sent.filter((type) => type === 'subscribe')).toHaveLength(2);
    await items.return();
    await streams.dispose();
    await server.close();
  });
});

interface Variables {
  readonly of: string;
  readonly after?: string | null;
}

/** What a client of the log server asks for: long answers, so that the buffers of the system are full soon. */
const EVENTS =
  'subscription ($of: String, $after: String) { events(after: $after) { cursor missedBefore echo(of: $of) } }' as TypedDocumentString<
    { events: StreamItem },
    Variables
  >;

/** Of the record in front of a cursor of these tests. */
function positionIn(cursor: string): number {
  return Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]);
}
