import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { COMMAND } from '../support/command-line.js';
import { startServer, type RunningServer } from '../support/server.js';

/** What is promised; on a machine that is busy with other tests one of so many tries has to make it. */
const PROMISED_MS = 200;
const TRIES = 20;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--size', '0'] });
});
afterAll(() => server.stop());

it.each([['--version'], ['--help'], ['status'], ['tasks'], ['submit', 'GENERAL'], ['completion', 'bash']])(
  'starts, does its work and ends within 200 ms: %s',
  (...args) => {
    let quickestMs = Infinity;
    for (let tries = 0; tries < TRIES && quickestMs > PROMISED_MS; tries += 1) {
      const fromMs = performance.now();
      execFileSync(process.execPath, [COMMAND, ...args], {
        stdio: 'pipe',
        env: { ...process.env, NODE_OPTIONS: '', COORDINATION_POOL_URL: server.url },
      });
      quickestMs = Math.min(quickestMs, performance.now() - fromMs);
    }
    expect(quickestMs).toBeLessThan(PROMISED_MS);
  },
);
