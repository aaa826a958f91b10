import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../root.mjs';

/** At three times its pace each incident of the demo comes once a minute. */
const PACE = '3';

/**
 * A server of its own on a free port, with the demo, and with a data directory that goes with it.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startDemo() {
  const dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-demo-'));
  const flags = ['--port', '0', '--data-dir', dataDir, '--log-format', 'json', '--demo', '--demo-pace', PACE];
  const server = spawn(process.execPath, ['dist/main.js', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const port = await Promise.race([portOf(server), ended.then(() => null)]);
  if (port === null) {
    await stop();
    throw new Error('The server ended before it listened.');
  }
  return { url: `http://127.0.0.1:${String(port)}`, stop };
}

function portOf({ stdout }) {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const { event, port } = JSON.parse(line);
      if (event === 'server.listening') resolve(port);
    });
  });
}
