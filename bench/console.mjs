// What does the console cost the browser while 500 events a second come, with 10,000 tasks in retention? Long tasks, frames, the delay
// of a click, heap and DOM, on the overview and on the list of tasks.
// Use: node bench/console.mjs [--seconds 60] [--tasks 10000] [--rate 500]
import { chromium } from 'playwright-core';
import { findChromium } from '../scripts/lib/chromium.mjs';
import { bench } from './lib/bench.mjs';
import { atEnd } from './lib/ends.mjs';
import { figure } from './lib/figures.mjs';
import { startServer } from './lib/server.mjs';

/** A submission that is called off at once, where nobody takes it: three events. */
const EVENTS_A_PAIR = 3;
const MIB = 2 ** 20;
const CLICK_EVERY_MS = 1_000;
/** For the page, so it is text. */
const WATCH = `
  window.seen = { long: [], frames: 0, clicks: [] };
  new PerformanceObserver((list) => seen.long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'click') seen.clicks.push(duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  (function frame() { seen.frames += 1; requestAnimationFrame(frame); })();
`;

await bench(
  'The console under load',
  { full: { seconds: 60, tasks: 10_000, rate: 500 }, quick: { seconds: 8, tasks: 1_000 } },
  async ({ seconds, tasks, rate }) => {
    const server = await startServer(['--size', '0', '--max-queue', '5000', '--durability', 'os']);
    await fill(server.url, tasks);
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
    });
    atEnd(() => browser.close());
    const rows = [];
    const figures = {};
    for (const [name, path] of [
      ['overview', '/'],
      ['tasks', '/tasks'],
    ]) {
      const seen = await measure(browser, server.url + path, server.url, seconds, rate);
      rows.push([name, ...Object.values(seen).map(figure)]);
      for (const [what, value] of Object.entries(seen)) figures[`${name} ${what}`] = value;
    }
    await browser.close();
    await server.stop();
    const head = ['view', 'events/s', 'long tasks', 'their sum ms', 'greatest ms', 'frames/s', 'click p95 ms'];
    return {
      tables: [
        {
          title: `${String(tasks)} tasks in retention, ${String(rate)} events a second wanted, ${String(seconds)} s`,
          head: [...head, 'heap MiB at start', 'at end', 'DOM nodes at start', 'at end'],
          rows,
          notes: ['server, load and browser share the machine; a long task holds the page for more than 50 ms'],
        },
      ],
      figures,
    };
  },
);

async function measure(browser, address, server, seconds, rate) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(address);
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
  const session = await page.context().newCDPSession(page);
  const standing = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const heap = await page.evaluate('performance.memory.usedJSHeapSize');
    const nodes = await page.evaluate('document.getElementsByTagName("*").length');
    return { heap: heap / MIB, nodes };
  };
  const before = await standing();
  await page.evaluate(WATCH);
  const untilMs = performance.now() + seconds * 1_000;
  const clicking = click(page, untilMs);
  const events = await load(server, rate, untilMs);
  const pressed = await clicking;
  const { long, frames, clicks } = await page.evaluate('window.seen');
  const after = await standing();
  await page.close();
  // The browser tells only of clicks that took 16 ms or more; the others were quicker.
  const delays = [...Array(Math.max(0, pressed - clicks.length)).fill(16), ...clicks].sort((a, b) => a - b);
  return {
    'events/s': events / seconds,
    'long tasks': long.length,
    'long ms': long.reduce((sum, each) => sum + each, 0),
    'greatest ms': Math.max(0, ...long),
    'frames/s': frames / seconds,
    'click p95': delays[Math.floor(delays.length * 0.95)] ?? 0,
    'heap before': before.heap,
    'heap after': after.heap,
    'nodes before': before.nodes,
    'nodes after': after.nodes,
  };
}

/** Opens and closes the menu of the theme, as somebody would who works with the page. Gives how often it was pressed. */
async function click(page, untilMs) {
  let pressed = 0;
  while (performance.now() < untilMs) {
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.keyboard.press('Escape');
    pressed += 1;
    await new Promise((resolve) => setTimeout(resolve, CLICK_EVERY_MS));
  }
  return pressed;
}

async function fill(server, tasks) {
  for (let left = tasks; left > 0; left -= 50) await Promise.all(Array.from({ length: 50 }, () => pair(server)));
}

/** Paced by the clock: what is late is made up for. Gives how many events there were. */
async function load(server, rate, untilMs) {
  const beganMs = performance.now();
  let sent = 0;
  while (performance.now() < untilMs) {
    const due = Math.floor(((performance.now() - beganMs) / 1_000) * (rate / EVENTS_A_PAIR));
    const number = Math.min(50, due - sent);
    if (number > 0) await Promise.all(Array.from({ length: number }, () => pair(server)));
    sent += Math.max(0, number);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return sent * EVENTS_A_PAIR;
}

async function pair(server) {
  const { submitTask } = await ask(server, 'mutation { submitTask(input: { type: GENERAL }) { task { id } } }');
  await ask(server, 'mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', {
    id: submitTask.task.id,
  });
}

async function ask(server, query, variables = {}) {
  const response = await fetch(`${server}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
