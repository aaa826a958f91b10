import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const HANDLERS = fileURLToPath(new URL('handlers.mjs', import.meta.url));
const SUPPORT = new URL('../support/', import.meta.url);
const TAIL_LINES = 20;
/** A server that takes longer to start is called hanging, and killed. */
const READY_WITHIN_MS = 60_000;

/**
 * A free port below those that connections are given, so that none of them takes it while the server is away. Not of the seed: suites
 * with the same one run beside each other, and would answer for each other.
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer();
    const isFree = await new Promise((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

/** Those that run: they end with us, however we end, short of SIGKILL. */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** One life of the built server, as a child process. */
export class ServerProcess {
  /** Lines of the log at level error or fatal, and what it wrote on standard error. */
  troubles = [];
  /** Whether somebody is ending it in a way that it complains of. */
  mayComplain = false;
  /** Milliseconds from spawn to ready, null until it is. */
  readyAfterMs = null;
  /** Resolves with true when it is ready, with false when it ends before. */
  ready;
  /** Resolves with its exit code, or the signal that ended it. */
  ended;
  #child;
  #tail = [];
  #events = new Map();

  /** `preload`: a file of tests/support that it loads before anything else. */
  constructor({ port, dataDir, args, handlers = HANDLERS, preload = null, env = {} }) {
    const startedAt = performance.now();
    const base = ['--port', String(port), '--data-dir', dataDir, '--log-format', 'json', '--handlers', handlers];
    this.#child = spawn(process.execPath, [PROGRAM, ...base, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        // What a preload needs of Node may be experimental; what the server writes on standard error is held against it.
        NODE_OPTIONS:
          preload === null ? '' : `--disable-warning=ExperimentalWarning --import=${new URL(preload, SUPPORT).href}`,
        ...env,
      },
    });
    running.add(this.#child);
    this.#child.once('exit', () => running.delete(this.#child));
    this.ended = once(this.#child, 'close').then(([code, signal]) => code ?? signal);
    const late = setTimeout(() => this.kill('SIGKILL'), READY_WITHIN_MS);
    this.ready = Promise.race([this.event('server.listening').then(() => true), this.ended.then(() => false)]).then(
      (isReady) => {
        clearTimeout(late);
        if (isReady) this.readyAfterMs = performance.now() - startedAt;
        return isReady;
      },
    );
    this.#read(this.#child.stdout, (line) => this.#look(line));
    this.#read(this.#child.stderr, (line) => this.troubles.push(line));
  }

  get pid() {
    return this.#child.pid;
  }

  get isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The end of its log, for a report. */
  get tail() {
    return this.#tail;
  }

  kill(signal) {
    this.#child.kill(signal);
  }

  /** The first line of its log with this `event`, logged already or yet to come; never, where it ends without. */
  event(name) {
    return this.#event(name).promise;
  }

  /** What it holds now, and how late its loop was since it was asked last; with the preload measure-on-signal.mjs. */
  measure() {
    this.#events.delete('measured');
    this.kill('SIGUSR2');
    return this.event('measured');
  }

  #event(name) {
    let event = this.#events.get(name);
    if (event === undefined) {
      let resolve;
      event = { promise: new Promise((settle) => (resolve = settle)), resolve };
      this.#events.set(name, event);
    }
    return event;
  }

  #look(line) {
    this.#tail.push(line);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
    // Most lines are of tasks; parsing them all would be half the driver's work.
    if (line.includes('"event":"server.') || line.includes('"event":"measured"')) {
      const parsed = JSON.parse(line);
      this.#event(parsed.event).resolve(parsed);
    }
    if (line.startsWith('{"level":"error"') || line.startsWith('{"level":"fatal"')) this.troubles.push(line);
  }

  #read(stream, each) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) if (line !== '') each(line);
    });
  }
}
