import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { blockable } from '../support/blockable.js';
import { PoolClient } from '../support/client.js';
import { startServer, type LogLine, type RunningServer } from '../support/server.js';

const WATCHED = ['--size', '0', '--watchdog-ms', '1000'];

/** The lines of standard error that are JSON, when the process has ended. */
async function lastWords({ process }: RunningServer): Promise<LogLine[]> {
  let text = '';
  process.stderr?.on('data', (chunk: string) => (text += chunk));
  await once(process, 'close');
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

describe('the watchdog', () => {
  it('ends a server whose event loop is blocked for good, says so, and nothing acknowledged is lost', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'watchdog-'));
    try {
      const server = await startServer({ dataDir, args: WATCHED, env: blockable(600_000) });
      const { id } = await new PoolClient(server.url).submit({});
      const words = lastWords(server);
      server.process.kill('SIGUSR2');
      expect(await words).toEqual([
        {
          ...{ level: 'fatal', time: expect.any(String), event: 'server.stalled', msg: expect.any(String) },
          ...{ blockedMs: expect.any(Number), watchdogMs: 1_000 },
        },
      ]);
      expect(server.process.signalCode).toBe('SIGKILL');

      const again = await startServer({ dataDir, args: WATCHED });
      const { task } = await new PoolClient(again.url).ask<{ task: { status: string } }>(
        'query ($id: ID!) { task(id: $id) { status } }',
        { id },
      );
      expect(task).toEqual({ status: 'PENDING' });
      await again.stop();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('counts no time in which the process was stopped as a whole', async () => {
    const server = await startServer({ args: WATCHED, env: blockable(600_000) });
    const words = lastWords(server);
    server.process.kill('SIGUSR2');
    server.process.kill('SIGSTOP');
    await after(2_000);
    const began = performance.now();
    server.process.kill('SIGCONT');
    expect(await words).toHaveLength(1);
    expect(performance.now() - began).toBeGreaterThan(500);
    await server.kill();
  });

  it('is turned off by 0', async () => {
    const server = await startServer({ args: ['--size', '0', '--watchdog-ms', '0'], env: blockable(1_600) });
    const began = performance.now();
    server.process.kill('SIGUSR2');
    while (performance.now() - began < 1_600) expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    await server.stop();
  });
});
