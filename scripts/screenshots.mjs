// Takes the pictures of the README from a real server in a real browser. Use: npm run build && node scripts/screenshots.mjs
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { findChromium } from './lib/chromium.mjs';

const folder = 'docs/screenshots';
const dataDir = mkdtempSync(join(tmpdir(), 'screenshots-'));
const server = spawn(process.execPath, ['dist/main.js', '--port', '0', '--data-dir', dataDir, '--log-format', 'json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise((resolve) => {
  createInterface({ input: server.stdout }).on('line', (line) => {
    const { event, port } = JSON.parse(line);
    if (event === 'server.listening') resolve(`http://127.0.0.1:${port}`);
  });
});

const submit = (type, payload) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } } }',
      variables: { input: { type, payload } },
    }),
  });

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
await page.goto(`${url}/graphiql`);
await page.getByText('initializePool').first().waitFor();
await page.waitForTimeout(2_000);
await page.getByRole('tab', { name: 'TaskLifecycle' }).click();
await page.getByText('taskLifecycle').first().waitFor();
await page.getByRole('button', { name: /execute query/i }).click();
await page.waitForTimeout(1_000);
await submit('RESEARCH', { query: 'how an agent speaks with the server', folder: 'docs' });
await page.waitForTimeout(4_000);
await page.screenshot({ path: join(folder, 'graphiql.png') });

await page.goto(url);
await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
for (const [type, payload] of [
  ['INGEST', { folder: 'docs' }],
  ['HEARTBEAT', {}],
  ['GENERAL', { text: 'four words in here' }],
])
  await submit(type, payload);
await submit('GENERAL', { text: 'waits a while', sleepMs: 5_000 });
await page.waitForTimeout(2_500);
await page.screenshot({ path: join(folder, 'console.png') });

await browser.close();
server.kill('SIGTERM');
server.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
