import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { blockable } from '../support/blockable.js';
import { PoolClient } from '../support/client.js';
import { RemoteWorker } from '../support/remote-worker.js';
import { startServer, type RunningServer } from '../support/server.js';

const BLOCK_MS = 1_500;
type Stall = (server: RunningServer) => Promise<void>;

/** The server blocks itself; that it has done so shows in how long an answer takes. */
const block: Stall = async (server) => {
  const began = performance.now();
  server.process.kill('SIGUSR2');
  while (performance.now() - began < BLOCK_MS) await fetch(`${server.url}/livez`);
};

/** Stopped from outside and let go on. */
const stop: Stall = async (server) => {
  server.process.kill('SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, BLOCK_MS));
  server.process.kill('SIGCONT');
  await fetch(`${server.url}/livez`);
};

describe.each([
  ['is blocked', block],
  ['is stopped by a signal and goes on', stop],
])('a server whose event loop %s for longer than a lease', (_, stall) => {
  let server: RunningServer;
  let client: PoolClient;
  afterEach(() => server.stop());

  describe('with a remote worker that goes on beating', () => {
    beforeEach(async () => {
      server = await startServer({ args: ['--size', '0', '--lease-ms', '500'], env: blockable(BLOCK_MS) });
      client = new PoolClient(server.url);
    });

    it('lets it keep its attempt', async () => {
      const worker = await RemoteWorker.spawn(client, 'worker');
      const stream = worker.assignments();
      const { id } = await client.submit({});
      const { agentAssignments: work } = await stream.next();
      const beating = worker.keepBeating([work.leaseToken]);
      for (let round = 0; round < 2; round += 1) await stall(server);
      expect(await beating.stop()).toEqual([]);
      expect(await worker.complete(work, 1)).toBe('COMPLETED');
      const { task } = await client.ask<{ task: { attempts: { outcome: string }[] } }>(
        'query ($id: ID!) { task(id: $id) { attempts { outcome } } }',
        { id },
      );
      expect(task.attempts).toEqual([{ outcome: 'SUCCEEDED' }]);
      await stream.close();
    });
  });

  describe('with an agent in a process that ends its work meanwhile', () => {
    beforeEach(async () => {
      server = await startServer({
        args: ['--size', '1', '--handlers', 'tests/support/brief-handlers.mjs'],
        env: blockable(BLOCK_MS),
      });
      client = new PoolClient(server.url);
    });

    it('takes its result, though the time of the attempt has run out', async () => {
      const cursor = await client.cursor();
      const { id } = await client.submit({ payload: { ms: 1_000 }, timeoutMs: 1_400, maxAttempts: 1 });
      const started = client.subscribe<{ taskLifecycle: { type: string } }>(
        'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [STARTED] }) { type } }',
        { after: cursor },
      );
      await started.next();
      await started.close();
      await stall(server);
      expect(await client.settled([id], cursor)).toEqual(new Map([[id, 'COMPLETED']]));
    });
  });
});
