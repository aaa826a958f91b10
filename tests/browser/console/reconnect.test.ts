import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, type WatchedPage } from '../../support/browser.js';
import { PoolClient } from '../../support/client.js';
import { startServer, type RunningServer } from '../../support/server.js';
import { expectClean, openConsole, untilLive } from './console-page.js';
import { feedRows } from './feed-rows.js';

let browser: Browser;
let dataDir: string;
let server: RunningServer;
let client: PoolClient;
let watched: WatchedPage[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-reconnect-'));
  [browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })]);
  client = new PoolClient(server.url);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

afterEach(async () => {
  try {
    for (const page of watched) expectClean(page);
  } finally {
    await Promise.all(watched.map(({ context }) => context.close()));
    watched = [];
  }
});

async function open(path: string): Promise<Page> {
  const opened = await openConsole(browser, server.url, path);
  watched.push(opened);
  await untilLive(opened.page);
  return opened.page;
}

async function submit(number: number, payload: Readonly<Record<string, unknown>> = { text: 'three words here' }) {
  return Promise.all(
    Array.from({ length: number }, async () => (await client.submit({ type: 'GENERAL', payload })).id),
  );
}

/** Kills the server while tasks run and wait, and starts it again on the same port, with what it left on disk. */
async function killUnderWork(page: Page): Promise<void> {
  const cursor = await client.cursor();
  const ids = [...(await submit(1, { text: 'runs', sleepMs: 300 })), ...(await submit(2))];
  await server.kill();
  await page
    .getByRole('status')
    .filter({ hasText: /^Reconnecting$/ })
    .waitFor();
  server = await startServer({ dataDir, args: ['--port', String(server.port)] });
  await client.settled(ids, cursor);
}

/** What the log says of tasks behind `after`, newest first, as the feed shows it. */
async function logRows(after: string): Promise<readonly string[]> {
  const { events } = await client.ask<{
    events: { nodes: { kind: string; name: string; task: { id: string } | null }[] };
  }>('query ($after: Cursor) { events(after: $after, first: 200) { nodes { kind name task { id } } } }', { after });
  return events.nodes
    .filter(({ kind }) => kind === 'TASK')
    .map(({ name, task }) => `Task ${name.toLowerCase().replaceAll('_', ' ')} ${task?.id.slice(-6) ?? ''}`)
    .reverse();
}

async function untilFeedIs(page: Page, expected: readonly string[]): Promise<void> {
  const [, name = '', task = ''] = /^(.*) (\w+)$/.exec(expected[0] ?? '') ?? [];
  await page
    .getByRole('log')
    .getByRole('listitem')
    .filter({ hasText: name })
    .filter({ hasText: task })
    .first()
    .waitFor();
  expect(await feedRows(page)).toEqual(expected);
}

it('shows each event once and in order over a server that is killed twice, and figures as the server has them', async () => {
  const before = await client.cursor();
  const page = await open('/');
  const first = await submit(1);
  await client.settled(first, before);
  await killUnderWork(page);
  await untilLive(page);
  await untilFeedIs(page, await logRows(before));

  // Paused, it stays as it is over the second crash, and afterwards shows everything.
  await page.getByRole('button', { name: 'Pause the view' }).click();
  await page.getByText('The view is paused at').waitFor();
  const held = await feedRows(page);
  await killUnderWork(page);
  await page
    .getByRole('status')
    .filter({ hasText: /^Paused$/ })
    .waitFor();
  await page.getByText('The view is paused at').waitFor();
  expect(await feedRows(page)).toEqual(held);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await untilFeedIs(page, await logRows(before));

  const { pool } = await client.ask<{ pool: { metrics: { tasksCompleted: number; tasksFailed: number } } }>(
    '{ pool { metrics { tasksCompleted tasksFailed } } }',
  );
  await page.getByRole('link', { name: 'Tasks', exact: true }).click();
  const tab = (name: string, number: number) =>
    page.getByRole('link', { name: new RegExp(`^${name}\\s*${String(number)}$`) }).waitFor();
  await tab('Completed', pool.metrics.tasksCompleted);
  await tab('Failed', pool.metrics.tasksFailed);
});

/** What scrolls in the list, for the page. */
const BODY = "document.querySelector('[role=grid] > [role=rowgroup]:last-child')";

it('keeps the place in the list and the task that is open over a server that is killed', async () => {
  const cursor = await client.cursor();
  const ids = await submit(40);
  await client.settled(ids, cursor);
  const page = await open(`/tasks/${ids[0] ?? ''}?status=COMPLETED`);
  const rows = page.getByRole('grid', { name: 'Tasks' }).getByRole('rowgroup').last();
  await rows
    .getByRole('link', { name: /^task_/ })
    .first()
    .waitFor();
  await page.evaluate(`${BODY}.scrollTop = 240`);
  await killUnderWork(page);
  await untilLive(page);
  await page.getByRole('heading', { level: 1, name: ids[0] ?? '' }).waitFor();
  expect(await page.evaluate(`${BODY}.scrollTop`)).toBe(240);
  expect(page.url()).toContain('status=COMPLETED');
});
