import { write } from 'node:fs';
import { workerData } from 'node:worker_threads';
import type { WatchdogData } from './watchdog.js';

/*
 * The thread of the watchdog. It shares one number with the thread that it watches, and asks it for nothing.
 */

/** For the last line to be taken; where nobody reads standard error, the end does not wait for it. */
const WRITTEN_WITHIN_MS = 1_000;

const { beats, withinMs, checkEveryMs } = workerData as WatchdogData;
let seen = Atomics.load(beats, 0);
let silentMs = 0;
let checkedAtMs = performance.now();

const checking = setInterval(() => {
  const nowMs = performance.now();
  // A check that itself comes late was stopped too, and the other thread with it.
  const sinceMs = Math.min(nowMs - checkedAtMs, 2 * checkEveryMs);
  checkedAtMs = nowMs;
  const beat = Atomics.load(beats, 0);
  silentMs = beat === seen ? silentMs + sinceMs : 0;
  seen = beat;
  if (silentMs < withinMs) return;
  clearInterval(checking);
  sayAndEnd();
}, checkEveryMs);

/** The log is the other thread's, which writes no more. */
function sayAndEnd(): void {
  const line = {
    ...{ level: 'fatal', time: new Date().toISOString(), event: 'server.stalled' },
    ...{ blockedMs: Math.round(silentMs), watchdogMs: withinMs },
    msg: 'the event loop has not turned for too long; ended, so that it can be started anew',
  };
  setTimeout(end, WRITTEN_WITHIN_MS);
  write(2, `${JSON.stringify(line)}\n`, end);
}

function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
