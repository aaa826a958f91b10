import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createClient } from '../../src/sdk/node-client.js';
import { storeOf } from '../../src/sdk/store/pool-store.js';

const EVENT = {
  cursor: 'c7',
  occurredAt: '2026-01-01T00:00:00.000Z',
  missedBefore: 5,
  pool: 'default',
  kind: 'TASK',
  name: 'COMPLETED',
  summary: 'a task completed',
  traceId: null,
  task: { id: 'task_1' },
  agent: null,
  dependency: null,
};

/** A server that has one event, behind a gap: the real one makes one only for a reader that is slower than its whole log. */
async function serveGap(): Promise<{ server: Server; reads: string[] }> {
  const reads: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (body: string) => {
      const name = /query (\w+)/.exec(body)?.[1] ?? '';
      reads.push(name);
      const pool = name === 'PoolCursor' ? { cursor: 'c1' } : { cursor: 'c1', agents: [] };
      response.end(JSON.stringify({ data: { pool } }));
    });
  });
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { type, id } = JSON.parse(data.toString()) as { type: string; id?: string };
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (type === 'ping') socket.send('{"type":"pong"}');
      if (type === 'subscribe')
        socket.send(JSON.stringify({ id, type: 'next', payload: { data: { poolEvents: EVENT } } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, reads };
}

it('says how many events are missing and where, and reads everything again', async () => {
  const { server, reads } = await serveGap();
  const client = createClient({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
  const store = storeOf(client);
  const [agents, events] = [store.agents(), store.events()];
  await new Promise<void>((fulfil) => {
    const look = (): void => {
      if (events.snapshot().events.length === 1) fulfil();
    };
    agents.subscribe(look);
    events.subscribe(look);
  });
  expect(events.snapshot().gaps).toEqual([{ atMs: expect.any(Number) as number, missed: 5, before: 'c7' }]);
  while (reads.filter((name) => name === 'Agents').length < 2) await once(server, 'request');
  store.stop();
  expect(store.running).toBe(0);
  await client.close();
  server.closeAllConnections();
  server.close();
});
