import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, type WatchedPage } from '../../support/browser.js';
import { PoolClient } from '../../support/client.js';
import { openLink } from '../../support/link.mjs';
import { startPrefixProxy } from '../../support/prefix-proxy.js';
import { startServer, type RunningServer } from '../../support/server.js';
import { expectClean, untilLive } from './console-page.js';

let browser: Browser;
let server: RunningServer;
let watched: WatchedPage | null = null;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

afterEach(async () => {
  try {
    if (watched !== null) expectClean(watched);
  } finally {
    await watched?.context.close();
    watched = null;
  }
});

/** A page that notes what it asks for, and what its policy forbids from the first script on. */
async function open(url: string) {
  watched = await openPage(browser, new URL(url).origin);
  const { page, context } = watched;
  page.setDefaultTimeout(20_000);
  const paths: string[] = [];
  const violations: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  page.on('websocket', (socket) => paths.push(new URL(socket.url()).pathname));
  await context.exposeFunction('violated', (text: string) => violations.push(text));
  await context.addInitScript(
    'addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => window.violated([violatedDirective, blockedURI, sample].join(" ")))',
  );
  await page.goto(url);
  return { page, context, paths, violations };
}

it('keeps to its policy in every view, behind a prefix, with no address outside it and no double slash', async () => {
  const client = new PoolClient(server.url);
  const cursor = await client.cursor();
  const hostile = '<img src=x onerror=alert(1)><style>*{display:none}</style>';
  const { id } = await client.submit({ type: 'GENERAL', payload: { text: hostile, [hostile]: 1 } });
  await client.settled([id], cursor);
  const proxy = await startPrefixProxy(server.url, '/tools/pool');
  try {
    const { page, paths, violations } = await open(`${proxy.url}/tasks/${id}?status=COMPLETED`);
    expect((await page.request.get(`${proxy.url}/tasks/${id}`)).headers()['content-security-policy']).toContain(
      "trusted-types 'none'",
    );
    await page.getByRole('heading', { level: 1, name: id }).waitFor();
    await page.getByRole('tab', { name: 'Payload' }).click();
    await page.getByText(hostile).first().waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('figure', { name: /^Throughput/ }).waitFor();
    await page.getByRole('button', { name: /^Pool default/ }).click();
    await page.getByRole('menuitem', { name: /Shut down now/ }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Isolation' }).click();
    await page.getByRole('heading', { level: 1, name: 'Isolation' }).waitFor();
    await untilLive(page);
    // The policy is there: what it forbids is reported.
    expect(violations).toEqual([]);
    await page.evaluate(
      'new Promise((done) => { addEventListener("securitypolicyviolation", done, { once: true }); document.body.append(Object.assign(document.createElement("style"), { textContent: "*{}" })); }).then(() => undefined)',
    );
    expect(violations).toHaveLength(1);
    expect((watched?.problems as string[]).splice(0)).toEqual([expect.stringContaining('Content Security Policy')]);
    await page.getByRole('link', { name: 'GraphiQL' }).click();
    await page.locator('.graphiql-container').waitFor();
    expect(page.url()).toBe(`${proxy.url}/graphiql`);
    expect(paths.filter((path) => !path.startsWith('/tools/pool/') || path.includes('//'))).toEqual([]);
  } finally {
    await proxy.stop();
  }
});

it('says that it is offline when the network is cut, keeps what it shows, and comes back', async () => {
  const link = await openLink(server.port);
  try {
    const { page, context } = await open(link.url);
    await untilLive(page);
    await page.getByText('agent-4', { exact: true }).first().waitFor();
    await context.setOffline(true);
    link.cut();
    await page.getByText('You are offline. What is shown is as of').waitFor();
    await page.getByText('agent-4', { exact: true }).first().waitFor();
    link.mend();
    await context.setOffline(false);
    await page.getByText('You are offline').waitFor({ state: 'detached' });
    await untilLive(page);
  } finally {
    await link.close();
  }
});
