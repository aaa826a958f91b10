import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { cutText } from './agent-log.js';
import { LineSplitter } from '../lib/line-splitter.js';
import { killGroup } from './process-group.js';
import type { ProcessWatch, Usage, WatchedLife } from './process-watch.js';
import type { ServerMessage } from './protocol.js';
import { RateWindow } from './rate-window.js';

/** Standard output above this, or above as many of its longest lines, is no conversation: the process is killed. */
const MAX_STDOUT_BYTES_PER_SECOND = 8 * 1024 * 1024;
const MAX_LONGEST_LINES_PER_SECOND = 8;
const MAX_STDOUT_LINES_PER_SECOND = 20_000;
/** Standard error above this is read no faster: who writes it waits. */
const MAX_STDERR_BYTES_PER_SECOND = 8 * 1024 * 1024;
const MAX_STDERR_LINES_PER_SECOND = 20_000;
const MAX_STDERR_LINE_BYTES = 8 * 1024;
/** Output of an ended process, or the end of one whose output has ended, is waited for this long. */
const LAST_OUTPUT_MS = 1_000;

export interface ProcessSettings {
  readonly command: readonly [string, ...string[]];
  readonly workDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly maxLineBytes: number;
  readonly watch: ProcessWatch;
}

export interface ProcessListener {
  onLine(line: string): void;
  onErrorLine(line: string): void;
  onMeasured(usage: Usage): void;
  /** Once: the process, what it has started and what it wrote are gone. Nothing comes after it. */
  onEnded(reason: string): void;
}

/** One child process with a group of its own, its pipes, and the reason why it ended. */
export class AgentProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #listener: ProcessListener;
  readonly #bytes: RateWindow;
  readonly #lines = new RateWindow(MAX_STDOUT_LINES_PER_SECOND);
  readonly #life: WatchedLife | null;
  #killedFor: string | null = null;
  #lastErrorLine = '';
  #heapExhausted = false;
  #errorsGoOn: NodeJS.Timeout | undefined;
  #ended = false;

  /** A program that cannot be started ends like any other, with the reason. */
  constructor(settings: ProcessSettings, listener: ProcessListener) {
    this.#listener = listener;
    this.#bytes = new RateWindow(
      Math.max(MAX_STDOUT_BYTES_PER_SECOND, MAX_LONGEST_LINES_PER_SECOND * settings.maxLineBytes),
    );
    const [file, ...args] = settings.command;
    const mark = settings.watch.nextMark();
    this.#child = spawn(file, args, {
      cwd: settings.workDir,
      env: { ...settings.environment, ...mark },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what it starts can be ended with it, and Ctrl-C is the server's alone.
      detached: true,
      windowsHide: true,
    });
    this.#watchEnd();
    this.#life = this.pid === null ? null : this.#follow(settings.watch, mark, this.pid);
    // Without a process there may be no pipes either.
    if (this.#life === null) return;
    this.#watchPipes();
    this.#readOutput(settings.maxLineBytes);
    this.#readErrors();
  }

  /** Null where the program could not be started. */
  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** What was sent and is not read yet, beyond what the pipe itself holds. */
  get unreadBytes(): number {
    return this.pid === null ? 0 : this.#child.stdin.writableLength;
  }

  send(message: ServerMessage): void {
    if (this.pid !== null && this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends it and what it started; nothing it says from now on is heard. The first reason is the one reported. */
  kill(reason: string): void {
    this.#killedFor ??= reason;
    if (this.pid !== null && !this.#hasExited()) killGroup(this.pid);
  }

  #follow(watch: ProcessWatch, mark: Readonly<Record<string, string>>, pid: number): WatchedLife {
    return watch.follow(mark, pid, {
      onMeasured: (usage) => {
        if (!this.#ended) this.#listener.onMeasured(usage);
      },
      onExceeded: (reason) => {
        this.kill(reason);
      },
    });
  }

  #hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #readOutput(maxLineBytes: number): void {
    const splitter = new LineSplitter(maxLineBytes, (line, cut) => {
      if (this.#killedFor !== null) return;
      if (cut) this.kill(`a line of more than ${maxLineBytes} bytes on its standard output`);
      else if (!this.#lines.allows(1)) this.kill('flooded its standard output');
      else if (line.trim() !== '') this.#listener.onLine(line);
    });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      if (this.#killedFor !== null) return;
      if (!this.#bytes.allows(chunk.length)) this.kill('flooded its standard output');
      else splitter.push(chunk);
    });
    this.#child.stdout.on('end', () => {
      splitter.end();
      // One that cannot be heard any more is of no use; as a rule it is just ending.
      setTimeout(() => {
        if (!this.#ended) this.kill('closed its standard output');
      }, LAST_OUTPUT_MS).unref();
    });
  }

  #readErrors(): void {
    const bytes = new RateWindow(MAX_STDERR_BYTES_PER_SECOND);
    const lines = new RateWindow(MAX_STDERR_LINES_PER_SECOND);
    let isTooFast = false;
    const splitter = new LineSplitter(MAX_STDERR_LINE_BYTES, (line) => {
      isTooFast = !lines.allows(1) || isTooFast;
      if (line.trim() === '') return;
      this.#lastErrorLine = line;
      if (line.includes('JavaScript heap out of memory')) this.#heapExhausted = true;
      this.#listener.onErrorLine(line);
    });
    const { stderr } = this.#child;
    stderr.on('data', (chunk: Buffer) => {
      isTooFast = !bytes.allows(chunk.length);
      splitter.push(chunk);
      // What has ended writes no more than is in the pipe.
      if (!isTooFast || this.#hasExited()) return;
      stderr.pause();
      this.#errorsGoOn = setTimeout(() => stderr.resume(), Math.max(bytes.restMs, lines.restMs)).unref();
    });
    stderr.on('end', () => {
      splitter.end();
    });
  }

  /** A broken pipe is seen as the end of the process; an unheard 'error' would end the server. */
  #watchPipes(): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined);
  }

  #watchEnd(): void {
    this.#child.on('error', (error) => {
      if (this.pid === null) this.#end(`could not be started: ${error.message}`);
    });
    this.#child.on('exit', (code, signal) => {
      // Grandchildren go with it; while one of them lives nobody else can have the group's number.
      if (this.pid !== null) killGroup(this.pid);
      clearTimeout(this.#errorsGoOn);
      this.#child.stderr.resume();
      // Those that have left the group too. Until then the agent's slot is not free.
      void Promise.all([this.#life?.end(), this.#outputEnded()]).then(() => {
        this.#end(this.#killedFor ?? this.#exitReason(code, signal));
      });
    });
  }

  /** What it wrote last still counts, unless somebody who cannot be found or killed keeps the pipes open. */
  #outputEnded(): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => {
        this.#child.stdout.destroy();
        this.#child.stderr.destroy();
        resolve();
      }, LAST_OUTPUT_MS);
      this.#child.on('close', () => {
        clearTimeout(patience);
        resolve();
      });
    });
  }

  #exitReason(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#heapExhausted) return 'memory limit reached: JavaScript heap out of memory';
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
    return this.#lastErrorLine === '' ? how : `${how}: ${cutText(this.#lastErrorLine.trim(), 300)}`;
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#listener.onEnded(reason);
  }
}
