import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The built command line. */
export const COMMAND = resolve('dist/bin.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Of standard input, which then ends. */
  readonly input?: string;
  readonly cwd?: string;
}

/** Starts the command line with pipes in place of a terminal. */
export function startCommand(args: readonly string[], { env = {}, cwd }: RunOptions = {}): RunningCommand {
  if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is missing: build first (npm run build)`);
  const child = spawn(process.execPath, [COMMAND, ...args], {
    // Jest's loader flags are not its business.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    ...(cwd !== undefined && { cwd }),
  });
  return new RunningCommand(child);
}

/** What the command line comes to. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const command = startCommand(args, options);
  command.process.stdin?.end(options.input ?? '');
  return command.ended();
}

class RunningCommand {
  readonly process: ChildProcess;
  readonly #closed: Promise<unknown>;
  #stdout = '';
  #stderr = '';
  #wake: () => void = () => undefined;

  constructor(child: ChildProcess) {
    this.process = child;
    this.#closed = once(child, 'close');
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#wake();
    });
  }

  async ended(): Promise<Ended> {
    await this.#closed;
    return { code: this.process.exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }

  /** Lines of standard output as JSON. */
  lines<Line>(): Line[] {
    return this.#stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  }

  /** Resolves when what it has written so far `holds`; rejects where it ends before. */
  async until(holds: (stdout: string, stderr: string) => boolean): Promise<void> {
    while (!holds(this.#stdout, this.#stderr)) {
      const more = new Promise<boolean>((resolve) => (this.#wake = () => resolve(true)));
      const ended = this.#closed.then(() => false);
      if (!(await Promise.race([more, ended])) && !holds(this.#stdout, this.#stderr))
        throw new Error(`It ended with ${String(this.process.exitCode)}. It wrote:\n${this.#stdout}${this.#stderr}`);
    }
  }
}
