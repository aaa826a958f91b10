import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atEnd } from './ends.mjs';
import { nodeOn } from './pinning.mjs';
import { temporaryFolder } from './temporary.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What its logs cost is the product's own; where they go is not. */
const LOG = ['--log-format', 'json'];

/**
 * The built server as a process of its own, on one core where `core` says so, with an empty data directory unless one is given.
 * `readyMs` is from the start of the process to its readiness.
 *
 * @param {string[]} args
 * @param {{ core?: number | null, env?: Record<string, string>, execArgv?: string[], dataDirectory?: string }} [options]
 */
export async function startServer(args, { core = null, env = {}, execArgv = [], dataDirectory } = {}) {
  const folder = dataDirectory === undefined ? temporaryFolder() : null;
  const data = dataDirectory ?? folder.path;
  const [command, ...before] = nodeOn(core);
  const from = performance.now();
  const child = spawn(
    command,
    [...before, ...execArgv, 'dist/main.js', '--port', '0', '--data-dir', data, ...LOG, ...args],
    { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production', ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const errors = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const stop = async (signal = 'SIGTERM') => {
    takeBack();
    child.kill(signal);
    await ended;
    folder?.remove();
  };
  const takeBack = atEnd(() => stop());
  const port = await Promise.race([
    args.includes('--log-level') ? ready(Number(args[args.indexOf('--port') + 1])) : listening(child),
    ended.then(() => Promise.reject(new Error(`the server has ended: ${errors.join(' ')}`))),
  ]);
  return {
    pid: child.pid,
    port,
    url: `http://127.0.0.1:${String(port)}`,
    readyMs: performance.now() - from,
    errors,
    stop,
  };
}

function listening(child) {
  return new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.includes('server.listening')) return;
      const { event, port } = JSON.parse(line);
      if (event === 'server.listening') resolve(port);
    });
  });
}

/** One that logs too little to say so is asked until it is. */
async function ready(port) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/readyz`).catch(() => null);
    if (answer?.status === 200) return port;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
