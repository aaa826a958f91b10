import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type PageOptions, type WatchedPage } from '../../support/browser.js';
import { PoolClient } from '../../support/client.js';
import { startServer, type RunningServer } from '../../support/server.js';
import { expectClean, openConsole } from './console-page.js';

/** One server and one browser for all tests of a file, each page in a profile of its own. */
export interface Pages {
  readonly server: () => RunningServer;
  readonly pool: () => PoolClient;
  /** Opens a view; after the test it has to have been clean, and is closed. */
  readonly open: (path: string, options?: PageOptions) => Promise<Page>;
}

export function servePages(args: readonly string[]): Pages {
  let browser: Browser;
  let server: RunningServer;
  let pool: PoolClient;
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer({ args })]);
    pool = new PoolClient(server.url);
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
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  return {
    server: () => server,
    pool: () => pool,
    async open(path, options = {}) {
      const watched = await openConsole(browser, server.url, path, options);
      opened.push(watched);
      return watched.page;
    },
  };
}
