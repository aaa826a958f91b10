import { expect } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { openPage, type PageOptions, type WatchedPage } from '../../support/browser.js';

/** What a browser writes on its console by itself when a server refuses or is away; the page can do nothing about it. */
const OF_THE_BROWSER = /^Failed to load resource|ERR_CONNECTION|WebSocket connection to/;

/** Opens a view of the console in a browser profile of its own. `path` begins with a slash and is appended to `url`. */
export async function openConsole(
  browser: Browser,
  url: string,
  path = '/',
  options: PageOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, new URL(url).origin, options);
  watched.page.setDefaultTimeout(15_000);
  await watched.page.goto(url + path);
  return watched;
}

/** To be asked after each test: no request to another origin, nothing on the console that is the page's own doing. */
export function expectClean({ foreignRequests, problems }: WatchedPage): void {
  expect(foreignRequests).toEqual([]);
  expect(problems.filter((problem) => !OF_THE_BROWSER.test(problem))).toEqual([]);
}

interface Finding {
  readonly impact: string | null;
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** No serious or critical finding of axe on what the page shows now. Axe is evaluated by the browser's own tools, past the page's policy. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(`${axe.source}; undefined`);
  const findings = await page.evaluate<readonly Finding[]>(
    'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  const grave = findings.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join('; ')}`,
    ),
  ).toEqual([]);
}

/** Nothing is wider than the page: no scrolling sideways. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
}

/** Waits until the console shows a pool, and what happens to it. */
export async function untilLive(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /^Live$/ })
    .waitFor();
}

/** The looks in which each view has to be right. */
export const LOOKS = [
  { colorScheme: 'light', width: 1280, height: 800 },
  { colorScheme: 'dark', width: 1920, height: 1080 },
  { colorScheme: 'light', width: 390, height: 844 },
  { colorScheme: 'dark', width: 390, height: 844 },
] as const satisfies readonly PageOptions[];
