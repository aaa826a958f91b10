import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type RunningServer } from '../support/server.js';
import { COMMAND, Tools, type Protocol } from './tools.js';
import { lookAgain } from '../support/look-again.js';

const ARGS = ['--agent-kind', 'REMOTE', '--size', '1'];

interface Ended {
  readonly code: number | null;
  readonly lines: readonly unknown[];
  readonly stderr: string;
}

/** What `coordination-pool mcp` comes to with this on its standard input, which then ends. */
async function runMcp(args: readonly string[], input: string, env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, 'mcp', ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(input);
  await once(child, 'close');
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { code: child.exitCode, lines: lines.map((line) => JSON.parse(line) as unknown), stderr };
}

const request = (id: number | string, method: string, params: unknown = {}): string =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
const call = (id: number | string, name: string, parameters: unknown = {}): string =>
  request(id, 'tools/call', { name, arguments: parameters });

describe('coordination-pool mcp', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mcp-stdio-'));
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ args: ['--durability', 'memory', ...ARGS, '--max-mcp-calls', '1'] });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  it('answers every line with a line, broken ones too, and ends with its input', async () => {
    const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    const { code, lines, stderr } = await runMcp(
      ['--url', server.url],
      `no json\r\n\n${request('a', 'initialize', initialize)}`,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(lines).toMatchObject([
      { jsonrpc: '2.0', id: null, error: { code: -32_700 } },
      { jsonrpc: '2.0', id: 'a', result: { protocolVersion: '2025-11-25' } },
    ]);
  });

  it('gives refusals of the server the id of their request', async () => {
    const { lines } = await runMcp(['--url', server.url], request(7, 'tools/call', []));
    expect(lines).toMatchObject([{ jsonrpc: '2.0', id: 7, error: {} }]);
  });

  it.each<Protocol>(['legacy', 'auto'])('ends a call that is called off, %s', async (protocol) => {
    const tools = await Tools.overStdio(['--url', server.url], { protocol });
    const { task } = await tools.ask<{ task: { id: string } }>('submit_task');
    const off = new AbortController();
    const wait = async (): Promise<unknown> => {
      for (;;) {
        try {
          return await tools.call('wait_for_task', { taskId: task.id, waitMs: 50_000 }, off.signal);
        } catch (error) {
          // A look below came first.
          if (!/At most 1 calls/.test(String(error))) throw error;
        }
      }
    };
    const waits = expect(wait()).rejects.toThrow();
    const isBusy = async (): Promise<boolean> =>
      tools.call('pool_status').then(
        () => false,
        (error: unknown) => /At most 1 calls/.test(String(error)),
      );
    while (!(await isBusy())) await lookAgain();
    off.abort();
    await waits;
    while (await isBusy()) await lookAgain();
    await tools.ask('cancel_task', { taskId: task.id });
    await tools.close();
  });

  it('says where there is no server, and what to do', async () => {
    const nowhere = ['--url', 'http://127.0.0.1:1', '--patience-ms', '0'];
    const { code, lines } = await runMcp(nowhere, call(1, 'pool_status'));
    expect([code, lines]).toMatchObject([
      0,
      [{ id: 1, error: { code: -32_000, message: /no server at http:\/\/127\.0\.0\.1:1\/mcp\. Start it/ } }],
    ]);
  });

  it.each([
    [['--url', 'nowhere'], {}, '--url'],
    [[], { COORDINATION_POOL_URL: 'nowhere' }, 'COORDINATION_POOL_URL'],
    [['--patience-ms', 'x'], {}, '--patience-ms'],
    [['--no-such-option'], {}, '--no-such-option'],
  ])('refuses %j %j with code 2, and keeps standard output clean', async (args, env, named) => {
    const { code, lines, stderr } = await runMcp(args, '', env);
    expect([code, lines, stderr]).toEqual([2, [], expect.stringContaining(named)]);
  });

  it('hands the key on, and says what the server says without one', async () => {
    const file = join(directory, 'keys.json');
    const sha256 = createHash('sha256').update('secret-key').digest('hex');
    writeFileSync(file, JSON.stringify({ keys: [{ name: 'agent', sha256 }] }));
    const guarded = await startServer({ args: ['--durability', 'memory', ...ARGS, '--api-keys-file', file] });
    const { lines } = await runMcp(['--url', guarded.url], call(1, 'pool_status'));
    expect(lines).toMatchObject([{ id: 1, error: { code: -32_000, message: expect.any(String) } }]);
    const env = { COORDINATION_POOL_API_KEY: 'secret-key', COORDINATION_POOL_URL: guarded.url };
    const tools = await Tools.overStdio([], { env });
    expect(await tools.ask('pool_status')).toMatchObject({ name: 'default' });
    await tools.close();
    await guarded.stop();
  });
});

it.each<Protocol>(['legacy', 'auto'])(
  'finds the server by its data directory and goes on over its restart, %s',
  async (protocol) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mcp-restart-'));
    const before = await startServer({ dataDir, args: ARGS });
    const tools = await Tools.overStdio(['--data-dir', dataDir, '--patience-ms', '60000'], { protocol });
    const { task } = await tools.ask<{ task: { id: string } }>('submit_task');
    const waits = tools.call('wait_for_task', { taskId: task.id, waitMs: 50_000 });
    await before.stop();
    const meanwhile = tools.ask<{ task: { id: string } }>('get_task', { taskId: task.id });
    // On another port: the relay asks the data directory anew.
    const after = await startServer({ dataDir, args: ARGS });
    expect((await meanwhile).task.id).toBe(task.id);
    await tools.ask('complete_task', { taskId: task.id });
    // It was answered when the server stopped, or reached it after the restart, or was cut off, which is told.
    expect([true, 'SHUTTING_DOWN', 'cut off']).toContain(
      await waits.then(
        ({ data, error }) => error?.['code'] ?? data?.['settled'],
        (error: unknown) => (String(error).includes('was lost during this call') ? 'cut off' : String(error)),
      ),
    );
    await tools.close();
    await after.stop();
    rmSync(dataDir, { recursive: true });
  },
);
