import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type RunningServer } from '../support/server.js';
import { HINTS, hintsOf } from './hints.js';
import { COMMAND } from './tools.js';

const PROGRAM = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector-cli/build/cli.js');

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '1'] });
});
afterAll(() => server.stop());

/** What the command line of the MCP Inspector prints for one method, on a server over HTTP or by a command. */
async function inspect(target: readonly string[], method: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    // Its options that take several values would take the server for one more: another stands before that.
    [PROGRAM, '--cli', ...args, '--method', method, '--', ...target],
    // It looks for its own package.json from the folder that it is started in.
    { cwd: dirname(PROGRAM), env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return JSON.parse(stdout);
}

describe.each([
  ['/mcp', () => [`${server.url}/mcp`]],
  ['coordination-pool mcp', () => [process.execPath, COMMAND, 'mcp', '--url', server.url]],
])('the command line of the Inspector on %s', (_where, target) => {
  const call = (name: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> =>
    inspect(
      target(),
      'tools/call',
      '--tool-name',
      name,
      ...Object.entries(parameters).flatMap(([key, value]) => ['--tool-arg', `${key}=${JSON.stringify(value)}`]),
    );

  it('lists every tool with all four hints', async () => {
    const { tools } = (await inspect(target(), 'tools/list')) as { tools: Parameters<typeof hintsOf>[0] };
    expect(hintsOf(tools)).toEqual(HINTS);
  });

  it('submits a task, completes it, and waits for it', async () => {
    const submitted = (await call('submit_task', { type: 'GENERAL', payload: { a: 1 } })) as {
      structuredContent: { task: { id: string } };
    };
    const taskId = submitted.structuredContent.task.id;
    const waited = call('wait_for_task', { taskId, waitMs: 10_000 });
    await call('complete_task', { taskId, result: { b: 2 } });
    expect(await waited).toMatchObject({
      structuredContent: { settled: true, task: { id: taskId, status: 'COMPLETED', result: { b: 2 } } },
    });
  });

  it('shows a refusal with its code', async () => {
    expect(await call('get_task', { taskId: 'none' })).toMatchObject({
      isError: true,
      _meta: { 'coordination-pool/error': { code: 'NOT_FOUND' } },
    });
  });
});
