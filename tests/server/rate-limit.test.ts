import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Tools } from '../mcp/tools.js';
import { startServer, type RunningServer } from '../support/server.js';
import { http, post, type Result, TestSocket } from './transports.js';

const CHEAP = { query: '{ pools { name } }' };
const ARGS = ['--durability', 'memory', '--size', '0', '--agent-kind', 'REMOTE'];
/** A unit a minute or so: what is spent is spent for the length of a test. */
const SLOW = ['--rate-limit', '1', '--rate-limit-burst', '400'];
const keyOf = (name: string): { name: string; sha256: string } => ({
  name,
  sha256: createHash('sha256').update(`key-of-${name}`).digest('hex'),
});
const as = (name: string): Record<string, string> => ({ authorization: `Bearer key-of-${name}` });

/** Sends until it is refused, and gives that answer. */
async function exhausted(url: string, headers: Record<string, string>) {
  for (;;) {
    const answer = await post(url, CHEAP, headers);
    if (answer.status !== 200) return answer;
  }
}

describe('the rate limit of a principal', () => {
  const directory = mkdtempSync(join(tmpdir(), 'rate-limit-'));
  const keys = join(directory, 'keys.json');
  writeFileSync(keys, JSON.stringify({ keys: [keyOf('ann'), keyOf('ben')] }));
  let server: RunningServer;
  beforeEach(async () => {
    server = await startServer({ args: [...ARGS, ...SLOW, '--api-keys-file', keys] });
  });
  afterEach(() => server.stop());
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('is the same over HTTP, as a stream, on a socket and over MCP, and is nobody else’s', async () => {
    const refused = await exhausted(server.url, as('ann'));
    const { errors } = JSON.parse(refused.text) as Result;
    const expected = { code: 'RATE_LIMITED', retryable: true, limit: 1, retryAfterMs: expect.any(Number) };
    expect(errors?.[0]?.extensions).toEqual(expected);
    const retryAfterMs = errors?.[0]?.extensions['retryAfterMs'] as number;
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, String(Math.ceil(retryAfterMs / 1_000))]);
    expect(retryAfterMs).toBeLessThanOrEqual(10_000);

    const streamed = await post(server.url, CHEAP, { ...as('ann'), accept: 'text/event-stream' });
    const event = JSON.parse(/^data: (.*)$/m.exec(streamed.text)![1]!) as Result;
    expect(event.errors?.[0]?.extensions).toEqual(expected);

    const socket = await TestSocket.open(server.url);
    await socket.acknowledge(as('ann'));
    socket.send({ id: '1', type: 'subscribe', payload: CHEAP });
    const { type, payload } = await socket.message(({ id }) => id === '1');
    expect([type, (payload as Result['errors'])?.[0]?.extensions]).toEqual(['error', expected]);
    socket.close();

    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'pool_status', arguments: {} } };
    const called = await http(`${server.url}/mcp`, {
      method: 'POST',
      headers: { ...as('ann'), 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify(message),
    });
    expect([called.status, called.headers['retry-after']]).toEqual([429, expect.any(String)]);
    expect(JSON.parse(called.text)).toMatchObject({ error: { data: expected } });

    expect((await post(server.url, CHEAP, as('ben'))).status).toBe(200);
    const metrics = (await http(`${server.url}/metrics`, { headers: as('ben') })).text;
    expect(metrics).toMatch(/coordination_pool_limits_met_total\{limit="rateLimit"\} 4/);
  });

  it('refuses a tool that costs more than is left, by an answer that says when to call again', async () => {
    const tools = await Tools.connect(server.url, { headers: as('ann') });
    let answer = await tools.call('pool_status');
    while (answer.error === null) answer = await tools.call('pool_status');
    expect(answer.error).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) });
    expect(answer.text).toContain('wait for retryAfterMs');
    await tools.close();
  });

  it('counts what is asked for: many fields, many changes and their items, and what is refused', async () => {
    const spent = async (name: 'ann' | 'ben', query: string, variables = {}): Promise<void> => {
      expect((await post(server.url, { query, variables }, as(name))).status).not.toBe(429);
    };
    const tasks = [{}, {}, {}, {}];
    const bulk = 'mutation ($input: SubmitTasksInput!) { submitTasks(input: $input) { accepted } }';
    await spent('ann', bulk, { input: { tasks } });
    // 10 and five times 50 are spent of 400.
    await expect(spent('ann', 'mutation { submitTasks(input: { tasks: [{}, {}] }) { accepted } }')).rejects.toThrow();
    await spent('ann', 'mutation { submitTask(input: {}) { cursor } }');
    for (let nth = 0; nth < 7; nth += 1) await spent('ben', '{ nothing }');
    await expect(spent('ben', '{ pools { name tasks(first: 10) { nodes { id } } } }')).rejects.toThrow();
  });
});

describe('without authentication', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ args: [...ARGS, ...SLOW, '--trusted-proxies', '127.0.0.1'] });
  });
  afterAll(() => server.stop());

  it('each address has its rate, as the trusted proxy tells it', async () => {
    const refused = await exhausted(server.url, { 'x-forwarded-for': '192.0.2.1' });
    expect(refused.status).toBe(429);
    expect((await post(server.url, CHEAP, { 'x-forwarded-for': '6.6.6.6, 192.0.2.1' })).status).toBe(429);
    expect((await post(server.url, CHEAP, { 'x-forwarded-for': '192.0.2.2' })).status).toBe(200);
  });

  it('there is no limit unless it is asked for', async () => {
    const open = await startServer({ args: ARGS });
    for (let nth = 0; nth < 200; nth += 1) expect((await post(open.url, CHEAP)).status).toBe(200);
    expect((await http(`${open.url}/metrics`)).text).not.toContain('limits_met_total{');
    await open.stop();
  });
});
