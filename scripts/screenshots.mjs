// Takes every picture of docs/screenshots, and writes its index page. Use: npm run build && node scripts/screenshots.mjs
//
// The views come from a server with the demo, the states of the console from the test that brings each of them about. It takes some
// five minutes. What is there is replaced at the end, and only as a whole.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './lib/chromium.mjs';
import { ROOT } from './lib/root.mjs';
import { runNode, stopOnSignals } from './lib/run.mjs';
import { startDemo } from './lib/screenshots/demo-server.mjs';
import { indexPage } from './lib/screenshots/index-page.mjs';
import { openLook } from './lib/screenshots/look.mjs';
import { LOOKS, viewsOf } from './lib/screenshots/views.mjs';

const FOLDER = join(ROOT, 'docs/screenshots');
/** So that the charts have a past, tasks have failed and been tried again, and an outage is over. */
const WARM_MS = 60_000;
const MOST_BYTES = 4_000_000;

const folder = mkdtempSync(join(tmpdir(), 'coordination-pool-screenshots-'));
const restore = stopOnSignals();
try {
  await takeViews();
  await takeStates();
  writeFileSync(join(folder, 'README.md'), indexPage(picturesIn(folder)));
  const bytes = picturesIn(folder).reduce((sum, picture) => sum + statSync(join(folder, picture)).size, 0);
  if (bytes > MOST_BYTES)
    throw new Error(`The pictures have ${String(bytes)} bytes, and may have ${String(MOST_BYTES)}.`);
  rmSync(FOLDER, { recursive: true, force: true });
  cpSync(folder, FOLDER, { recursive: true });
  console.log(`${String(picturesIn(FOLDER).length)} pictures, ${(bytes / 1e6).toFixed(1)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
  restore();
}

async function takeViews() {
  const demo = await startDemo();
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    await new Promise((warm) => setTimeout(warm, WARM_MS));
    for (const view of await viewsOf(demo.url)) {
      const looks = LOOKS.filter(({ width }) => (width < 1_920 || view.isWideToo) && (width > 390 || !view.isForDesks));
      const goOn = view.bringAbout?.();
      // All are open before the first is taken: what is to be seen may be over in seconds.
      const pages = await Promise.all(looks.map((look) => openLook(browser, demo.url, view, look)));
      for (const page of pages) await page.take((name) => join(folder, `${view.name}-${name}.webp`));
      await goOn?.();
      console.log(view.name);
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
}

async function takeStates() {
  const states = join(folder, 'states');
  mkdirSync(states);
  const { ok } = await runNode(
    [
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'],
      'tests/browser/console/states.test.ts',
    ],
    { live: true, env: { PICTURES: states } },
  );
  if (!ok) throw new Error('Not every state of the console could be brought about.');
}

/** Relative to `of`, with slashes. */
function picturesIn(of) {
  return readdirSync(of, { recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.webp'))
    .sort();
}
