// For `NODE_OPTIONS=--import` of a server under test: SIGUSR2 makes it write a line of what it holds, and how late its event
// loop was since the last one.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.argv[1]?.endsWith('main.js') && !process.argv[1].includes('agents')) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');
  let nth = 0;
  process.on('SIGUSR2', async () => {
    const [delayMaxMs, delayP99Ms] = [delay.max, delay.percentile(99)].map((ns) => Math.round(ns / 1e5) / 10);
    const { EventStream } = await import('../../dist/engine/event-stream.js');
    gc();
    // What finalizers let go of.
    await new Promise((resolve) => setImmediate(resolve));
    gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    const handles = {};
    for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
    nth += 1;
    const streams = queryObjects(EventStream, { format: 'count' });
    const line = { event: 'measured', nth, heapUsed, external, rss, streams, handles, delayMaxMs, delayP99Ms };
    // The collection was a stall of its own, which is noticed by the next turn.
    await new Promise((resolve) => setTimeout(resolve, 20));
    delay.reset();
    process.stdout.write(`${JSON.stringify(line)}\n`);
  });
}
