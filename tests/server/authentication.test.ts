import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKeys } from '../../src/access/api-keys.js';
import { createCredentials } from '../../src/access/credentials.js';
import { runServer, startServer, type RunningServer } from '../support/server.js';
import { http, post, type Result, TestSocket } from './transports.js';

const KEY = 'correct-horse-battery-staple';
const folder = mkdtempSync(join(tmpdir(), 'api-keys-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

function keysFile(content: unknown): string {
  const path = join(folder, `${hashOf(JSON.stringify(content)).slice(0, 8)}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const KEYS = keysFile({
  keys: [
    { name: 'other', sha256: hashOf('another') },
    { name: 'ci', sha256: hashOf(KEY).toUpperCase() },
  ],
});

describe('API keys', () => {
  const { authenticate, isOn, close } = createCredentials({ keysFile: KEYS, jwt: null, onUnreadable: () => undefined });
  afterAll(close);
  const nameOf = async (authorization: unknown): Promise<string | undefined> =>
    (await authenticate(authorization))?.principal?.name;

  it('tell who calls', async () => {
    expect(isOn).toBe(true);
    expect(await nameOf(`Bearer ${KEY}`)).toBe('ci');
    expect(await nameOf('bearer another')).toBe('other');
  });

  it.each([
    undefined,
    '',
    KEY,
    'Bearer',
    'Bearer ',
    `Basic ${KEY}`,
    `Bearer ${KEY}x`,
    `Bearer ${hashOf(KEY)}`,
    ['Bearer', KEY],
    7,
  ])('refuse %j', (authorization) => {
    expect(authenticate(authorization)).toBeUndefined();
  });

  it.each([
    ['no JSON', '{'],
    ['no keys', {}],
    ['an empty list', { keys: [] }],
    ['a key itself', { keys: [{ name: 'ci', key: KEY }] }],
    ['a short hash', { keys: [{ name: 'ci', sha256: 'abc' }] }],
    ['a hash without a name', { keys: [{ sha256: hashOf(KEY) }] }],
    ['a role that there is not', { keys: [{ name: 'ci', sha256: hashOf(KEY), roles: ['king'] }] }],
    ['a pool that cannot be', { keys: [{ name: 'ci', sha256: hashOf(KEY), pools: ['A B'] }] }],
    ['an end that is no instant', { keys: [{ name: 'ci', sha256: hashOf(KEY), expiresAt: 'soon' }] }],
    ['a name twice', { keys: ['a', 'b'].map((key) => ({ name: 'ci', sha256: hashOf(key) })) }],
  ])('must be well-formed: %s', (_what, content) => {
    expect(() => new ApiKeys(keysFile(content))).toThrow(folder);
  });
});

describe('authentication', () => {
  let server: RunningServer;
  const authorization = `Bearer ${KEY}`;
  beforeAll(async () => {
    server = await startServer({
      args: [
        '--durability',
        'memory',
        '--agent-kind',
        'REMOTE',
        '--size',
        '0',
        '--handlers',
        'examples/pack/index.mjs',
        '--api-keys-file',
        KEYS,
      ],
    });
  });
  afterAll(() => server.stop());

  it('is needed over HTTP', async () => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { accept: 'text/event-stream' }]) {
      const { status, headers: answered, text } = await post(server.url, { query: '{ nothing }' }, headers);
      expect([status, answered['www-authenticate']]).toEqual([401, 'Bearer']);
      expect((JSON.parse(text) as Result).errors?.[0]?.extensions).toEqual({
        code: 'UNAUTHENTICATED',
        retryable: false,
      });
      expect(text).not.toContain('nothing');
    }
    expect((await post(server.url, { query: '{ __schema { queryType { name } } }' }, { authorization })).status).toBe(
      200,
    );
  });

  it('is needed for metrics and MCP, and not for pages and probes', async () => {
    const statusOf = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
      (await http(server.url + path, { headers })).status;
    expect(await Promise.all(['/metrics', '/mcp'].map((path) => statusOf(path)))).toEqual([401, 401]);
    expect(await Promise.all(['/metrics', '/mcp'].map((path) => statusOf(path, { authorization })))).toEqual([
      200, 405,
    ]);
    expect(await Promise.all(['/livez', '/readyz'].map((path) => statusOf(path)))).toEqual([200, 200]);
    expect(await statusOf('/graphiql')).not.toBe(401);
  });

  it('is needed on a socket: refused with 4403', async () => {
    for (const payload of [undefined, {}, { authorization: 'Bearer wrong' }, { authorization: KEY }]) {
      const socket = await TestSocket.open(server.url);
      socket.send({ type: 'connection_init', payload });
      expect(await socket.closed).toMatchObject({ code: 4403 });
    }
  });

  it('is taken from the connection parameters, or from a header', async () => {
    const byParameter = await TestSocket.open(server.url);
    await byParameter.acknowledge({ authorization });
    byParameter.close();
    const byHeader = await TestSocket.open(server.url, { headers: { authorization } });
    await byHeader.acknowledge();
    byHeader.close();
  });

  it('stops a server whose keys cannot be read', async () => {
    const { code, stderr } = await runServer([
      '--port',
      '0',
      '--durability',
      'memory',
      '--data-dir',
      folder,
      '--api-keys-file',
      keysFile({ keys: [] }),
    ]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('keys must not be empty')]);
  });
});
