import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScrolling, LOOKS, untilLive } from './console-page.js';
import { servePages } from './pages.js';

const { pool, open } = servePages(['--size', '1', '--max-queue', '1']);

const form = (page: Page) => page.getByRole('dialog', { name: 'Submit a task' });
const problemOf = async (page: Page, label: string): Promise<string> => {
  const id = await form(page).getByLabel(label).getAttribute('aria-describedby');
  return page.locator(`[id="${id ?? ''}"]`).innerText();
};

it('goes from submitting to retrying by the keyboard alone', async () => {
  const page = await open('/tasks');
  await untilLive(page);
  await page.keyboard.press('n');
  await form(page).getByLabel('Type').and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Fail for');
  expect(await form(page).getByLabel('Payload').inputValue()).toContain('BROKEN');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  const link = page.getByRole('dialog', { name: 'The pool has it' }).getByRole('link', { name: /^Open task_/ });
  await link.and(page.locator(':focus')).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.locator('h1:focus', { hasText: 'task_' }).waitFor();
  await page.getByText('cannot be done').first().waitFor();
  // Enabled once the task has failed; what stands between the heading and it changes with its state.
  const retry = page.getByRole('button', { name: 'Retry', exact: true, disabled: false });
  await retry.waitFor();
  for (let steps = 0; steps < 6 && !(await retry.and(page.locator(':focus')).isVisible()); steps += 1)
    await page.keyboard.press('Shift+Tab');
  await retry.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('The task is back in the queue.').waitFor();
  await page.getByText('Taken up again by hand').waitFor();
});

it('tells at the field what is wrong with it: where the JSON breaks, what would be rounded, what the server refuses', async () => {
  const page = await open('/tasks?submit=GENERAL');
  const dialog = form(page);
  await dialog.getByLabel('Payload').fill('{\n  "a": 1,\n  "b" 2\n}');
  await dialog.getByRole('button', { name: 'Submit', exact: true }).click();
  expect(await problemOf(page, 'Payload')).toContain('Line 3, column 7');
  await expectAccessible(page);
  await dialog.getByLabel('Payload').fill('{ "id": 12345678901234567890 }');
  expect(await problemOf(page, 'Payload')).toContain('12345678901234567890 has more digits');
  await dialog.getByLabel('Payload').fill('[1]');
  expect(await problemOf(page, 'Payload')).toContain('JSON object');
  await dialog.getByLabel('Payload').fill('{ "text": "fine" }');
  await dialog.getByLabel('Priority').fill('12');
  await dialog.getByRole('button', { name: 'Submit', exact: true }).click();
  await dialog.locator('[aria-invalid=true]').waitFor();
  expect(await problemOf(page, 'Priority')).toBe('priority must be from 0 to 9.');
  await dialog.getByLabel('Priority').fill('9');
  await dialog.getByLabel('Timeout').fill('1');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByText('timeoutMs must be at least').waitFor();
  await dialog.getByLabel('Timeout').fill('');
  // A key pressed by mistake costs nothing.
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Submit…' }).click();
  expect(await dialog.getByLabel('Payload').inputValue()).toBe('{ "text": "fine" }');
  await dialog.getByRole('button', { name: 'Submit', exact: true }).click();
  await page.getByRole('dialog', { name: 'The pool has it' }).waitFor();
});

it('counts down where the queue is full, and tries again with the same key', async () => {
  const slow = await pool().submit({ payload: { text: 'busy', sleepMs: 60_000 } });
  const waiting = await pool().submit({ payload: { text: 'fills the queue' } });
  const page = await open('/tasks?submit=GENERAL');
  const dialog = form(page);
  const key = await dialog.getByLabel('Idempotency key').inputValue();
  await dialog.getByRole('button', { name: 'Submit', exact: true }).click();
  await dialog
    .getByRole('alert')
    .getByText(/Try again in \d+ s/)
    .waitFor();
  const again = dialog.getByRole('button', { name: 'Try again' });
  expect(await again.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  const cancel = 'mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }';
  await pool().ask(cancel, { id: waiting.id });
  await dialog.getByText('keeps the idempotency key').waitFor();
  expect(await dialog.getByLabel('Idempotency key').inputValue()).toBe(key);
  await again.click();
  const link = page.getByRole('link', { name: /^Open task_/ });
  const id = /task_\w+/.exec(await link.innerText())?.[0] ?? '';
  const query = 'query ($id: ID!) { task(id: $id) { idempotencyKey } }';
  expect(await pool().ask(query, { id })).toEqual({ task: { idempotencyKey: key } });
  await pool().ask(cancel, { id: slow.id });
});

it.each(LOOKS)('has a form for each type ($colorScheme, $width wide)', async (look) => {
  const page = await open('/tasks?submit=RESEARCH', look);
  await form(page).waitFor();
  expect(await form(page).getByLabel('Payload').inputValue()).toContain('"query"');
  await form(page).getByLabel('Type').selectOption('MIGRATION');
  expect(await form(page).getByLabel('Payload').inputValue()).toContain('"component"');
  await expectNoSidewaysScrolling(page);
  await expectAccessible(page);
});
