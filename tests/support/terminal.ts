import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { COMMAND } from './command-line.js';

const run = promisify(execFile);
const APPEARS_WITHIN_MS = 15_000;

/** Whether there is such a program on this machine. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A real terminal: tmux, with a shell in it. The command line is there as `coordination-pool`. */
export class TestTerminal {
  /** With the socket of a tmux of its own. */
  readonly #folder = mkdtempSync(join(tmpdir(), 'terminal-'));

  private constructor() {
    // By `open`.
  }

  /** `shell`: bash or zsh, with its parameters. Its prompt is `$ `. */
  static async open(
    shell: string,
    { columns = 100, rows = 30, env = {} }: TerminalOptions = {},
  ): Promise<TestTerminal> {
    if (!isInstalled('tmux')) {
      throw new Error('No tmux found, so nothing was tested in a terminal. Install it (Debian: apt-get install tmux).');
    }
    const terminal = new TestTerminal();
    const variables = Object.entries({ NODE_OPTIONS: '', LC_ALL: 'C.UTF-8', ...env }).flatMap(([name, value]) => [
      '-e',
      `${name}=${value}`,
    ]);
    const size = ['-x', String(columns), '-y', String(rows)];
    await terminal.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, ...variables, shell);
    try {
      await terminal.shows(/[#$%>] *$/);
      await terminal.line(`PS1='$ '; coordination-pool() { ${process.execPath} ${COMMAND} "$@"; }; clear`);
      await terminal.shows(/^\$\s*$/);
    } catch (error) {
      await terminal.close();
      throw error;
    }
    return terminal;
  }

  /** What is on the screen now, without colours. */
  async screen(): Promise<string> {
    return (await this.#tmux('capture-pane', '-p')).trimEnd();
  }

  async screenWithColours(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-e');
  }

  /** Resolves when the screen looks like that; rejects, with the screen, where it does not for long. */
  async shows(pattern: RegExp): Promise<string> {
    const untilMs = performance.now() + APPEARS_WITHIN_MS;
    for (;;) {
      const screen = await this.screen();
      if (pattern.test(screen)) return screen;
      if (performance.now() > untilMs) throw new Error(`${String(pattern)} did not appear on the screen:\n${screen}`);
    }
  }

  async type(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  /** Types the text and Enter. */
  async line(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
    await this.type('Enter');
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** Whether a program has the alternate screen, which it must give back. */
  async isOnAlternateScreen(): Promise<boolean> {
    return (await this.#tmux('display-message', '-p', '#{alternate_on}')).trim() === '1';
  }

  async isCursorShown(): Promise<boolean> {
    return (await this.#tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1';
  }

  async close(): Promise<void> {
    await this.#tmux('kill-server');
    rmSync(this.#folder, { recursive: true });
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    return (await run('tmux', ['-S', join(this.#folder, 'socket'), ...args])).stdout;
  }
}
