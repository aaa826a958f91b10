import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type OwnerJob = 'hold' | 'append' | 'snapshot' | 'fail' | 'leave';

const PROGRAM = fileURLToPath(new URL('./owner-process.mjs', import.meta.url));

/** Another process that owns a log; see `owner-process.mjs`. */
export class OwnerProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #exited: Promise<unknown[]>;

  /** `shell` goes before the program, for limits that only a shell can set. */
  constructor(job: OwnerJob, directory: string, durability: 'fsync' | 'os' = 'fsync', shell = '') {
    const command = `${shell} exec "$0" "$@"`;
    this.#child = spawn('sh', ['-c', command, process.execPath, PROGRAM, job, directory, durability], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    if (this.#child.stdout === null) throw new Error('the process has no output');
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    this.#exited = once(this.#child, 'exit');
  }

  /** The next line it says, or null where it says no more. */
  async line(): Promise<string | null> {
    const next = await this.#lines.next();
    return next.done === true ? null : next.value;
  }

  /** Every line up to the end of its output. */
  async rest(): Promise<string[]> {
    const lines: string[] = [];
    for (let line = await this.line(); line !== null; line = await this.line()) lines.push(line);
    return lines;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  async exitCode(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }
}
