import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { PoolClient } from '../support/client.js';
import { openReader, openStream, visit } from '../support/crowd.mjs';
import { measure, MEASURABLE, type Measured } from '../support/measured.js';
import { startServer, type RunningServer } from '../support/server.js';

const MIB = 1024 * 1024;
const SUBMISSIONS = 40;
const PER_REQUEST = 50;

function connections({ handles }: Measured): number {
  return handles['TCPSocketWrap'] ?? 0;
}

describe('readers that come and go', () => {
  let server: RunningServer;
  let client: PoolClient;
  let earliest: string;
  /** Connections of `client`, which it keeps. */
  let ours: number;

  beforeEach(async () => {
    const args = ['--size', '0', '--max-queue', '10000', '--durability', 'os', '--watchdog-ms', '0'];
    server = await startServer({ args: [...args, '--handlers', 'tests/support/brief-handlers.mjs'], env: MEASURABLE });
    client = new PoolClient(server.url);
    earliest = await client.cursor();
    const submission = 'submitTask(input: { type: GENERAL, payload: {} }) { cursor }';
    const many = Array.from({ length: PER_REQUEST }, (_, n) => `t${n}: ${submission}`).join(' ');
    for (let n = 0; n < SUBMISSIONS; n += 1) await client.ask(`mutation { ${many} }`);
    ours = connections(await measure(server));
  });
  afterEach(() => server.stop());

  /** When everything that a reader left has been noticed. */
  const atRest = async (): Promise<Measured> => {
    for (;;) {
      const measured = await measure(server);
      if (measured.streams === 0 && connections(measured) === ours) return measured;
    }
  };

  it('leave nothing behind, in whatever way they go', async () => {
    await visit(server.url, earliest, 40, 8);
    const before = await atRest();
    await visit(server.url, earliest, 200, 8);
    const after = await atRest();
    // A timer more or less is the clock's, of which each is for a moment.
    expect({ ...after.handles, Timeout: 0 }).toEqual({ ...before.handles, Timeout: 0 });
    expect(after.handles['Timeout'] ?? 0).toBeLessThanOrEqual((before.handles['Timeout'] ?? 0) + 2);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(4 * MIB);
  });

  it('in the middle of a long replay, over a socket or as a stream, keep nobody waiting', async () => {
    await measure(server);
    for (let round = 0; round < 5; round += 1) {
      const reader = await openReader(server.url, { after: earliest });
      const stream = await openStream(server.url, { after: earliest });
      while (reader.received < 500) await once(reader.socket, 'message');
      reader.socket.terminate();
      stream.resetAndDestroy();
    }
    const { delayMaxMs } = await measure(server);
    expect(delayMaxMs).toBeLessThan(1_000);
    await atRest();
  });
});
