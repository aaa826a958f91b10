import type { Worker } from 'node:worker_threads';
import { JournalError } from './journal.js';
import type { SqliteCall, SqliteCalls, SqliteReply, SqliteRequest } from './sqlite-protocol.js';

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Asks a worker thread that answers in order, so the oldest call still waiting is the one answered.
 * Calls go out at once, however many are waiting. Ends with the thread: whatever waits then, or is
 * asked later, rejects with `IO`, and whether it was done is not known.
 */
export class SqliteThread {
  /** Resolves when the thread is gone, however it went. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #failure: JournalError | null = null;

  /** `onFlush` is told what each transaction of appends took, in milliseconds. */
  constructor(worker: Worker, onFlush?: (ms: number) => void) {
    this.#worker = worker;
    worker.on('message', (reply: SqliteReply) => {
      if (reply.flushedMs !== undefined) onFlush?.(reply.flushedMs);
      this.#settle(reply);
    });
    worker.on('error', (cause) => {
      this.fail(new JournalError('IO', `the journal's thread failed: ${messageOf(cause)}`, { cause }));
    });
    this.ended = new Promise((resolve) => {
      worker.once('exit', (exitCode) => {
        this.fail(new JournalError('IO', `the journal's thread ended with code ${exitCode}`));
        resolve();
      });
    });
  }

  /** Why nothing can be asked any more; null while it can. */
  get failure(): JournalError | null {
    return this.#failure;
  }

  /** The answer to the opening that starting the thread has asked for. Called first, once. */
  opened(): Promise<SqliteCalls['open']['answer']> {
    return this.#wait<'open'>();
  }

  /** `transfer` names the memory in `ask` that the thread gets for good, instead of a copy. */
  call<K extends SqliteCall>(
    kind: K,
    ask: SqliteCalls[K]['ask'],
    transfer: readonly Uint8Array[] = [],
  ): Promise<SqliteCalls[K]['answer']> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    const request: SqliteRequest<K> = { kind, ask };
    this.#worker.postMessage(
      request,
      transfer.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : [])),
    );
    return this.#wait<K>();
  }

  /** Rejects everything that waits and all that comes; answers that still arrive are dropped. The first reason stays. */
  fail(reason: JournalError): void {
    if (this.#failure !== null) return;
    this.#failure = reason;
    for (const { reject } of this.#waiting) reject(reason);
    this.#waiting = [];
  }

  /** Closes the store after everything that was asked, and resolves when the thread is gone. */
  async end(): Promise<void> {
    const request: SqliteRequest<'close'> = { kind: 'close', ask: null };
    this.#worker.postMessage(request);
    await this.ended;
  }

  #wait<K extends SqliteCall>(): Promise<SqliteCalls[K]['answer']> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: resolve as (answer: unknown) => void, reject });
    });
  }

  #settle(reply: SqliteReply): void {
    const oldest = this.#waiting.shift();
    if (oldest === undefined) return;
    if (reply.ok) oldest.resolve(reply.answer);
    else oldest.reject(new JournalError(reply.code, reply.message));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
