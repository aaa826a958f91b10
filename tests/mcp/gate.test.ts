import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { http, type HttpAnswer } from '../server/transports.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Tools } from './tools.js';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const ARGS = ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '1'];

const message = (name: string, parameters: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: parameters } });

function post(url: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<HttpAnswer> {
  return http(`${url}/mcp`, { method: 'POST', headers: { ...HEADERS, ...headers }, body });
}

/** The code of a refusal before any tool is asked, as JSON-RPC or in the form of every other address. */
function codeOf({ text }: HttpAnswer): unknown {
  const { error, errors } = JSON.parse(text) as {
    error?: { data?: { code?: unknown } };
    errors?: { extensions: { code?: unknown } }[];
  };
  return error?.data?.code ?? errors?.[0]?.extensions.code;
}

/** A wait as a client of the generation before the last opens it: its headers come as soon as the server has it in hand. */
function openWait(url: string, taskId: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: HEADERS,
    body: message('wait_for_task', { taskId, waitMs: 50_000 }),
    ...(signal !== undefined && { signal }),
  });
}

async function submitted(url: string): Promise<string> {
  const { text } = await post(url, message('submit_task'));
  return /"id":"(task_\w+)"/.exec(text)![1]!;
}

describe('the gate before MCP', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      args: [...ARGS, '--allowed-origins', 'https://pool.example.com', '--max-mcp-calls', '16'],
    });
  });
  afterAll(() => server.stop());

  it('refuses a foreign Origin and a foreign Host', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }] as const) {
      const answer = await post(server.url, message('pool_status'), headers);
      expect([answer.status, codeOf(answer)]).toEqual([403, 'FORBIDDEN']);
    }
  });

  it('lets pages of an allowed origin call, with the headers that MCP has', async () => {
    const origin = 'https://pool.example.com';
    const { status, headers } = await http(`${server.url}/mcp`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect([status, headers['access-control-allow-origin']]).toEqual([204, origin]);
    expect(headers['access-control-allow-headers']).toContain('mcp-protocol-version');
    expect((await post(server.url, message('pool_status'), { origin })).status).toBe(200);
  });

  it('refuses a body of more than 4 MiB with 413, and takes one just below', async () => {
    const padded = (bytes: number): string => {
      const frame = message('get_task', { taskId: '' });
      return frame.replace('"taskId":""', `"taskId":"${'x'.repeat(bytes - frame.length)}"`);
    };
    const answer = await post(server.url, padded(4 * 1024 * 1024 + 1));
    expect([answer.status, codeOf(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    const taken = await post(server.url, padded(4 * 1024 * 1024));
    expect([taken.status, taken.text.length < 2_000]).toEqual([200, true]);
    expect(taken.text).toContain('NOT_FOUND');
  });

  it.each<[what: string, body: string, status: number, headers?: Record<string, string>]>([
    ['no JSON', '{"jsonrpc"', 400],
    ['nothing', '', 400],
    ['null', 'null', 400],
    ['a text', '"tools/call"', 400],
    ['an empty batch', '[]', 400],
    ['a batch of more than 100', `[${Array(101).fill(message('pool_status')).join(',')}]`, 400],
    ['parameters that are a list', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}', 400],
    [
      'lists within lists',
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      400,
    ],
    ['an unknown revision', message('pool_status'), 400, { 'mcp-protocol-version': '1999-01-01' }],
  ])('refuses %s to its sender alone', async (_what, body, status, headers = {}) => {
    const answer = await post(server.url, body, headers);
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([status, { jsonrpc: '2.0', error: {} }]);
    expect((await post(server.url, message('pool_status'))).status).toBe(200);
  });

  it('refuses bytes that are no UTF-8, and a body that is not JSON by its type', async () => {
    expect((await post(server.url, Buffer.from([0x7b, 0xff, 0xfe]))).status).toBe(400);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1'])
      expect((await post(server.url, message('pool_status'), { 'content-type': type })).status).toBe(415);
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'speaks the revision %s with whom knows no later',
    async (protocolVersion) => {
      const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'old', version: '1' } };
      const { text } = await post(server.url, JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }));
      expect(text).toContain(`"protocolVersion":"${protocolVersion}"`);
    },
  );

  it('has no sessions: neither a stream by GET nor an end by DELETE', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const { status, headers } = await http(`${server.url}/mcp`, { method, headers: HEADERS });
      expect([status, headers.allow]).toEqual([405, 'POST']);
    }
  });

  it('refuses a payload that is nested too deeply as a parameter', async () => {
    const nested = `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`;
    const body = message('submit_task', { payload: {} }).replace('"payload":{}', `"payload":${nested}`);
    const { status, text } = await post(server.url, body);
    expect([status, text]).toEqual([200, expect.stringContaining('BAD_USER_INPUT: payload is nested')]);
    const deep = message('submit_task', { payload: {} }).replace(
      '"payload":{}',
      `"payload":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    );
    expect((await post(server.url, deep)).text).toContain('BAD_USER_INPUT: payload is nested');
  });

  it('puts the trace that a message itself names into the task', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const named = JSON.parse(message('submit_task')) as { params: Record<string, unknown> };
    named.params['_meta'] = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const { text } = await post(server.url, JSON.stringify(named));
    const id = /"id":"(task_\w+)"/.exec(text)![1]!;
    expect((await post(server.url, message('get_task', { taskId: id }))).text).toContain(`"traceId":"${traceId}"`);
    await post(server.url, message('cancel_task', { taskId: id }));
  });

  it('lets as many calls go on at once as configured and refuses one more; who goes away or is answered makes room', async () => {
    const taskId = await submitted(server.url);
    const leaving = new AbortController();
    const waits = await Promise.all(
      Array.from({ length: 16 }, (_, i) => openWait(server.url, taskId, i < 8 ? leaving.signal : undefined)),
    );
    const refused = await post(server.url, message('pool_status'));
    expect([refused.status, codeOf(refused), refused.headers['retry-after']]).toEqual([429, 'RATE_LIMITED', '1']);
    leaving.abort();
    let freed = refused.status;
    while (freed === 429) freed = (await post(server.url, message('complete_task', { taskId }))).status;
    expect(freed).toBe(200);
    for (const wait of waits.slice(8)) expect(await wait.text()).toContain('"settled":true');
  });
});

describe('the gate before MCP, with authentication on', () => {
  const KEY = 'correct-horse-battery-staple';
  const authorization = `Bearer ${KEY}`;
  const directory = mkdtempSync(join(tmpdir(), 'mcp-keys-'));
  let server: RunningServer;
  beforeAll(async () => {
    const file = join(directory, 'keys.json');
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    writeFileSync(file, JSON.stringify({ keys: [{ name: 'agent', sha256 }] }));
    server = await startServer({ args: [...ARGS, '--api-keys-file', file] });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  it('refuses a caller without a key, and one with a wrong key', async () => {
    const without: Record<string, string>[] = [{}, { authorization: 'Bearer wrong' }, { authorization: KEY }];
    for (const headers of without) {
      const answer = await post(server.url, message('pool_status'), headers);
      expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    await expect(Tools.connect(server.url)).rejects.toThrow();
  });

  it('lets one with a key in', async () => {
    for (const protocol of ['legacy', 'auto'] as const) {
      const tools = await Tools.connect(server.url, { protocol, headers: { authorization } });
      expect(await tools.ask('pool_status')).toMatchObject({ name: 'default', size: 1 });
      await tools.close();
    }
  });
});

it('answers a call that waits when the server is told to stop, and does not hold up its end', async () => {
  const server = await startServer({ args: ARGS });
  const wait = await openWait(server.url, await submitted(server.url));
  expect(wait.status).toBe(200);
  const [text] = await Promise.all([wait.text(), server.stop()]);
  // Its headers came at once, not with the first sign that the stream is alive.
  expect(text).not.toContain('keepalive');
  expect(text).toContain('SHUTTING_DOWN');
  const at = (event: string): number =>
    Date.parse(String(server.logs().find((line) => line['event'] === event)?.['time']));
  expect(at('server.stopped') - at('server.stopping')).toBeLessThan(5_000);
});
