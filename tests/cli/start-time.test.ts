import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { COMMAND } from '../support/command-line.js';
import { startServer, type RunningServer } from '../support/server.js';

/** What is promised. On a machine that is busy with other tests it is as many times longer as for Node with nothing to do. */
const PROMISED_MS = 200;
const BARE_NODES = 4;
const TRIES = 20;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--size', '0'] });
});
afterAll(() => server.stop());

it.each([['--version'], ['--help'], ['status'], ['tasks'], ['submit', 'GENERAL'], ['completion', 'bash']])(
  'starts, does its work and ends within 200 ms: %s',
  (...args) => {
    const env = { ...process.env, NODE_OPTIONS: '', COORDINATION_POOL_URL: server.url };
    const took = (parameters: readonly string[]): number => {
      const fromMs = performance.now();
      execFileSync(process.execPath, parameters, { stdio: 'pipe', env });
      return performance.now() - fromMs;
    };
    let [quickestMs, bareMs] = [Infinity, Infinity];
    for (let tries = 0; tries < TRIES && quickestMs > PROMISED_MS; tries += 1) {
      quickestMs = Math.min(quickestMs, took([COMMAND, ...args]));
      bareMs = Math.min(bareMs, took(['-e', '0']));
    }
    expect(quickestMs).toBeLessThan(Math.max(PROMISED_MS, BARE_NODES * bareMs));
  },
);
