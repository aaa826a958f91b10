import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser, openPage, type PageOptions, type WatchedPage } from '../support/browser.js';
import { startPrefixProxy } from '../support/prefix-proxy.js';
import { startServer, type RunningServer } from '../support/server.js';

// Monaco takes its seconds to load where the other tests have the processors too.
jest.setTimeout(120_000);

const STARTERS = 'console/graphiql/starters';

let browser: Browser;
let server: RunningServer;
let opened: WatchedPage[] = [];

beforeAll(async () => {
  if (!existsSync('dist/console/index.html')) throw new Error('Build the console first: npx vite build console');
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

afterEach(async () => {
  const pages = opened;
  opened = [];
  await Promise.all(pages.map(({ context }) => context.close()));
});

async function prepare(url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, new URL(url).origin, options);
  watched.page.setDefaultTimeout(30_000);
  opened.push(watched);
  return watched;
}

/** Opens GraphiQL and waits until it has the schema and an editor. */
async function openGraphiQL(url = `${server.url}/graphiql`): Promise<WatchedPage> {
  // High, since Monaco only puts the lines on the page that can be seen.
  const watched = await prepare(url, { height: 1_600 });
  const { page } = watched;
  const schema = page.waitForResponse((response) =>
    (response.request().postData() ?? '').includes('IntrospectionQuery'),
  );
  await Promise.all([schema, page.goto(url)]);
  await operationEditor(page).locator('.view-line').first().waitFor();
  return watched;
}

/** No outside origin, no error on the console. Asked at the end of a test. */
function expectClean({ foreignRequests, problems }: WatchedPage): void {
  expect(foreignRequests).toEqual([]);
  expect(problems).toEqual([]);
}

const operationEditor = (page: Page) =>
  page.getByRole('region', { name: 'Operation Editor' }).locator('.monaco-editor');
const variablesEditor = (page: Page) => page.getByRole('region', { name: 'Variables' }).locator('.monaco-editor');
const answer = (page: Page) => page.locator('.result-window');

/**
 * `place` once it contains `pattern`, a regular expression in which a space stands for any white space: Monaco writes
 * spaces that do not break.
 */
const containing = (place: Locator, pattern: string) =>
  place.filter({ hasText: new RegExp(pattern.replaceAll(' ', '\\s')) });

async function write(page: Page, editor: Locator, text: string): Promise<void> {
  await editor.first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}

async function run(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Execute query/ }).click();
}

/** A request as any other client would send it, beside the page. */
async function send<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data as Data;
}

async function submitTask(text: string): Promise<string> {
  const { submitTask: payload } = await send<{ submitTask: { task: { id: string } } }>(
    'mutation Submit($payload: JSONObject) { submitTask(input: { type: GENERAL, payload: $payload }) { task { id } } }',
    { payload: { text } },
  );
  return payload.task.id;
}

async function readCursor(): Promise<string> {
  return (await send<{ pool: { cursor: string } }>('{ pool { cursor } }')).pool.cursor;
}

describe("GraphiQL's starter tabs", () => {
  const contract = ['schema/schema.graphql', '/work/shared/design/contract.graphql'].find((file) => existsSync(file));
  const schema = buildSchema(readFileSync(contract ?? '', 'utf8'));
  const files = readdirSync(STARTERS)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => join(STARTERS, name));

  it.each(files)('%s is valid', (file) => {
    expect(validate(schema, parse(readFileSync(file, 'utf8')))).toEqual([]);
  });
});

describe('GraphiQL', () => {
  it('loads with no other origin than the server in reach', async () => {
    const watched = await openGraphiQL();
    expect(await watched.page.title()).toBe('GraphiQL - Coordination Pool');
    await watched.page.getByRole('tab', { name: 'InitializePool' }).waitFor();
    expect(await watched.page.getByRole('tab').count()).toBe(readdirSync(STARTERS).length);
    expectClean(watched);
  });

  it('offers the fields of a type while one types', async () => {
    const watched = await openGraphiQL();
    const { page } = watched;
    await write(page, operationEditor(page), 'query Pool { pool { hea } }');
    for (let back = 0; back < 4; back += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+Space');
    await containing(page.locator('.suggest-widget .monaco-list-row'), 'health').first().waitFor();
    expectClean(watched);
  });

  it('marks a misspelt field and says what is wrong with it', async () => {
    const watched = await openGraphiQL();
    const { page } = watched;
    await write(page, operationEditor(page), 'query Pool { pool { helth } }');
    await page.locator('.squiggly-error').first().waitFor();
    await page.keyboard.press('Alt+F8');
    await page.getByText('Cannot query field "helth" on type "Pool"').first().waitFor();
    expectClean(watched);
  });

  it('runs a query', async () => {
    const watched = await openGraphiQL();
    const { page } = watched;
    await write(page, operationEditor(page), 'query Server { serverInfo { node } }');
    await run(page);
    await containing(answer(page), '"node": "v?\\d').waitFor();
    expectClean(watched);
  });

  it('shows the events of a subscription', async () => {
    const after = await readCursor();
    const watched = await openGraphiQL();
    const { page } = watched;
    await page.getByRole('tab', { name: 'TaskLifecycle' }).click();
    await containing(operationEditor(page), 'subscription TaskLifecycle').first().waitFor();
    await write(page, variablesEditor(page), JSON.stringify({ after }));
    await run(page);
    const id = await submitTask('watched');
    await containing(answer(page), `"id": "${id}"`).waitFor();
    await page.getByRole('button', { name: /^Stop query/ }).click();
    expectClean(watched);
  });

  it('runs the starter tabs as they stand', async () => {
    await submitTask('so that there is one');
    const watched = await openGraphiQL();
    const { page } = watched;
    for (const [name, expected] of [
      ['InitializePool', '"status": "RUNNING"'],
      ['SubmitTask', '"id": "task_'],
      ['LatestTasks', '"totalCount": [1-9]'],
      ['DegradeAndRecover', '"overridden": false'],
      ['IsolationReport', '"isolated": true'],
    ] as const) {
      await page.getByRole('tab', { name }).click();
      await containing(operationEditor(page), `(query|mutation) ${name}`).first().waitFor();
      await run(page);
      await containing(answer(page), expected).waitFor();
      expect(await answer(page).innerText()).not.toContain('"errors"');
    }
    expectClean(watched);
  });

  it('sees the degradation that the starter tab before it made', async () => {
    const after = await readCursor();
    await send(readFileSync(join(STARTERS, '5-degrade-and-recover.graphql'), 'utf8'));
    const watched = await openGraphiQL();
    const { page } = watched;
    await page.getByRole('tab', { name: 'Degradation' }).click();
    await containing(operationEditor(page), 'subscription Degradation').first().waitFor();
    await write(page, variablesEditor(page), JSON.stringify({ after }));
    await run(page);
    await containing(answer(page), '"type": "(DEPENDENCY_UP|POOL_RECOVERED)"').waitFor();
    expectClean(watched);
  });

  it('writes a field into the operation that is picked in the explorer', async () => {
    const watched = await openGraphiQL();
    const { page } = watched;
    await page.getByRole('button', { name: /GraphiQL Explorer/ }).click();
    await page.locator('.graphiql-explorer-root').getByText('resumePool').first().click();
    await containing(operationEditor(page), 'resumePool').first().waitFor();
    expectClean(watched);
  });

  it('says that the server is gone, and goes on by itself when it is back', async () => {
    const { page, context } = await prepare(server.url);
    const gone = /\/(graphql|readyz)$/;
    await context.route(gone, (route) => route.abort());
    await page.goto(`${server.url}/graphiql`);
    const notice = page.getByRole('alert').filter({ hasText: 'The server does not answer at' });
    await notice.waitFor();
    const schema = page.waitForResponse(async (response) => (await response.text()).includes('__schema'));
    await context.unroute(gone);
    await notice.waitFor({ state: 'detached' });
    await schema;
  });

  it('works behind a path prefix, on its address with a slash too', async () => {
    const proxy = await startPrefixProxy(server.url, '/tools/pool');
    try {
      const watched = await openGraphiQL(`${proxy.url}/graphiql/`);
      const { page } = watched;
      expect(page.url()).toBe(`${proxy.url}/graphiql`);
      const after = await readCursor();
      await page.getByRole('tab', { name: 'TaskLifecycle' }).click();
      await containing(operationEditor(page), 'subscription TaskLifecycle').first().waitFor();
      await write(page, variablesEditor(page), JSON.stringify({ after }));
      await run(page);
      const id = await submitTask('behind a proxy');
      await containing(answer(page), `"id": "${id}"`).waitFor();
      expectClean(watched);
    } finally {
      await proxy.stop();
    }
  });
});
