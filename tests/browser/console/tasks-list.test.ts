import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScrolling, LOOKS, untilLive } from './console-page.js';
import { servePages } from './pages.js';

// Without agents everything waits, so that what is listed is what the test has submitted.
const { pool, open } = servePages(['--size', '0', '--max-queue', '5000']);

interface Listed {
  readonly id: string;
  readonly status: string;
}

async function submit(number: number, input: Readonly<Record<string, unknown>>): Promise<string[]> {
  const ids: string[] = [];
  for (let left = number; left > 0; left -= 100) {
    const { submitTasks } = await pool().ask<{ submitTasks: { results: { task: Listed }[] } }>(
      'mutation ($input: SubmitTasksInput!) { submitTasks(input: $input) { results { task { id status } } } }',
      { input: { tasks: Array.from({ length: Math.min(100, left) }, () => input) } },
    );
    ids.push(...submitTasks.results.map(({ task }) => task.id));
  }
  return ids;
}

async function statusOf(id: string): Promise<string | undefined> {
  return (await pool().ask<{ task: Listed | null }>('query ($id: ID!) { task(id: $id) { id status } }', { id })).task
    ?.status;
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Tasks' });
/** By its place and not by its role: behind a dialog it has none. */
const row = (page: Page, id: string) => page.locator(`[data-row="${id}"]`);
const chip = (page: Page, text: string) => page.getByRole('list', { name: 'Filters' }).getByText(text);

it('says that there are none yet, and how to begin', async () => {
  const page = await open('/tasks');
  await page.getByText('No tasks yet').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Failed/ }).click();
  await page.getByText('Nothing has failed').waitFor();
  const retryAll = page.getByRole('button', { name: /^Retry all/ });
  expect(await retryAll.getAttribute('aria-disabled')).toBe('true');
});

it('keeps its filters over a reload, and takes them back and forth with the history', async () => {
  const [research] = await submit(1, { type: 'RESEARCH', payload: { query: 'kept filters' } });
  const [ingest] = await submit(1, { type: 'INGEST', payload: { folder: 'kept filters' } });
  if (research === undefined || ingest === undefined) throw new Error('nothing was submitted');
  const page = await open('/tasks');
  await row(page, ingest).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('kept');
  await chip(page, 'text: kept').waitFor();
  // The field keeps the focus while the list changes below it.
  await page.keyboard.type(' filters');
  await chip(page, 'text: kept filters').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Type', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Research' }).click();
  await page.keyboard.press('Escape');
  await row(page, ingest).waitFor({ state: 'detached' });
  await row(page, research).waitFor();
  expect(new URL(page.url()).search).toBe('?q=kept+filters&type=RESEARCH');
  expect(await page.getByRole('link', { name: /^Pending/ }).innerText()).toContain('1');
  await expectAccessible(page);

  await page.reload();
  await row(page, research).waitFor();
  await chip(page, 'type: research').waitFor();
  expect(await page.getByRole('searchbox').inputValue()).toBe('kept filters');
  expect(await row(page, ingest).count()).toBe(0);

  await page.goBack();
  await row(page, ingest).waitFor();
  expect(await chip(page, 'type: research').count()).toBe(0);
  await page.goForward();
  await row(page, ingest).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Waits for' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Backoff' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('No task fits').waitFor();
  await page.getByRole('button', { name: 'Take all filters away' }).click();
  await row(page, ingest).waitFor();
});

it('leaves rows where they are while somebody points at them, and counts what is new', async () => {
  const [first] = await submit(1, { payload: { text: 'pointed at' } });
  if (first === undefined) throw new Error('nothing was submitted');
  const page = await open('/tasks');
  await untilLive(page);
  await row(page, first).hover();
  const before = await row(page, first).boundingBox();
  const [second] = await submit(2, { payload: { text: 'behind it' } });
  if (second === undefined) throw new Error('nothing was submitted');
  await page.getByRole('button', { name: '2 new' }).waitFor();
  expect(await row(page, first).boundingBox()).toEqual(before);
  expect(await row(page, second).count()).toBe(0);
  // What becomes of a row shows all the same.
  await pool().ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id: first });
  await row(page, first).getByText('Cancelled').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: '2 new' }).click();
  await row(page, second).waitFor();
});

it('cancels what is selected with the mouse and the keyboard, and tells what was refused', async () => {
  const ids = await submit(5, { type: 'MIGRATION', payload: { text: 'to be cancelled' } });
  const [a, b, c, d, e] = ids.toReversed();
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) {
    throw new Error('too few were submitted');
  }
  const page = await open('/tasks?type=MIGRATION');
  await row(page, a).getByRole('checkbox').click();
  await row(page, c)
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await page.getByText('3 selected').waitFor();
  await row(page, c).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('4 selected').waitFor();
  await expectAccessible(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Cancel…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel 4 tasks?' });
  await dialog.waitFor();
  // The list goes on below: neither does it answer for the person, nor change what is confirmed.
  await pool().ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id: b });
  const [late] = await submit(1, { type: 'MIGRATION', payload: { text: 'after the question' } });
  await row(page, b).getByText('Cancelled').waitFor();
  expect(await statusOf(a)).toBe('PENDING');
  await dialog.getByLabel('Reason').fill('tidying up');
  await dialog.getByRole('button', { name: 'Cancel 4 tasks' }).click();
  await dialog.getByText('3 of 4').waitFor();
  await dialog.getByText('1 refused').waitFor();
  await dialog.getByRole('list', { name: 'Refused' }).getByText(b).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  expect(await Promise.all([a, b, c, d, e, late ?? ''].map(statusOf))).toEqual([
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
    'CANCELLED',
    'PENDING',
    'PENDING',
  ]);
});

it('pages through 2,000 tasks and holds but the rows in sight', async () => {
  const ids = await submit(2_000, { type: 'HEARTBEAT' });
  const page = await open('/tasks?type=HEARTBEAT');
  await page.getByText('100 of 2,000 tasks read').waitFor();
  await row(page, ids.at(-1) ?? '').focus();
  const oldest = row(page, ids[0] ?? '');
  while ((await oldest.count()) === 0) {
    const read = await page.getByText(/2,000 tasks|of 2,000 tasks read/).innerText();
    await page.keyboard.press('End');
    await oldest
      .or(page.locator('footer', { hasNotText: read }))
      .first()
      .waitFor();
  }
  await page.getByText('2,000 tasks', { exact: true }).waitFor();
  expect(await grid(page).locator('[data-row]').count()).toBeLessThan(80);
  await page.keyboard.press('Home');
  await row(page, ids.at(-1) ?? '').waitFor();
});

it.each(LOOKS)('is right in light and dark, wide and narrow ($colorScheme, $width wide)', async (look) => {
  await submit(1, { type: 'DISCOVERY', payload: { text: 'looked at' }, priority: 9 });
  const page = await open('/tasks?type=DISCOVERY', look);
  await grid(page).getByText('No idle agent').first().waitFor();
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});
