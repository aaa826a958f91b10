import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { untilLive } from './console-page.js';
import { servePages } from './pages.js';

/* Short, and of what does not depend on time; `node bench/console.mjs` measures a minute of it. */

const { pool, open } = servePages(['--size', '0', '--max-queue', '5000', '--durability', 'memory']);

const AT_ONCE = 25;

/** So many tasks that are called off at once, which are three events each; gives the id of the last. */
async function pass(tasks: number): Promise<string> {
  let last = '';
  for (let left = tasks; left > 0; left -= AT_ONCE) {
    const ids = await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        const { id } = await pool().submit({ type: 'GENERAL' });
        await pool().ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id });
        return id;
      }),
    );
    last = ids.at(-1) as string;
  }
  return last;
}

const elements = (page: Page): Promise<number> => page.evaluate('document.getElementsByTagName("*").length');

it('keeps a page of the same size over thousands of events, and ends with the newest of them', async () => {
  const page = await open('/');
  await untilLive(page);
  await page.getByText(`…${(await pass(150)).slice(-6)} was cancelled`).waitFor();
  const before = await elements(page);
  await page.getByText(`…${(await pass(700)).slice(-6)} was cancelled`).waitFor();
  expect(await elements(page)).toBeLessThan(before + 100);
});

it('counts thousands of tasks as the server does, with as few rows as are seen', async () => {
  const page = await open('/tasks');
  await untilLive(page);
  await pass(700);
  const { cancelled } = (
    await pool().ask<{ pool: { cancelled: { totalCount: number } } }>(
      '{ pool { cancelled: tasks(first: 1, filter: { statuses: [CANCELLED] }) { totalCount } } }',
    )
  ).pool;
  const name = new RegExp(`^Cancelled\\s*${cancelled.totalCount.toLocaleString('en')}$`);
  await page.getByRole('link', { name }).waitFor();
  // A row has some twenty.
  expect(await elements(page)).toBeLessThan(1_500);
});
