import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { atEnd } from './ends.mjs';
import { nodeOn } from './pinning.mjs';

/**
 * A Node program of its own that does what it is asked (see `answering.mjs`), on one core where `core` says so.
 * `ask` rejects with the program's own error, or when it ends before it has answered.
 *
 * @param {string} path
 * @param {{ core?: number | null, args?: string[], execArgv?: string[], env?: Record<string, string> }} [options]
 */
export function startProgram(path, { core = null, args = [], execArgv = [], env = {} } = {}) {
  const [command, ...before] = nodeOn(core);
  const child = spawn(command, [...before, ...execArgv, path, ...args], {
    // A program that is inspected tells of it all the time.
    stdio: [
      'ignore',
      'inherit',
      execArgv.some((option) => option.startsWith('--inspect')) ? 'ignore' : 'inherit',
      'ipc',
    ],
    env: { ...process.env, ...env },
  });
  const waiting = new Map();
  let asked = 0;
  child.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    takeBack();
    for (const { reject } of waiting.values()) reject(new Error(`${path} has ended (${String(signal ?? code)})`));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  };
  const takeBack = atEnd(stop);
  return {
    pid: child.pid,
    ask: (what, parameter) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        child.send({ id: asked, what, parameter }, (error) => error && reject(error));
      }),
    stop,
  };
}
