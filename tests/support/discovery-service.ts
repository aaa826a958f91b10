import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The example discovery service as a process of its own, which a test stops and starts again on the same port. */
export class DiscoveryService {
  readonly #root: string;
  #child: ChildProcess | null = null;
  #port = 0;

  constructor(root: string) {
    this.#root = root;
  }

  get healthUrl(): string {
    return `http://127.0.0.1:${String(this.#port)}/health`;
  }

  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['examples/discovery-service/server.mjs', '--port', String(this.#port), '--root', this.#root],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    this.#child = child;
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    this.#port = Number(/:(\d+)/.exec(line)?.[1]);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}
