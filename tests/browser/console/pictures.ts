import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expectAccessible } from './console-page.js';

/** Folder for pictures, where `scripts/screenshots.mjs` asks for them; else none are taken. */
const FOLDER = process.env['PICTURES'];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

/** Looks at what the page shows now, in light and in dark: axe finds nothing grave. Keeps pictures of it where they are wanted. */
export async function lookAt(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion no colour is on its way to another while it is looked at.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await painted(page);
    await expectAccessible(page);
    for (const size of FOLDER === undefined ? [] : SIZES) {
      await page.setViewportSize(size);
      await painted(page);
      await takePicture(page, FOLDER ?? '', `${name}-${String(size.width)}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  if (before !== null && FOLDER !== undefined) await page.setViewportSize(before);
}

async function takePicture(page: Page, folder: string, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 60 });
  await session.detach();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, 'base64'));
}

/** After two frames what has changed was laid out and painted. */
async function painted(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
