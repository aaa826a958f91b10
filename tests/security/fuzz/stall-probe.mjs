// For `NODE_OPTIONS=--import` of a server under test: writes a line for each turn of its event loop that took more than 50 ms, and at
// SIGURG one of what the process holds.
//
// A turn is what lies between two looks of a timer of 5 ms, and it is measured by the processor time of the thread
// (`/proc/self/task/TID/schedstat`, nanoseconds): computing and collecting garbage count, and so do calls into the system while they
// run. What does not count is the load of others: that the thread waited for a processor, or for helpers that did. Time in which it
// was asleep within a turn is told apart as `blockedMs`; a full pipe to a reader of the log who is busy is among it.
import { closeSync, openSync, readSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 5;
const STALL_MS = 50;

if (isMainThread && process.argv[1]?.endsWith('main.js') && !process.argv[1].includes('agents')) {
  const schedstat = openSync(`/proc/self/task/${process.pid}/schedstat`);
  process.on('exit', () => closeSync(schedstat));
  const bytes = Buffer.alloc(64);
  const look = () => {
    const [ranNs, waitedNs] = bytes.toString('latin1', 0, readSync(schedstat, bytes, 0, 64, 0)).split(' ');
    return { atMs: performance.now(), ranMs: Number(ranNs) / 1e6, waitedMs: Number(waitedNs) / 1e6 };
  };

  let last = look();
  let greatest = { stallMs: 0, blockedMs: 0 };
  setInterval(() => {
    const now = look();
    const stallMs = now.ranMs - last.ranMs;
    const blockedMs = now.atMs - last.atMs - LOOK_EVERY_MS - (now.waitedMs - last.waitedMs) - stallMs;
    greatest = {
      stallMs: Math.max(greatest.stallMs, stallMs),
      blockedMs: Math.max(greatest.blockedMs, blockedMs),
    };
    if (stallMs > STALL_MS) process.stdout.write(`${JSON.stringify({ event: 'stalled', stallMs })}\n`);
    last = now;
  }, LOOK_EVERY_MS).unref();

  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');
  let nth = 0;
  process.on('SIGURG', async () => {
    const seen = greatest;
    gc();
    // What finalizers let go of.
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    const { heapUsed, rss } = process.memoryUsage();
    const handles = {};
    for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
    nth += 1;
    process.stdout.write(`${JSON.stringify({ event: 'probed', nth, heapUsed, rss, handles, ...seen })}\n`);
    // The collection was ours.
    greatest = { stallMs: 0, blockedMs: 0 };
    last = look();
  });
}
