import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createKey, KeyStoreError, revokeKey } from '../../src/access/key-store.js';
import { readKeyFile } from '../../src/access/key-file.js';
import { Tools } from '../mcp/tools.js';
import { http, post, type Result, TestSocket } from '../server/transports.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Keys } from './keys.js';
import { lookAgain } from '../support/look-again.js';

const keys = new Keys();
const admin = keys.add('admin', ['admin']);
let server: RunningServer;
beforeAll(async () => {
  const args = [
    '--durability',
    'memory',
    '--agent-kind',
    'REMOTE',
    '--size',
    '0',
    '--handlers',
    'examples/pack/index.mjs',
  ];
  server = await startServer({ args: [...args, '--api-keys-file', keys.path, '--max-size', '16'] });
});
afterAll(async () => {
  await server.stop();
  keys.remove();
});

type Headers = Readonly<Record<string, string>>;

async function ask(
  query: string,
  headers: Headers,
): Promise<{ readonly status: number; readonly code: unknown; readonly data: Result['data'] }> {
  const { status, text } = await post(server.url, { query }, headers);
  const { data, errors } = JSON.parse(text) as Result;
  return { status, code: errors?.[0]?.extensions['code'] ?? null, data };
}

/** A key that was written a moment ago is known to the server within a second. */
async function known(headers: Headers): Promise<Headers> {
  while ((await ask('{ caller { name } }', headers)).status === 401) await lookAgain();
  return headers;
}

async function subscribed(headers: Headers): Promise<TestSocket> {
  const socket = await TestSocket.open(server.url);
  await socket.acknowledge(headers);
  socket.send({
    id: '1',
    type: 'subscribe',
    payload: { query: 'subscription { poolMetrics(intervalMs: 100) { at } }' },
  });
  await socket.message(({ type }) => type === 'next');
  return socket;
}

describe('a file of keys', () => {
  it('never has a key in it, only its hash, and nobody else may read it', async () => {
    const one = new Keys();
    const { authorization } = one.add('a', ['viewer'], { pools: ['default'] });
    const [stored] = readKeyFile(one.path);
    expect(stored).toMatchObject({ name: 'a', roles: ['viewer'], pools: ['default'] });
    expect(JSON.stringify(stored)).not.toContain(authorization.slice('Bearer '.length));
    const { statSync } = await import('node:fs');
    expect(statSync(one.path).mode & 0o777).toBe(0o600);
    one.remove();
  });

  it('refuses a name twice, a revocation of none or of one that is, and is as it was', () => {
    const one = new Keys();
    one.add('a', ['viewer']);
    revokeKey(one.path, 'a', 0);
    const before = readKeyFile(one.path);
    const again = { name: 'a', roles: ['viewer'], pools: null, expiresAt: null };
    expect(() => createKey(one.path, again, 0)).toThrow(KeyStoreError);
    expect(() => revokeKey(one.path, 'a', 0)).toThrow(KeyStoreError);
    expect(() => revokeKey(one.path, 'b', 0)).toThrow(KeyStoreError);
    expect(() => createKey(one.path, { ...again, name: 'b', roles: ['king'] }, 0)).toThrow('must be of viewer');
    expect(readKeyFile(one.path)).toEqual(before);
    one.remove();
  });
});

describe('a key', () => {
  it('tells its bearer who he is', async () => {
    const headers = await known(keys.add('me', ['submitter', 'worker'], { pools: ['default'] }));
    const { data } = await ask('{ caller { name roles pools expiresAt } }', headers);
    expect(data?.['caller']).toEqual({
      ...{ name: 'me', roles: ['submitter', 'worker'] },
      ...{ pools: ['default'], expiresAt: null },
    });
  });

  it('loses its sockets and streams within a second of its revocation, with 4403, and others keep theirs', async () => {
    const headers = await known(keys.add('leaver', ['viewer']));
    const [leaving, staying] = await Promise.all([subscribed(headers), subscribed(admin)]);
    const stream = http(
      `${server.url}/graphql?query=${encodeURIComponent('subscription { degradation { cursor } }')}`,
      {
        headers: { ...headers, accept: 'text/event-stream' },
      },
    );
    const fromMs = performance.now();
    revokeKey(keys.path, 'leaver', Date.now());
    expect(await leaving.closed).toMatchObject({ code: 4403 });
    await stream;
    expect(performance.now() - fromMs).toBeLessThan(1_000);
    expect((await ask('{ caller { name } }', headers)).status).toBe(401);
    await staying.message(({ type }) => type === 'next');
    staying.close();
  });

  it('can do nothing more on a socket that does not let itself be closed, and loses the connection as soon', async () => {
    const headers = await known(keys.add('stubborn', ['operator']));
    const socket = await subscribed(headers);
    const { _socket: connection } = socket.socket as unknown as { _socket: Socket };
    // It reads nothing, the closing handshake neither.
    connection.removeAllListeners('data').on('data', () => undefined);
    const closed = new Promise((resolve) => connection.once('close', resolve));
    const fromMs = performance.now();
    revokeKey(keys.path, 'stubborn', Date.now());
    while ((await ask('{ caller { name } }', headers)).status !== 401) await lookAgain();
    const query = 'mutation { initializePool(input: { pool: "stolen", size: 0 }) { cursor } }';
    socket.send({ id: '2', type: 'subscribe', payload: { query } });
    await closed;
    expect(performance.now() - fromMs).toBeLessThan(1_000);
    expect((await ask('{ pool(name: "stolen") { name } }', admin)).data).toEqual({ pool: null });
  });

  it('loses a waiting MCP call with its revocation', async () => {
    const headers = await known(keys.add('llm', ['worker']));
    const tools = await Tools.connect(server.url, { headers });
    const call = tools.call('claim_task', { worker: 'w', waitMs: 20_000 });
    const ended = expect(call).rejects.toThrow();
    await server.logged(({ event, agentName }) => event === 'agent.spawned' && agentName === 'w');
    revokeKey(keys.path, 'llm', Date.now());
    await ended;
  });

  it('loses its sockets when it expires', async () => {
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    const headers = await known(keys.add('guest', ['viewer'], { expiresAt }));
    const socket = await subscribed(headers);
    expect(await socket.closed).toMatchObject({ code: 4403 });
    expect(Date.now() - Date.parse(expiresAt)).toBeGreaterThanOrEqual(0);
    expect(Date.now() - Date.parse(expiresAt)).toBeLessThan(1_000);
    expect((await ask('{ caller { name } }', headers)).status).toBe(401);
  });

  it('goes on as it was while the file cannot be read, and the log says so', async () => {
    const one = new Keys();
    const headers = one.add('a', ['viewer']);
    const args = ['--durability', 'memory', '--size', '0', '--api-keys-file', one.path];
    const other = await startServer({ args });
    writeFileSync(one.path, '{');
    await other.logged(({ event }) => event === 'access.keys_unreadable');
    expect((await post(other.url, { query: '{ pools { name } }' }, headers)).status).toBe(200);
    await other.stop();
    one.remove();
  });
});

describe('a key for some pools', () => {
  it('sees and touches no other, whether there is one or not', async () => {
    await ask('mutation { initializePool(input: { pool: "other", size: 1 }) { cursor } }', admin);
    const { data } = await ask(
      'mutation { submitTask(input: { pool: "other", payload: { secret: 1 } }) { task { id assignedAgent { id } } } }',
      admin,
    );
    const { task } = data?.['submitTask'] as { task: { id: string; assignedAgent: { id: string } } };
    const headers = await known(keys.add('scoped', ['operator'], { pools: ['default', 'new'] }));
    expect((await ask('{ pools { name } }', headers)).data).toEqual({ pools: [{ name: 'default' }] });
    for (const pool of ['other', 'never-was']) {
      for (const query of [
        `{ pool(name: "${pool}") { name } }`,
        `{ events(pool: "${pool}") { nodes { cursor } } }`,
        `mutation { submitTask(input: { pool: "${pool}" }) { cursor } }`,
        `mutation { initializePool(input: { pool: "${pool}" }) { cursor } }`,
        `mutation { shutdownPool(input: { pool: "${pool}" }) { cursor } }`,
      ])
        expect([query, (await ask(query, headers)).code]).toEqual([query, 'FORBIDDEN']);
    }
    const { data: seen } = await ask(
      `{ task(id: "${task.id}") { id } agent(id: "${task.assignedAgent.id}") { id } }`,
      headers,
    );
    expect(seen).toEqual({ task: null, agent: null });
    for (const query of [
      `mutation { cancelTask(input: { taskId: "${task.id}" }) { cursor } }`,
      `mutation { failAgent(input: { agentId: "${task.assignedAgent.id}" }) { cursor } }`,
    ])
      expect((await ask(query, headers)).code).toBe('NOT_FOUND');
    const many =
      'mutation { submitTasks(input: { tasks: [{ pool: "other" }, {}] }) { results { task { id } error { code } } } }';
    expect((await ask(many, headers)).data?.['submitTasks']).toMatchObject({
      results: [{ task: null, error: { code: 'FORBIDDEN' } }, { error: null }],
    });
    expect(
      (await ask('mutation { initializePool(input: { pool: "new", size: 0 }) { cursor } }', headers)).code,
    ).toBeNull();
    expect((await http(`${server.url}/metrics`, { headers })).status).toBe(403);
    const tools = await Tools.connect(server.url, { headers });
    expect((await tools.call('pool_status', { pool: 'other' })).error).toMatchObject({ code: 'FORBIDDEN' });
    expect((await tools.call('get_task', { taskId: task.id })).error).toMatchObject({ code: 'NOT_FOUND' });
    await tools.close();
  });

  it('is not given what was kept of an answer for somebody who sees more', async () => {
    const scoped = await known(keys.add('narrow', ['viewer'], { pools: ['default'] }));
    const query = '{ pools { name status } }';
    const all = (await ask(query, admin)).data?.['pools'] as unknown[];
    expect(all.length).toBeGreaterThan(1);
    for (let i = 0; i < 3; i += 1) {
      expect((await ask(query, scoped)).data?.['pools']).toHaveLength(1);
      expect((await ask(query, admin)).data?.['pools']).toHaveLength(all.length);
    }
  });
});

describe('a worker', () => {
  it('touches only its own agent and its own leases', async () => {
    const [one, two] = await Promise.all(['one', 'two'].map((name) => known(keys.add(name, ['worker']))));
    const spawn = 'mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken } }';
    const spawned = (await ask(spawn, one!)).data?.['spawnAgent'] as { agent: { id: string }; sessionToken: string };
    expect((await ask('mutation { spawnAgent(input: { kind: PROCESS }) { cursor } }', one!)).code).toBe('FORBIDDEN');
    const { data } = await ask(
      `mutation { submitTask(input: { preferredAgentId: "${spawned.agent.id}" }) { task { id } } }`,
      admin,
    );
    const { id } = (data?.['submitTask'] as { task: { id: string } }).task;
    for (const query of [
      `mutation { completeTask(input: { taskId: "${id}" }) { cursor } }`,
      `mutation { failTask(input: { taskId: "${id}", message: "no" }) { cursor } }`,
      `mutation { startTask(input: { taskId: "${id}" }) { cursor } }`,
      `mutation { retireAgent(input: { agentId: "${spawned.agent.id}" }) { cursor } }`,
      `mutation { retireAgent(input: { agentId: "${spawned.agent.id}", sessionToken: "session_guess" }) { cursor } }`,
      `mutation { heartbeat(input: { agentId: "${spawned.agent.id}", sessionToken: "session_guess" }) { leaseMs } }`,
    ])
      expect([query, (await ask(query, two!)).code]).toEqual([query, 'FORBIDDEN']);
    const guess = `mutation { completeTask(input: { taskId: "${id}", leaseToken: "lease_guess" }) { cursor } }`;
    expect((await ask(guess, two!)).code).toBe('STALE_ATTEMPT');
    const own = `mutation { retireAgent(input: { agentId: "${spawned.agent.id}", sessionToken: "${spawned.sessionToken}" }) { agent { status } } }`;
    expect((await ask(own, one!)).code).toBeNull();
  });

  it('over MCP is not taken for another by its name', async () => {
    const [first, second] = await Promise.all(
      ['llm-1', 'llm-2'].map(async (name) =>
        Tools.connect(server.url, { headers: await known(keys.add(name, ['worker'])) }),
      ),
    );
    await ask('mutation { submitTask(input: { type: RESEARCH, payload: { n: 1 } }) { cursor } }', admin);
    const mine = await first!.call<{ claimed: boolean; task: { id: string } }>('claim_task', {
      worker: 'same',
      taskTypes: ['RESEARCH'],
    });
    expect(mine.data?.claimed).toBe(true);
    const theirs = await second!.call<{ claimed: boolean }>('claim_task', {
      worker: 'same',
      taskTypes: ['RESEARCH'],
      waitMs: 0,
    });
    expect(theirs.data?.claimed).toBe(false);
    const again = await first!.call<{ task: { id: string } }>('claim_task', {
      worker: 'same',
      taskTypes: ['RESEARCH'],
    });
    expect(again.data?.task.id).toBe(mine.data?.task.id);
    await Promise.all([first!.close(), second!.close()]);
  });
});

describe('tokens of an identity provider', () => {
  let issuer: Server;
  let other: RunningServer;
  let sign: (claims: JWTPayload, more?: { alg?: string; audience?: string; lifetime?: string }) => Promise<Headers>;
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
    issuer = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] }))).listen(0, '127.0.0.1');
    await new Promise((resolve) => issuer.once('listening', resolve));
    const jwks = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}/jwks`;
    const args = ['--durability', 'memory', '--size', '0', '--jwt-jwks', jwks, '--jwt-issuer', 'https://id.example'];
    other = await startServer({ args: [...args, '--jwt-audience', 'pool'] });
    sign = async (claims, { alg = 'ES256', audience = 'pool', lifetime = '1h' } = {}) => {
      const token = new SignJWT(claims).setProtectedHeader({ alg, kid: 'k' }).setIssuer('https://id.example');
      const key = alg === 'HS256' ? new TextEncoder().encode(JSON.stringify(jwk)) : privateKey;
      return {
        authorization: `Bearer ${await token.setSubject('ann').setAudience(audience).setExpirationTime(lifetime).sign(key)}`,
      };
    };
  });
  afterAll(async () => {
    await other.stop();
    issuer.closeAllConnections();
    issuer.close();
  });

  const caller = async (headers: Headers): Promise<unknown> => {
    const { status, text } = await post(other.url, { query: '{ caller { name roles pools } }' }, headers);
    return status === 200 ? (JSON.parse(text) as Result).data?.['caller'] : status;
  };

  it('say who their bearer is and what he may do', async () => {
    expect(await caller(await sign({ roles: ['viewer', 'chef'], pools: 'default other' }))).toEqual({
      ...{ name: 'ann', roles: ['viewer'], pools: ['default', 'other'] },
    });
    expect(await caller(await sign({}))).toEqual({ name: 'ann', roles: [], pools: null });
    const { status } = await post(other.url, { query: '{ pools { name } }' }, await sign({}));
    expect(status).toBe(403);
  });

  it('are refused where they are for others, over, signed by another kind of signature, or none', async () => {
    const { authorization: good = '' } = await sign({ roles: 'admin' });
    const [head = '', body = ''] = good.slice('Bearer '.length).split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const headers of [
      await sign({ roles: 'admin' }, { audience: 'bank' }),
      await sign({ roles: 'admin' }, { lifetime: '-1h' }),
      await sign({ roles: 'admin' }, { alg: 'HS256' }),
      { authorization: `Bearer ${unsigned}.${body}.` },
      { authorization: `Bearer ${head}.${body}.${'A'.repeat(86)}` },
    ])
      expect(await caller(headers)).toBe(401);
  });

  it('lose their sockets when they are over', async () => {
    const socket = await TestSocket.open(other.url);
    await socket.acknowledge(await sign({ roles: 'viewer' }, { lifetime: '2s' }));
    expect(await socket.closed).toMatchObject({ code: 4403 });
  });
});
