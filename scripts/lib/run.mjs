import { spawn } from 'node:child_process';
import { ROOT } from './root.mjs';

const onWindows = process.platform === 'win32';
const running = new Set();

/**
 * Runs a program at the top of the project, without input, and resolves when it has ended; it never rejects.
 * `output` is what it printed, both streams in order; with `live` it goes to our standard output instead, and with
 * `progress` what it says on standard error goes to ours.
 *
 * The program gets a process group of its own. What is left of it is killed when the program ends, when it takes
 * longer than `timeoutMs`, when `signal` says so (with the reason) or when we are told to stop: a test run leaves
 * no servers behind.
 *
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ live?: boolean, progress?: boolean, env?: Record<string, string>, timeoutMs?: number, signal?: AbortSignal, shell?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(
  program,
  parameters,
  { live = false, progress = false, env = {}, timeoutMs, signal, shell = false } = {},
) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      shell,
      detached: !onWindows,
      stdio: ['ignore', live ? 1 : 'pipe', progress ? 2 : live ? 1 : 'pipe'],
    });
    running.add(child);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));

    let problem = '';
    const stop = (why) => {
      problem = `stopped: ${why}\n`;
      killGroup(child);
    };
    const timer = timeoutMs && setTimeout(() => stop(`it took longer than ${String(timeoutMs / 1000)} s`), timeoutMs);
    signal?.addEventListener('abort', () => stop(signal.reason), { once: true });

    child.on('error', (error) => {
      running.delete(child);
      clearTimeout(timer);
      resolve({ ok: false, output: `${program} could not be started: ${error.message}\n` });
    });
    // A process that the program left behind may hold its streams open: it goes first.
    child.on('exit', () => killGroup(child));
    child.on('close', (code, endedBy) => {
      running.delete(child);
      clearTimeout(timer);
      if (problem === '' && endedBy !== null) problem = `ended by ${endedBy}\n`;
      resolve({ ok: code === 0 && problem === '', output: Buffer.concat(chunks).toString() + problem });
    });
  });
}

/** Runs a JavaScript program with this Node. */
export function runNode(parameters, options) {
  return run(process.execPath, parameters, options);
}

/** Runs npm: the one that runs us, or the one on the path. */
export function runNpm(parameters, options) {
  const npm = process.env.npm_execpath;
  if (npm !== undefined && /npm-cli\.[cm]?js$/.test(npm)) return runNode([npm, ...parameters], options);
  return run('npm', parameters, { ...options, shell: onWindows });
}

/** Makes SIGINT, SIGTERM and SIGHUP end what runs and then us; undone by the function it returns. */
export function stopOnSignals() {
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const handler = () => {
      for (const child of running) killGroup(child);
      restore();
      process.kill(process.pid, signal);
    };
    process.on(signal, handler);
    return [signal, handler];
  });
  const restore = () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
  return restore;
}

function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (onWindows) child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
