import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { PoolClient } from '../support/client.js';
import { openLink } from '../support/link.mjs';
import { startServer, type RunningServer } from '../support/server.js';
import { serveFrontEnd, type WebPage } from '../support/web-page.js';

jest.setTimeout(60_000);

const ARGS = ['--size', '1', '--handlers', resolve('tests/support/brief-handlers.mjs')];

let browser: Browser;
let site: WebPage;
let server: RunningServer;
let link: Awaited<ReturnType<typeof openLink>>;
let dataDir: string;
let page: Page;
let problems: string[];

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), serveFrontEnd('tests/browser/react-page')]);
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-react-'));
  server = await startServer({ dataDir, args: ARGS });
  link = await openLink(server.port);
  page = await browser.newPage();
  problems = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    // A browser reports each request that fails, also those of a server that is away.
    if (message.type() === 'error' && !message.text().includes('ERR_')) problems.push(message.text());
  });
  await page.goto(`${site.url}/?pool=${link.url}`);
});

afterEach(async () => {
  await page.close();
  await link.close();
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

const shows = async (selector: string, text: string | RegExp): Promise<void> =>
  page.locator(selector).filter({ hasText: text }).waitFor();
const rows = async (selector: string): Promise<string[]> => page.locator(`${selector} li`).allInnerTexts();
const press = async (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

it('shows the pool, and a task from its submission to its result', async () => {
  await shows('#health', 'live, RUNNING 0/100, no gap, latency');
  await shows('#agents', 'IDLE');
  await press('submit');
  await shows('#submitted', 'COMPLETED 20 0 fine');
  await shows('#count', '1');
  await page.locator('#tasks li').filter({ hasText: 'COMPLETED' }).waitFor();
  await page.locator('#events li').filter({ hasText: 'COMPLETED' }).waitFor();
  expect((await rows('#events')).map((row) => row.split(' ')[1])).toEqual([
    'SUBMITTED',
    'ASSIGNED',
    'STARTED',
    'COMPLETED',
  ]);
  expect(problems).toEqual([]);
});

it('sends nothing that the contract does not allow, and says so', async () => {
  await press('submit badly');
  await shows('#submitted', 'ContractError');
  await press('submit');
  await shows('#submitted', 'COMPLETED 20 0 fine');
  expect(problems).toEqual([]);
});

it('loses and doubles no row when the server is killed and started again', async () => {
  await shows('#health', 'live');
  await press('submit');
  await shows('#submitted', 'COMPLETED 20');
  await page.locator('#events li').nth(3).waitFor();
  // The list is read anew a moment after the event that says so.
  await page.locator('#tasks li').filter({ hasText: 'COMPLETED' }).waitFor();
  await server.kill();
  await shows('#health', 'reconnecting');
  // What was shown stays.
  expect(await rows('#tasks')).toEqual(['COMPLETED']);
  server = await startServer({ dataDir, args: ARGS });
  const direct = new PoolClient(server.url);
  const cursor = await direct.cursor();
  const { id } = await direct.submit({ type: 'GENERAL', payload: { ms: 1 } });
  await direct.settled([id], cursor);
  link.retarget(server.port);
  await shows('#health', 'live, RUNNING 0/100, no gap');
  await press('submit');
  await shows('#count', '3');
  await page.locator('#events li').nth(11).waitFor();
  const events = await rows('#events');
  expect(events).toHaveLength(12);
  expect(new Set(events).size).toBe(12);
  expect(await page.locator('#events').getAttribute('data-gaps')).toBe('0');
  await page.locator('#tasks li').nth(2).filter({ hasText: 'COMPLETED' }).waitFor();
  expect(await rows('#tasks')).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  expect(problems).toEqual([]);
});

it('draws a part again only when that part has changed', async () => {
  await shows('#count', '0');
  await press('submit');
  await shows('#count', '1');
  await shows('#submitted', 'COMPLETED');
  await page.locator('#tasks li').filter({ hasText: 'COMPLETED' }).waitFor();
  // Twice for each value, since StrictMode draws everything twice: nothing, 0, 1.
  expect(await page.evaluate('drawn.count')).toBe(6);
});

it('closes its socket when nothing is shown any more, and goes on when it is shown again', async () => {
  await shows('#health', 'live');
  await page.evaluate(`
    window.idle = new Promise((fulfil) => {
      client.connection.subscribe(() => client.connection.snapshot().status === 'idle' && fulfil());
    });
    undefined;
  `);
  await press('close');
  await page.evaluate('idle');
  await press('open');
  await shows('#health', 'live, RUNNING');
  await press('submit');
  await shows('#submitted', 'COMPLETED');
  expect(problems).toEqual([]);
});
