import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { COMMAND, runCommand, startCommand } from '../support/command-line.js';
import { openLink } from '../support/link.mjs';
import { startPrefixProxy } from '../support/prefix-proxy.js';
import { startServer } from '../support/server.js';

interface Line {
  readonly cursor: string;
  readonly name: string;
  readonly missedBefore: number;
  readonly task: { readonly id: string } | null;
}

const ARGS = ['--size', '1', '--handlers', resolve('tests/support/brief-handlers.mjs')];
const folder = mkdtempSync(join(tmpdir(), 'cli-streams-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('events goes on behind a cursor, over a crash of the server and a restart of itself, with no gap and no duplicate', async () => {
  const dataDir = join(folder, 'crash');
  const first = await startServer({ args: ARGS, dataDir });
  const link = await openLink(first.port);
  const client = new PoolClient(link.url);
  const options = { env: { COORDINATION_POOL_URL: link.url } };
  const all = async (): Promise<string[]> => {
    const { code, stdout } = await runCommand(['events', '--json'], options);
    expect(code).toBe(0);
    return stdout.split('\n').slice(0, -1);
  };
  const [begin] = (await all()).map((line) => JSON.parse(line) as Line);

  const follow = startCommand(['events', '--follow', '--json', '--after', String(begin?.cursor)], options);
  const one = await client.submit({ payload: { ms: 1 } });
  const ends = (id: string) => (written: string) => new RegExp(`"COMPLETED".*"task":{"id":"${id}"`).test(written);
  await follow.until(ends(one.id));
  await first.kill();
  await follow.until((_, told) => told.includes('is lost'));
  const second = await startServer({ args: ARGS, dataDir });
  link.retarget(second.port);
  const two = await client.submit({ payload: { ms: 1 } });
  await follow.until(ends(two.id));
  const seen = follow.lines<Line>();
  follow.process.kill('SIGTERM');
  await follow.ended();

  // A later process goes on where that one was.
  const three = await client.submit({ payload: { ms: 1 } });
  const later = startCommand(['events', '--follow', '--json', '--after', String(seen.at(-1)?.cursor)], options);
  await later.until(ends(three.id));
  later.process.kill('SIGTERM');
  await later.ended();
  seen.push(...later.lines<Line>());

  const expected = (await all()).map((line) => JSON.parse(line) as Line);
  expect(seen.map(({ cursor }) => cursor)).toEqual(expected.slice(1, seen.length + 1).map(({ cursor }) => cursor));
  expect(seen.every(({ missedBefore }) => missedBefore === 0)).toBe(true);

  const filtered = await runCommand(['events', '--json', '--task', two.id, '--name', 'completed'], options);
  expect(filtered.stdout.split('\n').slice(0, -1)).toHaveLength(1);
  const { code, stderr } = await runCommand(['events', '--follow', '--after', 'nonsense'], options);
  expect([code, stderr]).toEqual([2, expect.stringContaining('after')]);
  await link.close();
  await second.stop();
});

it('submit --wait has the result over a crash of the server', async () => {
  const dataDir = join(folder, 'wait');
  const first = await startServer({ args: ARGS, dataDir });
  const link = await openLink(first.port);
  const args = ['submit', 'GENERAL', '--payload', '{"ms":2000}', '--wait', '--wait-ms', '60000', '--url', link.url];
  const wait = startCommand(args);
  // It is on its way to wait: the only socket that there is is its own.
  const hasSocket = async (): Promise<boolean> =>
    /^coordination_pool_websockets 1$/m.test(await (await fetch(`${first.url}/metrics`)).text());
  while (wait.process.exitCode === null && !(await hasSocket()));
  await first.kill();
  const second = await startServer({ args: ARGS, dataDir });
  link.retarget(second.port);
  expect(await wait.ended()).toEqual({
    code: 0,
    stdout: '2000\n',
    stderr: expect.stringMatching(/^The connection .* is lost.*\n$/),
  });
  await link.close();
  await second.stop();
});

it('--patience-ms waits for a server that is away', async () => {
  const dataDir = join(folder, 'patience');
  const first = await startServer({ args: ARGS, dataDir });
  const link = await openLink(first.port);
  await first.kill();
  link.cut();
  const status = startCommand(['status', '--json', '--patience-ms', '60000', '--url', link.url]);
  const second = await startServer({ args: ARGS, dataDir });
  link.retarget(second.port);
  link.mend();
  expect(await status.ended()).toMatchObject({ code: 0, stdout: expect.stringContaining('"RUNNING"') });
  await link.close();
  await second.stop();
});

it('works through a gateway that puts the server behind a path, streams too', async () => {
  const server = await startServer({ args: ['--durability', 'memory', ...ARGS] });
  const proxy = await startPrefixProxy(server.url, '/pool/one');
  // With and without what people copy from elsewhere.
  for (const url of [proxy.url, `${proxy.url}/`, `${proxy.url}/graphql`])
    expect(await runCommand(['status', '--url', url])).toMatchObject({ code: 0, stderr: '' });
  const args = ['submit', 'GENERAL', '--payload', '{"ms":5}', '--wait', '--url', proxy.url];
  expect(await runCommand(args)).toEqual({ code: 0, stdout: '5\n', stderr: '' });
  expect((await runCommand(['doctor', '--url', proxy.url])).code).toBe(0);
  await proxy.stop();
  await server.stop();
});

it('ends without a word when its reader has seen enough', async () => {
  const pipeline = `"${process.execPath}" "${COMMAND}" schema | head -1`;
  const head = spawn('sh', ['-c', pipeline], { env: { ...process.env, NODE_OPTIONS: '' } });
  let [stdout, stderr] = ['', ''];
  head.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  head.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(head, 'close');
  expect([stdout.split('\n').length, stderr]).toEqual([2, '']);
});
