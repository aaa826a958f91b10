import type { Command } from '../core/command.js';
import { Rejection } from '../core/rejection.js';
import type { Clock } from './clock.js';

/** Between two looks for space; doubles where an append finds none although there seemed to be some. */
const LOOK_EVERY_MS = 1_000;
const LONGEST_MS = 30_000;

/** A command, and who waits for what becomes of it. */
export interface Call<Answer> {
  readonly command: Command;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (error: Error) => void;
}

/**
 * What agents in processes say once and do not repeat. It comes to a few per agent: nothing new is
 * assigned meanwhile. Everything else is said again (signs of life, probes, alarms) or can be.
 */
const HELD: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'ReportReady',
  'ReportStarted',
  'ReportCompleted',
  'ReportFailed',
  'ReportReleased',
  'ReportExit',
]);

/**
 * Stands for a pool while its log has no space: every command is refused with `STORAGE_FULL`, but what
 * agents in processes report is held until there is space again. Then `release` hands it on, in order.
 *
 * A server that stops meanwhile cannot write that down, so that nothing more must be written: it looks
 * for space no longer, and the pool stays as it is to its end. The next start takes what ran for interrupted.
 */
export class StorageLatch<Answer> {
  readonly #clock: Clock;
  readonly #delayMs: number;
  readonly #held: Call<Answer>[] = [];
  #wake = (): void => undefined;
  #nextLook: Promise<void>;
  #closed: Error | null = null;

  /** `nth`: how often in a row, from 1, no append got through in between. */
  constructor(clock: Clock, nth: number) {
    this.#clock = clock;
    this.#delayMs = Math.min(LONGEST_MS, LOOK_EVERY_MS * 2 ** (nth - 1));
    this.#nextLook = this.#rest();
  }

  take(call: Call<Answer>): void {
    if (call.command.type === 'StopServer') this.close(this.#refusal());
    if (this.#closed !== null) call.reject(this.#closed);
    else if (HELD.has(call.command.type)) this.#held.push(call);
    else call.reject(this.#refusal());
  }

  get isClosed(): boolean {
    return this.#closed !== null;
  }

  /** Resolves when it is time to look for space; false where there will be no more looking. */
  async nextLook(): Promise<boolean> {
    await this.#nextLook;
    if (this.#closed !== null) return false;
    this.#nextLook = this.#rest();
    return true;
  }

  release(execute: (command: Command) => Promise<Answer>): void {
    this.#wake();
    for (const { command, resolve } of this.#held.splice(0)) resolve(execute(command));
  }

  close(reason: Error): void {
    this.#closed ??= reason;
    for (const { reject } of this.#held.splice(0)) reject(this.#closed);
    this.#wake();
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.alarm(this.#delayMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #refusal(): Rejection {
    return new Rejection('STORAGE_FULL', 'There is no space left for the log of this pool; it can only be read.', {
      retryAfterMs: this.#delayMs,
    });
  }
}
