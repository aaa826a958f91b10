import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openLink } from '../../support/link.mjs';
import { expectAccessible, untilLive } from './console-page.js';
import { overviewTests, untilTrue } from './overview-page.js';

const tests = overviewTests('--size', '1');

const log = (page: Page) => page.getByRole('log', { name: 'Events' });
const newestRow = (page: Page) => log(page).locator('li[aria-posinset="1"]');
const chip = (page: Page) => page.getByRole('button', { name: /^\d[\d,]*\+? new$/ });
const textFilter = (page: Page) => page.getByRole('searchbox', { name: 'Text in events' });

const scrolled = (page: Page) => page.evaluate("document.querySelector('[role=log]').scrollTop");

/** Submits tasks and waits until all are over; the last one's id. */
async function work(count = 1): Promise<string> {
  const after = await tests.pool.cursor();
  const tasks = await Promise.all(
    Array.from({ length: count }, () => tests.pool.submit({ type: 'GENERAL', payload: { text: 'an event' } })),
  );
  await tests.pool.settled(
    tasks.map(({ id }) => id),
    after,
  );
  return tasks.at(-1)?.id ?? '';
}

/** What the server has of a task, the newest first, in the words of the page. */
async function namesOf(taskId: string): Promise<readonly string[]> {
  const { events } = await tests.pool.ask<{ events: { nodes: { kind: string; name: string }[] } }>(
    'query ($filter: EventFilter) { events(first: 200, filter: $filter) { nodes { kind name } } }',
    { filter: { taskId, kinds: ['TASK'] } },
  );
  return events.nodes.map(({ name }) => `Task ${name.toLowerCase()}`).reverse();
}

async function shownNames(page: Page): Promise<readonly string[]> {
  return log(page).getByRole('listitem').getByRole('link').allInnerTexts();
}

describe('the feed of events', () => {
  it('shows what happened before it was opened, and a reload keeps that and the filter', async () => {
    const id = await work();
    await work();
    const page = await tests.open();
    await textFilter(page).fill(id);
    await page.getByLabel('Kind', { exact: true }).selectOption('TASK');
    await page.getByLabel('Task type').selectOption('GENERAL');
    const expected = await namesOf(id);
    await log(page)
      .locator(`li[aria-setsize="${String(expected.length)}"]`)
      .first()
      .waitFor();
    expect(await shownNames(page)).toEqual(expected);
    await expectAccessible(page);

    await page.reload();
    await untilLive(page);
    await log(page)
      .locator(`li[aria-setsize="${String(expected.length)}"]`)
      .first()
      .waitFor();
    expect(await shownNames(page)).toEqual(expected);
    expect(await textFilter(page).inputValue()).toBe(id);
    await log(page).getByRole('link', { name: 'Task completed' }).click();
    await page.getByRole('heading', { level: 1, name: id }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await log(page).getByText('Agent freed').first().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('narrows to one agent, also for what happened before', async () => {
    await work();
    const page = await tests.open();
    await log(page).getByRole('link', { name: 'Agent freed' }).first().click();
    expect(await page.getByLabel('Agent', { exact: true }).locator('option:checked').innerText()).toBe('Agent agent-1');
    await log(page).getByText('Task completed').first().waitFor();
    expect(await log(page).getByText('Pool initialized').count()).toBe(0);
    await page.getByLabel('Agent', { exact: true }).selectOption('All agents');
    await log(page).getByText('Task submitted').first().waitFor();
  });

  it('stays stopped over focus, blur and a lost connection, counts what comes, and misses nothing', async () => {
    await work();
    const link = await openLink(tests.server.port);
    try {
      const page = await tests.open('/', {}, link.url);
      await newestRow(page).waitFor();
      await page.getByRole('button', { name: 'Stop events' }).click();
      const before = await newestRow(page).innerText();
      const first = await work();
      await chip(page).waitFor();
      await page.evaluate('for (const name of ["blur", "focus"]) window.dispatchEvent(new Event(name))');
      link.cut();
      await page
        .getByRole('status')
        .filter({ hasText: /^Reconnecting$/ })
        .waitFor();
      const second = await work();
      link.mend();
      await untilLive(page);
      const all = [...(await namesOf(second)), ...(await namesOf(first))];
      // Each task's events, and those of the agent with them.
      await untilTrue(
        page,
        `parseInt([...document.querySelectorAll('button')].find((each) => / new$/.test(each.innerText))?.innerText) > ${String(all.length)}`,
      );
      expect(await newestRow(page).innerText()).toBe(before);
      expect(await page.getByRole('button', { name: 'Follow events' }).getAttribute('aria-pressed')).toBe('true');

      await chip(page).click();
      await chip(page).waitFor({ state: 'detached' });
      await log(page)
        .getByText(/Without connection for \d+ s/)
        .waitFor();
      await page.getByLabel('Kind', { exact: true }).selectOption('TASK');
      for (const id of [first, second]) {
        await textFilter(page).fill(id);
        const expected = await namesOf(id);
        await untilTrue(
          page,
          `[...document.querySelectorAll('[role=log] a')].map((each) => each.innerText).join() === ${JSON.stringify(expected.join())}`,
        );
      }
    } finally {
      await link.close();
    }
  });

  it('stays where somebody has scrolled to, says how many are new, and goes back to the newest', async () => {
    await work(12);
    const page = await tests.open();
    await log(page).locator('li').nth(8).waitFor();
    await page.evaluate("document.querySelector('[role=log]').scrollTo({ top: 400 })");
    await log(page).locator('li[aria-posinset="20"]').waitFor();
    const seen = await log(page).locator('li[aria-posinset="12"]').innerText();
    await work(2);
    await chip(page).waitFor();
    expect(await log(page).locator('li[aria-posinset="12"]').innerText()).toBe(seen);
    expect(await scrolled(page)).toBe(400);
    await expectAccessible(page);
    await chip(page).press('Enter');
    await chip(page).waitFor({ state: 'detached' });
    expect(await scrolled(page)).toBe(0);
    await newestRow(page).getByText('Agent freed').waitFor();
  });

  it('stays as it was while the whole view is paused, and goes on with what is now', async () => {
    await work();
    const page = await tests.open();
    await newestRow(page).waitFor();
    await page.keyboard.press('p');
    await page.getByText('The view is paused').waitFor();
    const id = await work();
    const other = await tests.open();
    await other.getByRole('log').getByTitle(`Open ${id}`).first().waitFor();
    expect(await log(page).getByTitle(`Open ${id}`).count()).toBe(0);
    await page.keyboard.press('p');
    await log(page).getByTitle(`Open ${id}`).first().waitFor();
  });
});
