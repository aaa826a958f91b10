import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { createKey } from '../../../src/access/key-store.js';
import { alter } from '../../journal/damage.js';
import { launchBrowser, openPage, type WatchedPage } from '../../support/browser.js';
import { PoolClient } from '../../support/client.js';
import { openLink, type Link } from '../../support/link.mjs';
import { startServer, type RunningServer, type ServerOptions } from '../../support/server.js';
import { expectClean, openConsole, untilLive } from './console-page.js';
import { lookAt } from './pictures.js';

let browser: Browser;
let server: RunningServer | null = null;
let link: Link | null = null;
let watched: WatchedPage[] = [];
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
  try {
    for (const page of watched) expectClean(page);
  } finally {
    await Promise.all(watched.map(({ context }) => context.close()));
    await link?.close();
    await server?.stop();
    [watched, server, link] = [[], null, null];
  }
});

async function serve(options: ServerOptions = {}): Promise<RunningServer> {
  server = await startServer(options);
  return server;
}

async function kill(): Promise<void> {
  await server?.kill();
  server = null;
}

async function open(url: string, path = '/'): Promise<Page> {
  const opened = await openConsole(browser, url, path);
  watched.push(opened);
  return opened.page;
}

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
/** What the bar at the top says of the connection. */
const standing = (page: Page, word: string) => page.getByRole('banner').getByRole('status').filter({ hasText: word });
const notice = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).first();

async function startByForm(page: Page, agents: string): Promise<void> {
  await page.getByLabel('Agents', { exact: true }).fill(agents);
  await page.getByRole('button', { name: 'Initialise the pool' }).click();
}

it('offers to start a pool where there is none, says which number it refuses, and shows the pool then', async () => {
  const { url } = await serve();
  const page = await open(url, '/?pool=other');
  await title(page, 'There is no pool yet').waitFor();
  await standing(page, 'No pool').waitFor();
  await lookAt(page, 'state-no-pool');
  await startByForm(page, '99');
  await page.locator('[aria-invalid=true]').waitFor();
  await startByForm(page, '2');
  await page.getByText('agent-2', { exact: true }).first().waitFor();
});

it('asks for a key, takes a good one, and offers a viewer nothing that he may not do', async () => {
  const keys = join(folder, 'keys.json');
  const key = createKey(keys, { name: 'onlooker', roles: ['viewer'], pools: null, expiresAt: null }, Date.now());
  const { url } = await serve({ args: ['--api-keys-file', keys] });
  const page = await open(url);
  await page.getByLabel('API key or token').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('does not take this key').waitFor();
  await lookAt(page, 'state-sign-in');
  await page.getByLabel('API key or token').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await untilLive(page);
  expect(page.url()).not.toContain(key);
  await page.getByRole('button', { name: 'You, view only' }).click();
  await page.getByText('onlooker').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Pool default/ }).click();
  const pause = page.getByRole('menuitem', { name: /Pause the pool/ });
  expect(await pause.getAttribute('aria-disabled')).toBe('true');
  expect(await pause.innerText()).toContain('This needs the role operator or admin.');
  await lookAt(page, 'state-view-only');
});

it('says whose a pool is not, and leads to those that are; says which role is wanting', async () => {
  const keys = join(folder, 'more-keys.json');
  const elsewhere = createKey(
    keys,
    { name: 'billing-team', roles: ['operator'], pools: ['billing'], expiresAt: null },
    0,
  );
  const worker = createKey(keys, { name: 'machine-7', roles: ['worker'], pools: null, expiresAt: null }, 0);
  const { url } = await serve({ args: ['--api-keys-file', keys] });
  const signIn = async (key: string): Promise<Page> => {
    const page = await open(url);
    await page.getByLabel('API key or token').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await title(page, 'Not allowed').waitFor();
    return page;
  };
  const ofWorker = await signIn(worker);
  await ofWorker.getByText('The key machine-7 has the role worker.').waitFor();
  const page = await signIn(elsewhere);
  await page.getByText('The key billing-team is not for the pool default').waitFor();
  await standing(page, 'Not allowed').waitFor();
  await lookAt(page, 'state-not-allowed');
  await page.getByRole('button', { name: 'Open billing' }).click();
  await title(page, 'There is no pool yet').waitFor();
  await startByForm(page, '1');
  await page.getByText('agent-1', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'You' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await title(page, 'Sign in').waitFor();
});

it('says that the server went away before it answered, and goes on by itself', async () => {
  link = await openLink((await serve()).port);
  const opened = await openPage(browser, link.url);
  watched.push(opened);
  const { page, context } = opened;
  // It dies between the page and its first question.
  await context.route('**/graphql', async (route) => {
    await kill();
    await route.continue();
  });
  await page.goto(`${link.url}/isolation`);
  await title(page, 'The server does not answer').waitFor();
  await page.getByText(/^Trying for \d+ s$/).waitFor();
  await context.unroute('**/graphql');
  await lookAt(page, 'state-server-gone');
  link.retarget((await serve()).port);
  await title(page, 'Isolation').waitFor();
});

it('says how old the view is while the server is away, that nothing is missing then, or what is', async () => {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const options = { dataDir, args: ['--size', '0', '--snapshot-every', '100', '--retention-count', '1'] };
  link = await openLink((await serve(options)).port);
  const page = await open(link.url);
  await untilLive(page);
  await page.getByText('No agents: tasks wait until one joins.').waitFor();
  await lookAt(page, 'state-no-agents');

  await kill();
  await notice(page, 'The server does not answer. What is shown is as of').waitFor();
  await page.getByText(/^\d+ s old$/).waitFor();
  await page.getByText('No agents: tasks wait until one joins.').waitFor();
  await lookAt(page, 'state-reconnecting');
  const { url, port } = await serve(options);
  link.retarget(port);
  await notice(page, 'Nothing that happened meanwhile is missing.').waitFor();
  await untilLive(page);
  await lookAt(page, 'state-resumed');

  // While it is away more happens than the log keeps: some 400 records and several snapshots. Memory does not outlive the server.
  link.cut();
  await notice(page, 'The server does not answer').waitFor();
  const client = new PoolClient(url);
  for (let round = 0; round < 4; round += 1) {
    const others = await Promise.all(Array.from({ length: 50 }, () => client.submit({ type: 'GENERAL' })));
    await Promise.all(
      others.map(({ id }) =>
        client.ask('mutation ($taskId: ID!) { cancelTask(input: { taskId: $taskId }) { cursor } }', { taskId: id }),
      ),
    );
  }
  await client.submit({ type: 'GENERAL' });
  await server?.stop();
  link.retarget((await serve(options)).port);
  link.mend();
  await notice(page, 'are missing from the feed').waitFor();
  await notice(page, 'The pool has no agents: 1 task waits').waitFor();
  expect(await page.getByText('Nothing that happened meanwhile is missing').count()).toBe(0);
  await page
    .getByRole('link', { name: /^Queue/ })
    .filter({ hasText: '1of 100' })
    .waitFor();
  await lookAt(page, 'state-gap');
  await page.getByRole('button', { name: 'Understood' }).click();
  await page.getByText('are missing from the feed').waitFor({ state: 'detached' });
});

it('says that the queue is empty, that it is full, and takes it back', async () => {
  const { url } = await serve({ args: ['--size', '0', '--max-queue', '3'] });
  const client = new PoolClient(url);
  const page = await open(url, '/tasks?status=PENDING');
  await page.getByText(/The queue is empty|No task fits/).waitFor();
  await lookAt(page, 'state-empty-queue');
  const ids: string[] = [];
  for (let each = 0; each < 3; each += 1) ids.push((await client.submit({ type: 'GENERAL' })).id);
  await notice(page, 'The queue is full, 3 tasks').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('region', { name: 'Queue full' }).waitFor();
  await lookAt(page, 'state-queue-full');
  await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id: ids[0] });
  await page.getByText('The queue is full').waitFor({ state: 'detached' });
});

it('says what is degraded, and that the pool is paused, draining and stopped; and starts it again', async () => {
  const { url } = await serve();
  const client = new PoolClient(url);
  const set = (status: string) =>
    client.ask(`mutation { setDependencyStatus(input: { name: "discovery", status: ${status} }) { cursor } }`);
  const page = await open(url);
  await untilLive(page);
  await set('DOWN');
  const banner = page.getByRole('region', { name: /^Degraded/ });
  await banner.filter({ hasText: 'Migration' }).waitFor();
  await lookAt(page, 'state-degraded');
  await set('UP');
  await banner.waitFor({ state: 'detached' });

  await client.ask('mutation { pausePool { cursor } }');
  await notice(page, 'The pool is paused').waitFor();
  await lookAt(page, 'state-paused');
  await client.ask('mutation { resumePool { cursor } }');
  await notice(page, 'The pool is paused').waitFor({ state: 'detached' });

  const cursor = await client.cursor();
  const { id } = await client.submit({ type: 'GENERAL', payload: { text: 'runs on', sleepMs: 60_000 } });
  await page
    .getByRole('link', { name: /^Busy agents/ })
    .filter({ hasText: '1of 4' })
    .waitFor();
  const draining = client.ask('mutation { shutdownPool(input: { mode: DRAIN }) { cursor } }');
  await notice(page, 'The pool is draining: 1 running task may finish').waitFor();
  await lookAt(page, 'state-draining');
  await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id });
  await Promise.all([draining, client.settled([id], cursor)]);
  await notice(page, 'The pool is stopped.').waitFor();
  await lookAt(page, 'state-stopped');
  await page.getByRole('button', { name: 'Start it' }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await notice(page, 'The pool is stopped.').waitFor({ state: 'detached' });
});

it('says that a damaged log can only be read, shows what is left of it, and offers no action', async () => {
  const dataDir = mkdtempSync(join(folder, 'data-'));
  const args = ['--agent-kind', 'REMOTE', '--size', '1'];
  const { url } = await serve({ dataDir, args });
  for (let each = 0; each < 10; each += 1) await new PoolClient(url).submit({ payload: { each } });
  await server?.stop();
  alter(
    join(dataDir, 'pools', 'default'),
    'UPDATE batch SET crc = 0 WHERE last = (SELECT max(last) - 4 FROM batch) OR last = (SELECT max(last) FROM batch WHERE last < (SELECT max(last) - 4 FROM batch))',
  );
  const page = await open((await serve({ dataDir, args })).url, '/tasks');
  await notice(page, 'The log of this pool is damaged on disk').waitFor();
  await page
    .getByRole('link', { name: /^task_/ })
    .first()
    .waitFor();
  await lookAt(page, 'state-read-only');
  await page.getByRole('button', { name: /^Pool default/ }).click();
  expect(await page.getByRole('menuitem', { name: /Pause the pool/ }).innerText()).toContain('can only be read');
});

it('says where there is no page', async () => {
  const { url } = await serve();
  const page = await open(url);
  await untilLive(page);
  await page.evaluate('history.pushState(null, "", "/nowhere"); dispatchEvent(new PopStateEvent("popstate"))');
  await title(page, 'Nothing here').waitFor();
  await lookAt(page, 'state-not-found');
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await page.getByRole('region', { name: 'Agents' }).waitFor();
});
