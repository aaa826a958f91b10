import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Tools } from '../mcp/tools.js';
import { startServer } from '../support/server.js';

interface Entry {
  readonly type?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function entryIn(file: string): Entry {
  const config = JSON.parse(readFileSync(resolve('examples/mcp', file), 'utf8')) as {
    readonly mcpServers: Readonly<Record<string, Entry>>;
  };
  expect(Object.keys(config.mcpServers)).toEqual(['coordination-pool']);
  return config.mcpServers['coordination-pool']!;
}

describe('the configurations of MCP clients', () => {
  it.each([
    ['claude-code.mcp.json', 'http'],
    ['cursor.mcp.json', undefined],
  ])('%s leads to the server', async (file, type) => {
    const entry = entryIn(file);
    expect([entry.type, entry.url]).toEqual([type, 'http://127.0.0.1:4000/mcp']);
    const server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '1'] });
    // As they are with no key set.
    const headers = { Authorization: entry.headers?.['Authorization']?.replace(/\$\{.*\}/, '') ?? '?' };
    const tools = await Tools.connect(new URL(entry.url!.replace(':4000', `:${server.port}`)).origin, { headers });
    expect(await tools.ask('pool_status')).toMatchObject({ size: 1 });
    await tools.close();
    await server.stop();
  });

  it('claude_desktop_config.json starts the command that leads to the server', async () => {
    const { command, args = [], env = {} } = entryIn('claude_desktop_config.json');
    expect(command).toBe('node');
    const server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '1'] });
    const [program, name, ...options] = args.map((arg) => arg.replace(':4000', `:${server.port}`));
    expect([existsSync(program!.replace('/path/to/coordination-pool', resolve('.'))), name]).toEqual([true, 'mcp']);
    const tools = await Tools.overStdio(options, { env: { ...env } });
    expect(await tools.ask('pool_status')).toMatchObject({ size: 1 });
    await tools.close();
    await server.stop();
  });
});

describe('smolagents_worker.py', () => {
  const program = resolve('examples/mcp/smolagents_worker.py');
  const python = (...args: readonly string[]) => spawnSync('python3', args, { encoding: 'utf8' });

  it('starts, and says what it needs where smolagents is missing', () => {
    expect(python(program, '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--worker') });
    // Without any package beside the standard library.
    expect(python('-I', '-S', program)).toMatchObject({ status: 1, stderr: expect.stringContaining('pip install') });
  });

  it('gives its model tools that there are, and names their parameters right', async () => {
    const text = readFileSync(program, 'utf8');
    const names = [...(/^TOOLS = \{(.*)\}$/m.exec(text)?.[1] ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name);
    const server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0'] });
    const tools = await Tools.connect(server.url);
    const { tools: listed } = await tools.client.listTools();
    expect(names.length).toBeGreaterThan(3);
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    const claim = listed.find(({ name }) => name === 'claim_task');
    expect(Object.keys(claim?.inputSchema.properties ?? {})).toEqual(expect.arrayContaining(['worker', 'pool']));
    await tools.close();
    await server.stop();
  });
});
