import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type PageOptions, type WatchedPage } from '../../support/browser.js';
import { PoolClient } from '../../support/client.js';
import { startServer, type RunningServer } from '../../support/server.js';
import { expectClean, openConsole, untilLive } from './console-page.js';

/** A browser and a server for all tests of a file, and each page clean at its end. */
export interface OverviewTests {
  readonly browser: Browser;
  readonly server: RunningServer;
  readonly pool: PoolClient;
  /** Opens a view and waits until it is live. */
  open(path?: string, options?: PageOptions, url?: string): Promise<Page>;
}

export function overviewTests(...args: readonly string[]): OverviewTests {
  let browser: Browser;
  let server: RunningServer;
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args })]);
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  afterEach(async () => {
    const pages = opened;
    opened = [];
    try {
      for (const page of pages) expectClean(page);
    } finally {
      await Promise.all(pages.map(({ context }) => context.close()));
    }
  });

  return {
    get browser() {
      return browser;
    },
    get server() {
      return server;
    },
    get pool() {
      return new PoolClient(server.url);
    },
    async open(path = '/', options = {}, url = server.url) {
      const watched = await openConsole(browser, url, path, options);
      opened.push(watched);
      await untilLive(watched.page);
      return watched.page;
    },
  };
}

/** Waits until an expression holds in the page. It is looked at before each frame, by the browser's own tools: the policy of the page forbids `eval`. */
export async function untilTrue(page: Page, expression: string): Promise<void> {
  await page.evaluate(
    `new Promise((fulfil) => { const look = () => ((${expression}) ? fulfil() : requestAnimationFrame(look)); look(); })`,
  );
}
