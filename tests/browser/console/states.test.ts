import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createKey } from '../../../src/access/key-store.js';
import { launchBrowser, type WatchedPage } from '../../support/browser.js';
import { openLink } from '../../support/link.mjs';
import { startServer, type RunningServer, type ServerOptions } from '../../support/server.js';
import { expectAccessible, expectClean, openConsole, untilLive } from './console-page.js';

let browser: Browser;
let server: RunningServer | null = null;
let watched: WatchedPage | null = null;
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'coordination-pool-states-'));
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

afterEach(async () => {
  if (watched !== null) expectClean(watched);
  await watched?.context.close();
  await server?.stop();
  [watched, server] = [null, null];
});

async function serve(options: ServerOptions = {}): Promise<RunningServer> {
  server = await startServer(options);
  return server;
}

async function open(url: string, path = '/') {
  watched = await openConsole(browser, url, path);
  return watched.page;
}

it('offers to start a pool where there is none, and shows it then', async () => {
  const { url } = await serve();
  const page = await open(url, '/?pool=other');
  await page.getByRole('heading', { name: 'There is no pool yet' }).waitFor();
  await expectAccessible(page);
  await page.getByLabel('Agents').fill('99');
  await page.getByRole('button', { name: 'Initialise the pool' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByLabel('Agents').fill('2');
  await page.getByRole('button', { name: 'Initialise the pool' }).click();
  await page.getByText('agent-2', { exact: true }).waitFor();
});

it('asks for a key, takes a good one, and offers a viewer nothing that he may not do', async () => {
  const keys = join(folder, 'keys.json');
  const roles = { roles: ['viewer'] as const, pools: null, expiresAt: null };
  const key = createKey(keys, { name: 'onlooker', ...roles }, Date.now());
  const { url } = await serve({ args: ['--api-keys-file', keys] });
  const page = await open(url);
  await page.getByLabel('API key or token').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('does not take this key').waitFor();
  await expectAccessible(page);
  await page.getByLabel('API key or token').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await untilLive(page);
  expect(page.url()).not.toContain(key);
  await page.getByRole('button', { name: 'You' }).click();
  await page.getByText('onlooker').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /default/ }).click();
  const pause = page.getByRole('menuitem', { name: /Pause the pool/ });
  expect(await pause.getAttribute('aria-disabled')).toBe('true');
  expect(await pause.innerText()).toContain('This needs the role operator or admin.');
});

it('keeps what it shows and says how old it is while the server is away, and goes on by itself', async () => {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const first = await serve({ dataDir });
  const link = await openLink(first.port);
  try {
    const page = await open(link.url);
    await untilLive(page);
    await page.getByText('agent-4', { exact: true }).waitFor();
    await first.kill();
    server = null;
    await page.getByRole('status').filter({ hasText: 'The server does not answer' }).waitFor();
    await expectAccessible(page);
    expect(await page.getByText('agent-4', { exact: true }).count()).toBe(1);
    const { port } = await serve({ dataDir });
    link.retarget(port);
    await untilLive(page);
    await page.getByText('The server does not answer').waitFor({ state: 'detached' });
  } finally {
    await link.close();
  }
});

it('says that a pool is stopped, and starts it again', async () => {
  const { url } = await serve();
  const page = await open(url);
  await page.getByRole('button', { name: /default/ }).click();
  await page.getByRole('menuitem', { name: 'Shut down now' }).click();
  await expectAccessible(page);
  await page.getByLabel('Type default to confirm').fill('default');
  await page.getByRole('button', { name: 'Shut down' }).click();
  await page.getByText('The pool is stopped.').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByText('The pool is stopped.').waitFor({ state: 'detached' });
});

it('says where there is no page', async () => {
  const { url } = await serve();
  const page = await open(url);
  await untilLive(page);
  await page.evaluate('history.pushState(null, "", "/nowhere"); dispatchEvent(new PopStateEvent("popstate"))');
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await page.getByRole('region', { name: 'Agents' }).waitFor();
});
