import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoSidewaysScrolling, LOOKS, untilLive } from './console-page.js';
import { servePages } from './pages.js';

const { pool, open } = servePages(['--size', '2', '--max-payload-bytes', '1048576']);

interface Standing {
  readonly status: string;
  readonly error: { readonly message: string } | null;
}

async function standing(id: string): Promise<Standing | null> {
  const query = 'query ($id: ID!) { task(id: $id) { status error { message } } }';
  return (await pool().ask<{ task: Standing | null }>(query, { id })).task;
}

/** Submits a task and waits until it has ended. */
async function ended(input: Readonly<Record<string, unknown>>): Promise<string> {
  const { id, cursor } = await pool().submit(input);
  await pool().settled([id], cursor);
  return id;
}

const flaky = { text: 'again', fail: { code: 'FLAKY', message: 'the first one fails', times: 1 } };
const attempts = (page: Page) => page.getByRole('list', { name: 'Attempts over time' });
const isDisabled = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).getAttribute('aria-disabled');

describe('a task', () => {
  it.each(LOOKS)('shows its life and why it went where it went ($colorScheme, $width wide)', async (look) => {
    const id = await ended({ payload: flaky, idempotencyKey: `life ${look.colorScheme} ${String(look.width)}` });
    const page = await open(`/tasks/${id}`, look);
    await attempts(page).getByRole('listitem').nth(1).waitFor();
    expect(await attempts(page).innerText()).toContain('failover to');
    await page.getByText('left out').waitFor();
    await page.getByRole('cell', { name: 'failed this task before' }).waitFor();
    await attempts(page).getByRole('button').first().click();
    await page.getByText('the first one fails').waitFor();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
    await page.getByRole('tab', { name: /Events/ }).click();
    await page.getByRole('list', { name: 'Events of the task' }).getByText('Attempt failed').waitFor();
    await expectAccessible(page);
    expect(await isDisabled(page, 'Cancel…')).toBe('true');
  });

  it('says why it waits; is cancelled only when that is confirmed, and taken up again', async () => {
    const { id } = await pool().submit({ requiredSkills: ['surgery'], payload: { text: 'waits' } });
    const page = await open(`/tasks/${id}`);
    await page.getByRole('heading', { name: 'Waits: missing skill' }).waitFor();
    await page.getByText('Place in the queue').waitFor();
    expect(await isDisabled(page, 'Retry')).toBe('true');
    await page.getByRole('button', { name: 'Retry', exact: true }).hover();
    await page.getByRole('tooltip').getByText('only what has failed or was cancelled').waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Cancel…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel the task?' });
    await dialog.getByLabel('Reason').fill('no surgeon');
    // Others come and go meanwhile.
    const other = await ended({ payload: { text: 'meanwhile' } });
    await page.locator(`[data-row="${other}"]`).getByText('Completed').waitFor();
    expect((await standing(id))?.status).toBe('PENDING');
    expect(await dialog.getByLabel('Reason').inputValue()).toBe('no surgeon');
    await dialog.getByRole('button', { name: 'Cancel the task' }).click();
    await page.getByRole('heading', { name: 'Cancelled' }).waitFor();
    await page.getByText('no surgeon').first().waitFor();
    expect((await standing(id))?.status).toBe('CANCELLED');

    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    await page.getByText('Taken up again by hand').waitFor();
    expect((await standing(id))?.status).toBe('PENDING');
  });

  it('says where it is not, such as after its retention', async () => {
    const page = await open('/tasks/task_none');
    await page.getByText('There is no such task').waitFor();
    await page.getByRole('button', { name: 'Go to the list' }).click();
    await page.waitForURL(/\/tasks$/);
  });

  it('shows what is hostile as text, a megabyte at once only on demand, and integers with all their digits', async () => {
    const script = '<img src=x onerror=document.title=1><script>document.title=1</script>';
    const payload = { text: script, [script]: 'x'.repeat(1_000_000), most: Number.MAX_SAFE_INTEGER, huge: 1e20 };
    const { id } = await pool().submit({ payload, requiredSkills: ['nobody has it'] });
    const failed = await ended({
      payload: { text: 'x', fail: { code: 'HOSTILE', message: script.repeat(10), retryable: false } },
    });
    const page = await open(`/tasks/${id}`);
    await page.getByRole('tab', { name: 'Payload' }).click();
    await page.getByText('9007199254740991', { exact: true }).waitFor();
    await page.getByText('100000000000000000000', { exact: true }).waitFor();
    await page.getByText('more of 1,000,000 characters').waitFor();
    expect((await page.locator('aside').innerText()).length).toBeLessThan(20_000);
    await expectAccessible(page);
    await page.locator(`[data-row="${failed}"]`).getByRole('link').click();
    await page.getByText(script).first().waitFor();
    expect(await page.locator('img, main script').count()).toBe(0);
    expect(await page.title()).toContain(failed);
  });
});

it('takes all that has failed back into the queue, once that is confirmed', async () => {
  const search = 'failed once, to be retried';
  const input = { payload: { ...flaky, text: search }, maxAttempts: 1 };
  const ids = [await ended(input), await ended(input), await ended(input)];
  const page = await open(`/tasks?status=FAILED&q=${encodeURIComponent(search)}`);
  await page.getByRole('button', { name: 'Retry all 3 failed…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retry all 3 failed tasks?' });
  await dialog.getByText('Only those that fit the filters').waitFor();
  await expectAccessible(page);
  const cursor = await pool().cursor();
  expect(await Promise.all(ids.map(async (id) => (await standing(id))?.status))).toEqual([
    'FAILED',
    'FAILED',
    'FAILED',
  ]);
  await dialog.getByRole('button', { name: 'Retry 3 tasks' }).click();
  await dialog.getByText('3 of 3').waitFor();
  expect([...(await pool().settled(ids, cursor)).values()]).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  // Also with the pointer over the rows, which keep still then: it is, where the dialog was.
  await page.mouse.move(400, 400);
  await page.getByText('No task fits').waitFor();
});

it('shows the isolation report with its evidence, and checks again on demand', async () => {
  const page = await open('/isolation');
  await untilLive(page);
  await page.getByText('No breach').waitFor();
  const agents = page.getByRole('main').getByRole('region');
  await agents
    .filter({ hasText: 'agent-2' })
    .getByRole('list', { name: 'Evidence' })
    .getByRole('listitem')
    .first()
    .waitFor();
  await page.getByText('How to read it').click();
  await page.getByText('It stands until the agent has new ids').waitFor();
  await expectAccessible(page);
  const answered = page.waitForResponse((response) =>
    (response.request().postData() ?? '').includes('isolationReport'),
  );
  await page.getByRole('button', { name: 'Check again' }).click();
  expect((await answered).status()).toBe(200);
  await page.getByText('2 agents checked').waitFor();
});
