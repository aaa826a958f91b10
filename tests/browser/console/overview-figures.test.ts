import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { RemoteWorker } from '../../support/remote-worker.js';
import { expectAccessible, expectNoSidewaysScrolling, LOOKS, untilLive } from './console-page.js';
import { overviewTests, untilTrue } from './overview-page.js';

const tests = overviewTests('--size', '2', '--max-size', '66');

const figure = (page: Page, name: RegExp) => page.getByRole('figure', { name });

async function work(count: number): Promise<void> {
  const after = await tests.pool.cursor();
  const tasks = await Promise.all(
    Array.from({ length: count }, () => tests.pool.submit({ type: 'GENERAL', payload: { text: 'a figure' } })),
  );
  await tests.pool.settled(
    tasks.map(({ id }) => id),
    after,
  );
}

/** Waits until the column `Completed` of the table adds up to so many. */
const untilCompleted = (page: Page, count: number) =>
  untilTrue(
    page,
    `[...document.querySelectorAll('tbody tr td:nth-child(2)')].reduce((sum, cell) => sum + Number(cell.innerText), 0) === ${String(count)}`,
  );

const drawn = (page: Page) => page.evaluate<string>("document.querySelector('canvas').toDataURL()");

describe('the charts', () => {
  it('show the past after a reload, as a picture and as a table, and follow the theme', async () => {
    await work(7);
    const page = await tests.open('/?range=1m', { colorScheme: 'light' });
    await figure(page, /^Throughput/)
      .locator('canvas')
      .waitFor();
    const table = page.getByRole('button', { name: 'Table' });
    await table.click();
    await untilCompleted(page, 7);
    await expectAccessible(page);
    await page.reload();
    await untilLive(page);
    await table.click();
    await untilCompleted(page, 7);
    await table.click();

    await figure(page, /^Throughput/)
      .locator('canvas')
      .waitFor();
    await page.getByRole('button', { name: 'Pause the view' }).click();
    const light = await drawn(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await untilTrue(page, `document.querySelector('canvas')?.toDataURL() !== ${JSON.stringify(light)}`);
  });

  it('have their colours where less motion is wanted', async () => {
    await work(3);
    const page = await tests.open('/?range=1m');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.reload();
    await figure(page, /^Throughput/)
      .locator('canvas')
      .waitFor();
    // Text and grid are all but grey; the line of what has completed is green.
    await untilTrue(
      page,
      `(({ data }) => data.some((_, at) => at % 4 === 0 && data[at + 3] > 200 && data[at + 1] - data[at] > 60))(document.querySelector('canvas').getContext('2d').getImageData(0, 0, document.querySelector('canvas').width, document.querySelector('canvas').height))`,
    );
  });

  it('have one crosshair, and their legends read what is under it', async () => {
    const page = await tests.open('/?range=1m');
    const plot = figure(page, /^Throughput/).locator('.u-over');
    await plot.scrollIntoViewIfNeeded();
    await plot.hover({ position: { x: 40, y: 40 } });
    for (const name of [/^Throughput/, /^Assignment latency/, /^Queue/]) {
      await figure(page, name)
        .getByText(/\d:\d\d/)
        .first()
        .waitFor();
    }
    await figure(page, /^Queue/)
      .getByText('bound 100')
      .waitFor();
  });
});

describe('figures', () => {
  it('are never negative and ages right where the clock of the machine is wrong', async () => {
    const page = await tests.open();
    for (const hours of [-3, 3]) {
      await page.addInitScript(`{ const now = Date.now; Date.now = () => now() + ${String(hours * 3_600_000)}; }`);
      await page.reload();
      await untilLive(page);
      await page
        .getByText(/^\d+ s ago$/)
        .first()
        .waitFor();
      const text = await page.locator('main').innerText();
      expect(text).not.toMatch(/(?<!\w)-\d/);
      expect(text).not.toMatch(/\d h \d/);
      // Undone for the next one.
      await page.addInitScript(`{ const now = Date.now; Date.now = () => now() - ${String(hours * 3_600_000)}; }`);
    }
  });

  it('lead to what they count', async () => {
    const page = await tests.open();
    await page.getByRole('link', { name: /^Failed/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=FAILED');
  });

  it('say that the queue is full, and how many were refused', async () => {
    await tests.pool.ask('mutation { pausePool { cursor } }');
    const input = { tasks: Array.from({ length: 100 }, () => ({ type: 'GENERAL' })) };
    await tests.pool.ask('mutation ($input: SubmitTasksInput!) { submitTasks(input: $input) { refused } }', { input });
    await tests.pool.send('mutation { submitTask(input: { type: GENERAL }) { cursor } }');
    const page = await tests.open('/', LOOKS[3]);
    await page.getByRole('region', { name: 'Queue full' }).getByText('1 were refused so far').waitFor();
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  });
});

it('shows 64 agents in a place that scrolls by itself, by keyboard too', async () => {
  for (let group = 0; group < 8; group += 1) {
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => RemoteWorker.spawn(tests.pool, `of-many-${String(group)}-${String(at)}`)),
    );
  }
  for (const look of [LOOKS[1], LOOKS[2]]) {
    const page = await tests.open('/', look);
    await page.getByText('66 of at most 66').waitFor();
    expect(await page.getByRole('button', { name: /^Actions for / }).count()).toBeGreaterThanOrEqual(66);
    await expectNoSidewaysScrolling(page);
    await expectAccessible(page);
  }
});
