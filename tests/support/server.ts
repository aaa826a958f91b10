import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Ends it by SIGTERM, waits until it has, and removes its data. Rejects if it ends with another code than 0. */
  stop(): Promise<void>;
}

const PROGRAM = resolve('dist/main.js');
const READY_WITHIN_MS = 20_000;
const STOPPED_WITHIN_MS = 15_000;
/** Of what it wrote, for the error message of a server that does not start. */
const TAIL_CHARACTERS = 4_000;

/** Starts the built server as a process of its own, on a free port and with an empty data directory. */
export async function startServer(options: { readonly args?: readonly string[] } = {}): Promise<RunningServer> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: build the server first (npx tsc)`);
  const port = await findFreePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-'));
  const args = ['--port', String(port), '--data-dir', dataDir, '--log-format', 'json', ...(options.args ?? [])];
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Jest's loader flags are not the server's business.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-TAIL_CHARACTERS)));
  }

  const url = `http://127.0.0.1:${String(port)}`;
  try {
    await untilReady(`${url}/readyz`, child);
  } catch (error) {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
    throw new Error(`The server did not get ready. It wrote:\n${output}`, { cause: error });
  }

  return {
    url,
    async stop() {
      const code = await end(child);
      rmSync(dataDir, { recursive: true, force: true });
      if (code !== 0) throw new Error(`The server ended with ${String(code)}. It wrote:\n${output}`);
    },
  };
}

/** Asked of the system, and free again at once: another process may take it, but hardly in these milliseconds. */
async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const giveUpAtMs = performance.now() + READY_WITHIN_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('It ended by itself.');
    const ready = await fetch(url).then(
      (response) => response.status === 200,
      () => false,
    );
    if (ready) return;
    if (performance.now() > giveUpAtMs) throw new Error(`No 200 from ${url} in ${String(READY_WITHIN_MS)} ms.`);
    await wait(25);
  }
}

async function end(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
    await exited;
    clearTimeout(killer);
  }
  return child.exitCode ?? child.signalCode;
}
