import { writeFileSync } from 'node:fs';

const WITHIN_MS = 180_000;
const QUALITY = 60;

/**
 * Opens a view as it looks in one width and colour scheme, and brings about what is to be seen. `take` keeps the picture in the
 * file that it is told for a name such as `390-dark`, and closes the page.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of the server
 * @param {import('./views.mjs').View} view
 * @param {{ width: number, height: number, colorScheme: 'light' | 'dark' }} look
 */
export async function openLook(browser, url, { path, prepare, isThere }, { width, height, colorScheme }) {
  // Without motion nothing is on its way while the picture is taken.
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(WITHIN_MS);
  await page.goto(url + path);
  await prepare(page);
  return {
    async take(fileOf) {
      for (;;) {
        await isThere?.(page).waitFor();
        await painted(page);
        const picture = await webp(page);
        // A state of the pool may have ended meanwhile: it comes again.
        if (isThere !== undefined && !(await isThere(page).isVisible())) continue;
        writeFileSync(fileOf(`${String(width)}-${colorScheme}`), picture);
        break;
      }
      await context.close();
    },
  };
}

async function webp(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await session.detach();
  return Buffer.from(data, 'base64');
}

/** After two frames what has changed was laid out and painted. */
async function painted(page) {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
