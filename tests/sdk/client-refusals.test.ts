import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolError, TaskCancelledError, createClient } from '../../src/sdk/node-client.js';
import { PoolClient } from '../support/client.js';
import { openGateway, type Fate } from '../support/rough-gateway.js';
import { startServer, type RunningServer } from '../support/server.js';

const directory = mkdtempSync(join(tmpdir(), 'coordination-pool-sdk-'));
let server: RunningServer;
beforeAll(async () => {
  const args = ['--durability', 'memory', '--size', '0', '--max-operations-per-socket', '1'];
  server = await startServer({ args });
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

async function tasks(): Promise<number> {
  const { pool } = await new PoolClient(server.url).ask<{ pool: { tasks: { totalCount: number } } }>(
    '{ pool { tasks { totalCount } } }',
  );
  return pool.tasks.totalCount;
}

describe('the client where a call does not get through', () => {
  it.each<[string, Fate[]]>([
    ['the server is away', ['reset', 'reset']],
    ['answers are lost', ['lost', 'lost']],
    ['it is told to slow down', ['limited', 'limited']],
    ['all of it comes together', ['reset', 'lost', 'limited', 'lost']],
  ])('submits again with the same key, and makes one task: %s', async (_case, fates) => {
    const gateway = await openGateway(server.url, fates);
    const client = createClient({ url: gateway.url });
    const before = await tasks();
    const { id } = await client.submit('GENERAL', {});
    expect(await tasks()).toBe(before + 1);
    const keys = gateway.bodies.map((body) => /"idempotencyKey":"(\w+)"/.exec(body)?.[1]);
    expect(keys).toEqual(Array.from({ length: fates.length + 1 }, () => keys[0]));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    await client.cancel(id);
    await client.close();
    await gateway.close();
  });

  it('waits as long as it is told to before it comes again', async () => {
    const gateway = await openGateway(server.url, ['limited']);
    const client = createClient({ url: gateway.url });
    const began = performance.now();
    await client.submit('GENERAL', {});
    expect(performance.now() - began).toBeGreaterThanOrEqual(195);
    await client.close();
    await gateway.close();
  });

  it('gives up when its time is over, or at once when there is none', async () => {
    const gateway = await openGateway(
      server.url,
      Array.from({ length: 100 }, () => 'reset'),
    );
    for (const [retryForMs, least] of [
      [0, 1],
      [400, 2],
    ] as const) {
      const tried = gateway.bodies.length;
      const client = createClient({ url: gateway.url, retryForMs });
      expect(await failureOf(client.submit('GENERAL', {}))).toMatchObject({ code: 'UNREACHABLE', retryable: true });
      expect(gateway.bodies.length - tried).toBeGreaterThanOrEqual(least);
      await client.close();
    }
    await gateway.close();
  });

  it('stops trying when it is told so', async () => {
    const gateway = await openGateway(
      server.url,
      Array.from({ length: 100 }, () => 'reset'),
    );
    const client = createClient({ url: gateway.url });
    const enough = new AbortController();
    const results = [
      client.submit('GENERAL', {}, { signal: enough.signal }),
      client.task('task').result({ signal: enough.signal }),
      client.events({ signal: enough.signal }).next(),
    ].map(failureOf);
    enough.abort(new Error('enough'));
    for (const result of results) expect(await result).toMatchObject({ message: 'enough' });
    await client.close();
    await gateway.close();
  });

  it('waits for its turn where a socket has as many streams as it may', async () => {
    const client = createClient({ url: server.url });
    const first = await client.submit('GENERAL', {});
    const second = await client.submit('GENERAL', {});
    const results = [first.result(), second.result()].map(failureOf);
    await client.cancel(first.id);
    await client.cancel(second.id);
    for (const result of results) expect(await result).toBeInstanceOf(TaskCancelledError);
    await client.close();
  });
});

describe('the client where a call is refused', () => {
  it('cancels a task, and tells whoever waits for it', async () => {
    const client = createClient({ url: server.url });
    const handle = await client.submit('GENERAL', {});
    const result = failureOf(handle.result());
    await client.cancel(handle.id, { reason: 'not needed' });
    expect(await result).toBeInstanceOf(TaskCancelledError);
    expect(await result).toMatchObject({ taskId: handle.id });
    expect(await failureOf(client.task(handle.id).result())).toBeInstanceOf(TaskCancelledError);
    expect(await failureOf(client.cancel('none'))).toMatchObject({ code: 'NOT_FOUND' });
    await client.close();
  });

  it('says that it is not let in, over HTTP and the socket alike, and does not try again', async () => {
    const file = join(directory, 'keys.json');
    const sha256 = createHash('sha256').update('secret-key').digest('hex');
    writeFileSync(file, JSON.stringify({ keys: [{ name: 'agent', sha256 }] }));
    const guarded = await startServer({ args: ['--durability', 'memory', '--size', '0', '--api-keys-file', file] });
    for (const authorization of [undefined, 'Bearer other-key']) {
      const client = createClient({ url: guarded.url, ...(authorization !== undefined && { authorization }) });
      for (const call of [() => client.submit('GENERAL', {}), () => client.events().next()]) {
        const error = await failureOf(call());
        expect(error).toBeInstanceOf(PoolError);
        expect(error).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
      }
      await client.close();
    }
    const client = createClient({ url: guarded.url, authorization: 'Bearer secret-key' });
    const handle = await client.submit('GENERAL', {});
    const result = failureOf(handle.result());
    await client.cancel(handle.id);
    expect(await result).toBeInstanceOf(TaskCancelledError);
    await client.close();
    await guarded.stop();
  });
});
