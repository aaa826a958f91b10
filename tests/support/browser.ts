import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/**
 * `jest.config.js` looks for a Chromium and leaves its path in `CHROMIUM_PATH`. A download by Playwright is not tried: it
 * would need the network.
 */
const places = () => [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium'];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = places().find((place) => place !== '' && existsSync(place));
  if (executablePath === undefined) {
    throw new Error('No Chromium found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.');
  }
  return chromium.launch({
    executablePath,
    args: [
      // Containers give Chromium no user namespaces to build its sandbox from, and the pages are our own.
      '--no-sandbox',
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page in a browser profile of its own, and what it did that it should not have. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses outside the server that the page asked for. Each such request was cut off. */
  readonly foreignRequests: readonly string[];
  /** Errors on the console, uncaught exceptions and violations of the content security policy. */
  readonly problems: readonly string[];
}

export interface PageOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** Opens a page that can reach nothing but `origin`: the network of the rest of the world is cut. */
export async function openPage(browser: Browser, origin: string, options: PageOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.colorScheme ?? 'light',
    serviceWorkers: 'block',
  });
  const foreignRequests: string[] = [];
  const problems: string[] = [];
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:') return route.continue();
    foreignRequests.push(url.href);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) foreignRequests.push(socket.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(error.message));
  return { page, context, foreignRequests, problems };
}
