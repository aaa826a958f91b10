import { Worker } from 'node:worker_threads';
import type { HeartData, HeartOrder, HeartWord } from './heart-messages.js';

const MOST_BETWEEN_TURNS_MS = 500;

export interface HeartOptions extends Pick<HeartData, 'address' | 'headers' | 'maxBlockedMs'> {
  readonly hear: (word: HeartWord) => void;
  /** The thread has failed, and nobody beats any more. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Heartbeats of all agents of a worker, on a thread of their own: a handler that keeps the event loop busy for longer than a lease
 * keeps its lease. The thread ends with the process, and counts its turns: a loop that has not turned for `maxBlockedMs` is not
 * vouched for any more.
 */
export class Heart {
  readonly #thread: Worker;
  readonly #turning: ReturnType<typeof setInterval>;

  constructor({ address, headers, maxBlockedMs, hear, onFailure }: HeartOptions) {
    const turns = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const turnEveryMs = Math.min(MOST_BETWEEN_TURNS_MS, maxBlockedMs / 4);
    const workerData: HeartData = { address, headers, turns, turnEveryMs, maxBlockedMs };
    this.#thread = new Worker(new URL('heart-thread.js', import.meta.url), {
      name: 'heartbeats',
      workerData,
      execArgv: [],
    });
    this.#thread.on('message', hear);
    this.#thread.on('error', onFailure);
    this.#turning = setInterval(() => {
      Atomics.add(turns, 0, 1);
    }, turnEveryMs);
    this.#turning.unref();
  }

  order(order: HeartOrder): void {
    this.#thread.postMessage(order);
  }

  async stop(): Promise<void> {
    clearInterval(this.#turning);
    await this.#thread.terminate();
  }
}
