import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface ServerOptions {
  /** Beyond port, data directory and log format; a later one of the same name wins. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** One that outlives the server, for a restart. Default: a temporary one, removed by `stop` and `kill`. */
  readonly dataDir?: string;
  /** The program to run, where it is not the built server. */
  readonly program?: string;
}

/** A line of the server's log. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** The address for WebSockets, path included. */
  readonly wsUrl: string;
  readonly port: number;
  readonly process: ChildProcess;
  readonly dataDir: string;
  /** Everything it has logged so far. */
  logs(): readonly LogLine[];
  /** The first line, logged already or yet to come, that `matches`. Rejects when the server ends without one. */
  logged(matches: (line: LogLine) => boolean): Promise<LogLine>;
  /** Ends it (SIGTERM unless told otherwise), and waits until it has. Rejects if it ends with another code than 0. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it as a crash would, by SIGKILL, and waits for nothing. */
  kill(): Promise<void>;
}

export interface EndedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = process.env['STANDIN'] ?? resolve('dist/main.js');
const READY_WITHIN_MS = 20_000;
const STOPPED_WITHIN_MS = 15_000;
/** Of what it wrote, for the error message of a server that does not start. */
const TAIL_CHARACTERS = 4_000;

/** Starts the built server as a process of its own, on a free port and with an empty data directory, and waits until it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: build the server first (npm run build)`);
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'coordination-pool-'));
  const removeData = (): void => {
    if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  const args = ['--port', '0', '--data-dir', dataDir, '--log-format', 'json', ...(options.args ?? [])];
  const child = spawnServer(args, options.env, options.program);
  const output = readOutput(child);
  const exited = once(child, 'exit');

  const logged = async (matches: (line: LogLine) => boolean): Promise<LogLine> => {
    for (;;) {
      const line = output.lines.find(matches);
      if (line !== undefined) return line;
      const hasEnded = await Promise.race([output.more().then(() => false), exited.then(() => true)]);
      if (hasEnded) throw new Error(`The server ended. It wrote:\n${output.tail()}`);
    }
  };

  const late = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  let listening: LogLine;
  try {
    listening = await logged(({ event }) => event === 'server.listening');
  } catch (error) {
    removeData();
    throw error;
  } finally {
    clearTimeout(late);
  }
  const port = Number(listening['port']);
  return {
    url: `http://127.0.0.1:${String(port)}`,
    wsUrl: `ws://127.0.0.1:${String(port)}/graphql`,
    port,
    process: child,
    dataDir,
    logs: () => output.lines,
    logged,
    async stop(signal = 'SIGTERM') {
      const code = await end(child, exited, signal);
      removeData();
      if (code !== 0) throw new Error(`The server ended with ${String(code)}. It wrote:\n${output.tail()}`);
    },
    async kill() {
      await end(child, exited, 'SIGKILL');
      removeData();
    },
  };
}

/** Runs the server's program for as long as it runs by itself: one that is expected to refuse to start. */
export async function runServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<EndedProgram> {
  const child = spawnServer(args, env);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

function spawnServer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  program = PROGRAM,
): ChildProcess {
  return spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Jest's loader flags are not the server's business.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
}

/** What a child writes: lines of standard output that are JSON as such, the end of everything as text. */
function readOutput(child: ChildProcess) {
  const lines: LogLine[] = [];
  let text = '';
  let rest = '';
  let waiting: (() => void)[] = [];
  const add = (chunk: string): void => {
    text = (text + chunk).slice(-TAIL_CHARACTERS);
  };
  child.stderr?.setEncoding('utf8').on('data', add);
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    add(chunk);
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts.filter((each) => each.startsWith('{'))) lines.push(JSON.parse(part) as LogLine);
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  });
  return {
    lines: lines as readonly LogLine[],
    tail: () => text,
    more: () => new Promise<void>((wake) => waiting.push(wake)),
  };
}

async function end(
  child: ChildProcess,
  exited: Promise<unknown>,
  signal: NodeJS.Signals,
): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    const killer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    await exited;
    clearTimeout(killer);
  }
  return child.exitCode ?? child.signalCode;
}
