import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { PoolClient } from '../support/client.js';
import { openLink } from '../support/link.mjs';
import { startServer } from '../support/server.js';
import { serveFrontEnd } from '../support/web-page.js';

jest.setTimeout(90_000);

const ARGS = ['--size', '1', '--handlers', resolve('examples/pack/index.mjs')];
const STEPS = ['SUBMITTED', 'ASSIGNED', 'STARTED', 'COMPLETED'];

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const rows = (page: Page, list: string) => page.locator(`#${list} li`).allInnerTexts();
const submit = (page: Page) => page.getByRole('button', { name: 'submit' }).click();

/** Until there are so many rows, each of them settled. */
async function settled(page: Page, count: number): Promise<void> {
  await page
    .locator('#tasks li')
    .filter({ hasText: 'GENERAL COMPLETED' })
    .nth(count - 1)
    .waitFor();
}

describe.each(['urql', 'apollo-client'])('the front end with %s', (name) => {
  it('submits, watches, and goes on without a gap when the server is killed and started again', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-recipe-'));
    const [site, first] = await Promise.all([serveFrontEnd(`examples/${name}`), startServer({ dataDir, args: ARGS })]);
    const link = await openLink(first.port);
    const before = new PoolClient(first.url);
    // One that was there before the page.
    const cursor = await before.cursor();
    const { id: earlier } = await before.submit({ type: 'GENERAL', payload: { text: 'early' } });
    await before.settled([earlier], cursor);
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.goto(`${site.url}/?pool=${link.url}`);
    await settled(page, 1);
    await submit(page);
    await settled(page, 2);

    await first.kill();
    const second = await startServer({ dataDir, args: ARGS });
    const direct = new PoolClient(second.url);
    const at = await direct.cursor();
    // One that comes and ends while the page cannot reach the server.
    const { id: unseen } = await direct.submit({ type: 'GENERAL', payload: { text: 'unseen' } });
    await direct.settled([unseen], at);
    link.retarget(second.port);
    await settled(page, 3);
    await submit(page);
    await settled(page, 4);

    const tasks = await rows(page, 'tasks');
    expect(new Set(tasks.map((row) => row.split(' ')[0])).size).toBe(4);
    expect(tasks).toHaveLength(4);
    const events = await rows(page, 'events');
    const ids = [...new Set(events.map((event) => event.split(' ')[0]!))];
    expect(ids).not.toContain(earlier);
    expect(ids).toContain(unseen);
    expect(events).toEqual(ids.flatMap((id) => STEPS.map((step) => `${id} ${step}`)));
    expect(problems).toEqual([]);

    await page.close();
    await link.close();
    await second.stop();
    await site.close();
    rmSync(dataDir, { recursive: true });
  });

  it('asks for the packages that it is tested with', () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(path, 'utf8')) as Record<string, Readonly<Record<string, string>> | undefined>;
    const { dependencies = {}, devDependencies = {} } = read('package.json');
    const recipe = read(`examples/${name}/package.json`);
    const { 'coordination-pool': pool, ...others } = { ...recipe['dependencies'], ...recipe['devDependencies'] };
    expect(pool).toBe('file:../..');
    expect({ ...dependencies, ...devDependencies }).toMatchObject(others);
  });
});
