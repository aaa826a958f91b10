import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parse } from 'graphql';
import {
  EventLinesDocument,
  PoolCursorDocument,
  PoolGaugesDocument,
  SubmitTaskDocument,
  TasksDocument,
} from '../../src/generated/graphql.js';
import { nodeOf } from '../../src/sdk/document-nodes.js';
import { createClient } from '../../src/sdk/node-client.js';
import { openLink } from '../support/link.mjs';
import { startServer, type RunningServer } from '../support/server.js';

describe('documents by the client', () => {
  let server: RunningServer;
  let link: Awaited<ReturnType<typeof openLink>>;

  beforeAll(async () => {
    server = await startServer({ args: ['--size', '0'] });
    link = await openLink(server.port);
  });

  afterAll(async () => {
    await link.close();
    await server.stop();
  });

  it('answers a typed document', async () => {
    const client = createClient({ url: link.url });
    const { pool } = await client.request(TasksDocument, { filter: { types: ['GENERAL'] } });
    expect(pool?.tasks.nodes.map(({ type }: { type: string }) => type)).toEqual([]);
    // @ts-expect-error no such type of task
    const refused = client.request(TasksDocument, { filter: { types: ['BREW'] } });
    await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    // @ts-expect-error the input is missing
    await expect(client.request(SubmitTaskDocument)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await client.close();
  });

  it('goes on behind the last cursor of a subscription when the connection breaks', async () => {
    const client = createClient({ url: link.url });
    const { pool } = await client.request(PoolCursorDocument);
    const lines = client.subscribe(EventLinesDocument, {}, { after: pool?.cursor });
    const first = await client.submit('GENERAL', {});
    const names: string[] = [];
    const read = async (id: string): Promise<void> => {
      for (let queued = false; !queued;) {
        const { task, name } = (await lines.next()).value!.poolEvents;
        names.push(`${task?.id === first.id ? 'first' : 'second'} ${name}`);
        queued = task?.id === id && name === 'QUEUED';
      }
    };
    await read(first.id);
    link.cut();
    link.mend();
    const second = await client.submit('GENERAL', {});
    await read(second.id);
    expect(names).toEqual(['first SUBMITTED', 'first QUEUED', 'second SUBMITTED', 'second QUEUED']);
    await lines.return();
    await client.close();
  });

  it('subscribes to a gauge again, and tells of its connection', async () => {
    const client = createClient({ url: link.url });
    const seen: string[] = [];
    const told = client.connection.subscribe(() => {
      const { status } = client.connection.snapshot();
      if (seen.at(-1) !== status) seen.push(status);
    });
    const gauges = client.subscribe(PoolGaugesDocument, { intervalMs: 100 });
    expect((await gauges.next()).value?.poolMetrics.agents).toBe(0);
    const { latencyMs } = client.connection.snapshot();
    link.cut();
    link.mend();
    while (seen.length < 4) await gauges.next();
    await gauges.return();
    await client.close();
    told();
    expect(latencyMs).toBeGreaterThanOrEqual(0);
    expect(seen.slice(0, 4)).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });
});

it('sends a mutation once, and a query until it is answered', async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      bodies.push(body);
      if (bodies.length < 3) response.writeHead(502).end('away');
      else response.end('{"data":{"pool":{"cursor":"c"}}}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createClient({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
  const submitted = client.request(SubmitTaskDocument, { input: { type: 'GENERAL' } });
  await expect(submitted).rejects.toMatchObject({ code: 'UNREACHABLE' });
  expect(bodies).toHaveLength(1);
  await expect(client.request(PoolCursorDocument, {}, { retryForMs: 0 })).rejects.toMatchObject({
    code: 'UNREACHABLE',
  });
  await expect(client.request(PoolCursorDocument)).resolves.toEqual({ pool: { cursor: 'c' } });
  expect(bodies).toHaveLength(3);
  await client.close();
  server.close();
});

it('gives a document as a tree, always the same', () => {
  expect(nodeOf(TasksDocument)).toEqual(parse(TasksDocument, { noLocation: true }));
  expect(nodeOf(TasksDocument)).toBe(nodeOf(TasksDocument));
});
