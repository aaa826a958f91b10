import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorker } from '../../src/sdk/worker/worker.js';
import { PoolClient } from '../support/client.js';
import { startServer } from '../support/server.js';
import { TaskReader } from '../support/task-reader.js';

const log = (): void => undefined;

it('fails a result that cannot be written as JSON, whatever the writing throws, without waiting for its lease to run out', async () => {
  const server = await startServer({ args: ['--size', '0'] });
  const tasks = new TaskReader(new PoolClient(server.url));
  const worker = await createWorker({
    ...{ url: server.url, log },
    handlers: {
      GENERAL({ payload }) {
        if (payload['case'] === 'deep') return deep(100_000);
        return {
          toJSON: () => {
            throw new Error('not today');
          },
        };
      },
    },
  }).ready();
  for (const [name, message] of [
    ['deep', 'Maximum call stack size exceeded'],
    ['refuses', 'not today'],
  ]) {
    const id = await tasks.submit({ payload: { case: name } });
    expect(await tasks.settled(id)).toMatchObject({
      status: 'FAILED',
      error: { code: 'RESULT_NOT_JSON', retryable: false, message },
      attempts: [{ outcome: 'FAILED' }],
    });
  }
  await worker.close();
  await server.stop();
});

it('cannot go on with credentials that the server does not take, and works with those that it takes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'worker-keys-'));
  const file = join(folder, 'keys.json');
  const sha256 = createHash('sha256').update('good').digest('hex');
  writeFileSync(file, JSON.stringify({ keys: [{ name: 'all', sha256 }] }));
  const server = await startServer({ args: ['--size', '0', '--api-keys-file', file] });
  const options = { url: server.url, log, handlers: { GENERAL: () => 'known' } } as const;
  const stranger = createWorker({ ...options, authorization: 'Bearer bad' });
  await expect(stranger.ready()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(stranger.ended).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

  const authorization = 'Bearer good';
  const worker = await createWorker({ ...options, authorization }).ready();
  const client = new PoolClient(server.url, { authorization });
  const { id } = await client.submit({});
  for (let status = ''; status !== 'COMPLETED';) {
    ({
      task: { status },
    } = await client.ask<{ task: { status: string } }>('query ($id: ID!) { task(id: $id) { status } }', { id }));
  }
  await worker.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

function deep(levels: number): unknown {
  let value: unknown = null;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
