import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import type { Browser, Locator, Page, WebSocketRoute } from 'playwright-core';
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

async function open(url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const watched = await prepare(url, options);
  await watched.page.goto(url);
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

describe("GraphiQL's starter tabs and the landing page's documents", () => {
  const contract = ['schema/schema.graphql', '/work/shared/design/contract.graphql'].find((file) => existsSync(file));
  const schema = buildSchema(readFileSync(contract ?? '', 'utf8'));
  const files = [STARTERS, 'console/landing'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.graphql'))
      .map((name) => join(folder, name)),
  );

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

describe('the landing page', () => {
  const lines = (page: Page, name: string) => page.getByRole('log').getByText(name, { exact: true });
  const figure = (page: Page, label: string) => page.locator('.figure').filter({ hasText: label }).locator('dd');

  it.each([
    { colorScheme: 'light', width: 1280, height: 800 },
    { colorScheme: 'dark', width: 360, height: 740 },
  ] as const)('shows the pool, its agents and what happens ($colorScheme, $width wide)', async (options) => {
    const watched = await open(`${server.url}/`, options);
    const { page } = watched;
    await page.getByText('Events: live').waitFor();
    await page.getByText('Ready', { exact: true }).waitFor();
    await containing(figure(page, 'Status'), 'running').waitFor();
    await containing(figure(page, 'Queue'), 'of 100').waitFor();
    expect(await page.getByRole('region', { name: 'Agents' }).getByRole('listitem').count()).toBe(4);

    await submitTask('seen on the landing page');
    await lines(page, 'task completed').first().waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(overflow).toBe(0);
    expectClean(watched);
  });

  it('leads to GraphiQL and to the metrics', async () => {
    const { page } = await open(`${server.url}/`);
    expect(await page.getByRole('link', { name: 'Metrics' }).getAttribute('href')).toBe('./metrics');
    await page.getByRole('link', { name: 'GraphiQL' }).click();
    await page.waitForURL(`${server.url}/graphiql`);
  });

  it('misses no event and shows none twice when its connection is cut', async () => {
    const watched = await prepare(server.url);
    const { page } = watched;
    const connections: WebSocketRoute[] = [];
    let cut = false;
    await page.routeWebSocket(/\/graphql$/, async (socket) => {
      if (cut) return socket.close({ code: 1012, reason: 'cut by the test' });
      connections.push(socket);
      socket.connectToServer();
    });
    await page.goto(`${server.url}/`);
    await page.getByText('Events: live').waitFor();
    await submitTask('before the cut');
    await lines(page, 'task completed').first().waitFor();

    cut = true;
    await connections.at(-1)?.close({ code: 1012, reason: 'cut by the test' });
    await page.getByText('Events: reconnecting').waitFor();
    await submitTask('during the cut');
    cut = false;
    await page.getByText('Events: live').waitFor();
    await submitTask('after the cut');
    await lines(page, 'task completed').nth(2).waitFor();

    expect(await lines(page, 'task submitted').count()).toBe(3);
    expect(await lines(page, 'task completed').count()).toBe(3);
    expect(watched.foreignRequests).toEqual([]);
  });

  it('keeps what it shows and says so while the server does not answer', async () => {
    const { page, context } = await open(`${server.url}/`);
    await containing(figure(page, 'Status'), 'running').waitFor();
    const gone = /\/(graphql|readyz)$/;
    await context.route(gone, (route) => route.abort());
    await submitTask('so that the page looks again');
    await page.getByText('Server does not answer', { exact: true }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'Is it running?' }).waitFor();
    expect(await figure(page, 'Status').innerText()).toBe('running');
    await context.unroute(gone);
    await page.getByText('Ready', { exact: true }).waitFor();
  });

  it('shows a hostile name as text', async () => {
    const name = '<img src=x onerror=document.title=1>';
    // A remote agent for a type of which this test submits no task: it takes nothing from the others.
    const { spawnAgent } = await send<{ spawnAgent: { agent: { id: string } } }>(
      `mutation Spawn($name: String) {
        spawnAgent(input: { kind: REMOTE, name: $name, taskTypes: [INGEST] }) { agent { id } }
      }`,
      { name },
    );
    const watched = await open(`${server.url}/`);
    await watched.page.getByRole('region', { name: 'Agents' }).getByText(name).waitFor();
    expect(await watched.page.locator('img').count()).toBe(0);
    expect(await watched.page.title()).toBe('Coordination Pool');
    expectClean(watched);
    await send('mutation Retire($id: ID!) { retireAgent(input: { agentId: $id }) { cursor } }', {
      id: spawnAgent.agent.id,
    });
  });
});
