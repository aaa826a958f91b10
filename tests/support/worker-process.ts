import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { RemoteWorker } from './remote-worker.js';

export interface WorkerLine {
  readonly event: 'connected' | 'assigned' | 'ended' | 'told to stop' | 'error' | 'complete';
  readonly taskId?: string;
  readonly attempt?: number;
  readonly outcome?: string;
}

/** A remote worker as a process of its own. */
export class WorkerProcess {
  readonly lines: WorkerLine[] = [];
  readonly #child: ChildProcess;
  #wake = (): void => undefined;

  constructor(url: string, { session, heartbeatMs }: RemoteWorker, workMs: number) {
    const args = [url, session.agentId, session.sessionToken, heartbeatMs, workMs].map(String);
    const child = spawn(process.execPath, ['tests/support/worker-program.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {},
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(JSON.parse(line) as WorkerLine);
      this.#wake();
    });
    this.#child = child;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The first line, said already or yet to be said, that `matches`. */
  async said(matches: (line: WorkerLine) => boolean): Promise<WorkerLine> {
    for (;;) {
      const line = this.lines.find(matches);
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
