import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { programOf } from './debian.mjs';
import { atEnd } from './ends.mjs';
import { freePort } from './free-port.mjs';
import { temporaryFolder } from './temporary.mjs';

const STARTS_WITHIN_MS = 10_000;

/**
 * A Redis of its own with an append-only file, on a port of its own; ended with the benchmark.
 *
 * @param {'always' | 'everysec'} appendfsync
 */
export async function startRedis(appendfsync) {
  const program = programOf('redis-server', 'redis-server');
  const folder = temporaryFolder();
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder.path, appendonly: 'yes', appendfsync, save: '' };
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const stop = async () => {
    takeBack();
    child.kill('SIGKILL');
    await ended;
    folder.remove();
  };
  const takeBack = atEnd(stop);
  await listening(port, STARTS_WITHIN_MS);
  return { port, stop };
}

/** Resolves when somebody takes connections at `port`. */
async function listening(port, withinMs) {
  const until = performance.now() + withinMs;
  while (!(await takesConnections(port))) {
    if (performance.now() > until) throw new Error(`nobody listens on port ${String(port)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function takesConnections(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (isOpen) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}
