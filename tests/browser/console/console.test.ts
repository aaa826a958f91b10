import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type PageOptions, type WatchedPage } from '../../support/browser.js';
import { PoolClient } from '../../support/client.js';
import { startPrefixProxy } from '../../support/prefix-proxy.js';
import { startServer, type RunningServer } from '../../support/server.js';
import {
  expectAccessible,
  expectClean,
  expectNoSidewaysScrolling,
  LOOKS,
  openConsole,
  untilLive,
} from './console-page.js';

let browser: Browser;
let server: RunningServer;
let pool: PoolClient;
let opened: WatchedPage[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  pool = new PoolClient(server.url);
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

async function open(path: string, options: PageOptions = {}, url = server.url): Promise<Page> {
  const watched = await openConsole(browser, url, path, options);
  opened.push(watched);
  return watched.page;
}

async function submitted(text: string): Promise<string> {
  const cursor = await pool.cursor();
  const { id } = await pool.submit({ type: 'GENERAL', payload: { text } });
  await pool.settled([id], cursor);
  return id;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

describe('the first screen', () => {
  it.each(LOOKS)('answers at a glance ($colorScheme, $width wide)', async (look) => {
    const page = await open('/', look);
    await untilLive(page);
    await page
      .getByRole('link', { name: /^Queue/ })
      .filter({ hasText: 'of 100' })
      .waitFor();
    await page.getByRole('region', { name: 'Agents' }).getByRole('listitem').nth(3).waitFor();
    await page.getByRole('figure', { name: /^Throughput/ }).waitFor();
    await submitted('seen on the first screen');
    await page.getByRole('log').getByText('Task completed').first().waitFor();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  });
});

describe('each view', () => {
  it.each(LOOKS)('is right in light and dark, wide and narrow ($colorScheme, $width wide)', async (look) => {
    const id = await submitted('a task to look at');
    const page = await open('/tasks', look);
    await page.getByRole('link', { name: id }).waitFor();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);

    await page.getByRole('link', { name: id }).click();
    await page.getByRole('tab', { name: 'Payload' }).click();
    await page.getByText('"a task to look at"').waitFor();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);

    await page.goto(`${server.url}/isolation`);
    await page.getByText('No breach').waitFor();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  });

  it('has an address of its own, which a reload keeps with its filters', async () => {
    const id = await submitted('found by its address');
    const page = await open(`/tasks/${id}?status=COMPLETED&q=${id}`);
    await heading(page, id).waitFor();
    await page.reload();
    await heading(page, id).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe(id);
    expect(await page.getByRole('navigation', { name: 'Status' }).locator('[aria-current]').innerText()).toContain(
      'Completed',
    );
    expect(await page.title()).toBe(`${id} · Coordination Pool`);
  });

  it('says where there is nothing: no such page, no such task', async () => {
    const page = await open('/tasks/task_none');
    await page.getByText('There is no such task').waitFor();
    await expectAccessible(page);
  });

  it('works behind a path prefix, also where the page is opened at a task', async () => {
    const id = await submitted('behind a proxy');
    const proxy = await startPrefixProxy(server.url, '/tools/pool');
    try {
      const page = await open(`/tasks/${id}`, {}, proxy.url);
      await heading(page, id).waitFor();
      await untilLive(page);
      await page.getByRole('link', { name: 'Isolation' }).click();
      await heading(page, 'Isolation').waitFor();
      expect(page.url()).toBe(`${proxy.url}/isolation`);
      await page.getByRole('link', { name: 'Overview' }).click();
      await page.getByRole('region', { name: 'Agents' }).waitFor();
      expect(page.url()).toBe(`${proxy.url}/`);
    } finally {
      await proxy.stop();
    }
  });
});

describe('the theme', () => {
  const canvas = (page: Page) => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');

  it("is the system's until another is chosen, and that one survives a reload", async () => {
    const page = await open('/', { colorScheme: 'light' });
    await untilLive(page);
    const light = await canvas(page);
    await page.getByRole('button', { name: 'Theme' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    const dark = await canvas(page);
    expect(dark).not.toBe(light);
    await page.reload();
    await untilLive(page);
    expect(await canvas(page)).toBe(dark);
    await page.getByRole('button', { name: 'Theme' }).click();
    await expectAccessible(page);
    await page.getByRole('menuitemradio', { name: 'As the system' }).click();
    expect(await canvas(page)).toBe(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await canvas(page)).toBe(dark);
  });
});

describe('the keyboard', () => {
  it('goes from view to view, finds, pauses and helps', async () => {
    const page = await open('/');
    await untilLive(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.type('gt');
    await heading(page, 'Tasks').waitFor();
    await page.locator('h1:focus', { hasText: 'Tasks' }).waitFor();
    await page.keyboard.type('go');
    await page.getByRole('region', { name: 'Agents' }).waitFor();
    await page.keyboard.press('/');
    await page.locator('#task-search:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('p');
    await page.getByText('The view is paused').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('p');
    await untilLive(page);
  });

  it('skips to the content', async () => {
    const page = await open('/');
    await untilLive(page);
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Skip to the content' }).press('Enter');
    await page.locator('main:focus').waitFor();
  });
});

it('holds what it shows while it is paused, over focus and new answers, and goes on with what is now', async () => {
  const page = await open('/tasks');
  await untilLive(page);
  await page.getByRole('button', { name: 'Pause the view' }).click();
  const held = await submitted('while the view is paused');
  await page.evaluate('window.dispatchEvent(new Event("focus"))');
  const other = await open('/tasks');
  await other.getByRole('link', { name: held }).waitFor();
  expect(await page.getByRole('link', { name: held }).count()).toBe(0);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await page.getByRole('link', { name: held }).waitFor();
});

it('shows hostile text as text', async () => {
  const hostile = '<img src=x onerror=document.title=1>';
  const { id } = await pool.submit({ type: 'GENERAL', payload: { text: hostile, [hostile]: [hostile] } });
  const page = await open(`/tasks/${id}`);
  await page.getByRole('tab', { name: 'Payload' }).click();
  await page.getByText(hostile).first().waitFor();
  expect(await page.locator('img').count()).toBe(0);
});
