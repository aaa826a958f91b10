import { Worker } from 'node:worker_threads';

/** What the thread is started with. */
export interface WatchdogData {
  /** One number, which the watched thread counts up. */
  readonly beats: Int32Array;
  readonly withinMs: number;
  readonly checkEveryMs: number;
}

const MOST_BETWEEN_CHECKS_MS = 1_000;

/**
 * Ends this process by SIGKILL, with one line on standard error, when its event loop has not turned for `withinMs`: it then
 * answers nobody, not even a signal, and only a restart helps. The one that looks is a thread of its own. Time in which the
 * process was stopped as a whole, by SIGSTOP or with the machine, does not count. Neither keeps the process from exiting.
 *
 * `onFailure` is called when the thread has failed, and nobody looks any more.
 */
export function startWatchdog(withinMs: number, onFailure: (error: unknown) => void): void {
  const checkEveryMs = Math.min(MOST_BETWEEN_CHECKS_MS, withinMs / 10);
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WatchdogData = { beats, withinMs, checkEveryMs };
  const thread = new Worker(new URL('watchdog-thread.js', import.meta.url), {
    name: 'watchdog',
    ...{ workerData, execArgv: [], env: {} },
  });
  const beating = setInterval(() => {
    Atomics.add(beats, 0, 1);
  }, checkEveryMs);
  beating.unref();
  thread.unref();
  thread.on('error', (error) => {
    clearInterval(beating);
    onFailure(error);
  });
}
