import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { revokeKey } from '../../src/access/key-store.js';
import { Keys } from '../access/keys.js';
import { Tools } from '../mcp/tools.js';
import { http } from '../server/transports.js';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { type Attack, type CallerName, carryOut, FIRST, type Known, submit } from './attacks/attack.js';
import { CREDENTIALS } from './attacks/credentials.js';
import { HOSTILE_TEXTS } from './attacks/hostile-texts.js';
import { IDS } from './attacks/ids.js';
import { REQUESTS } from './attacks/requests.js';
import { TOKENS } from './attacks/tokens.js';
import { VALUES } from './attacks/values.js';
import { ask, type Headers, send, type Verdict, WAYS } from './ways-in.js';

const ATTACKS: readonly Attack[] = [...CREDENTIALS, ...TOKENS, ...IDS, ...VALUES, ...REQUESTS];

const keys = new Keys();
const owner = keys.add('owner', ['worker']);
const callers: Readonly<Record<CallerName, Headers>> = {
  nobody: {},
  forger: { authorization: 'Bearer pool_0000000000000000000000000000000000000000000' },
  expired: keys.add('expired', ['admin'], { expiresAt: '2020-01-01T00:00:00.000Z' }),
  revoked: keys.add('revoked', ['admin']),
  viewer: keys.add('viewer', ['viewer']),
  scoped: keys.add('scoped', ['operator'], { pools: ['default'] }),
  intruder: keys.add('intruder', ['worker']),
  admin: keys.add('admin', ['admin']),
};
revokeKey(keys.path, 'revoked', Date.now());

let server: RunningServer;
let admin: PoolClient;
let known: Known;
beforeAll(async () => {
  const agents = ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0', '--lease-ms', '3600000'];
  server = await startServer({ args: [...agents, '--api-keys-file', keys.path] });
  admin = new PoolClient(server.url, callers.admin);
  await admin.ask('mutation { initializePool(input: { pool: "other", size: 0 }) { cursor } }');
  const { id: elsewhere } = await admin.submit({ pool: 'other' });
  const { id: first } = await admin.submit(FIRST);
  const { id: running } = await admin.submit({});
  const tools = await Tools.connect(server.url, { headers: owner });
  const { agentId } = await tools.ask<{ agentId: string }>('claim_task', { worker: 'owner' });
  await tools.close();
  const { spawnAgent } = await admin.ask<{ spawnAgent: { agent: { id: string } } }>(
    'mutation { spawnAgent(input: { kind: REMOTE, taskTypes: [INGEST] }) { agent { id } } }',
  );
  known = { ...{ running, agentId, elsewhere, first }, remoteAgentId: spawnAgent.agent.id };
});
afterAll(async () => {
  await server.stop();
  keys.remove();
});

/** How far the logs have come, so that nothing can happen unseen. */
async function state(): Promise<unknown> {
  return admin.ask('{ pools { name status size queueLength cursor } }');
}

async function verdictsOn({
  as = 'admin',
  headers = {},
  ask: what,
  notBy = {},
}: Attack): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const given = what(known);
  for (const way of WAYS) {
    if (notBy[way] !== undefined) continue;
    const all = { ...callers[as], ...headers };
    verdicts.set(
      way,
      'query' in given ? await ask(way, server.url, given, all) : await send(way, server.url, given, all),
    );
  }
  return verdicts;
}

describe('one verdict by every way in, and nothing changed by it', () => {
  it.each(ATTACKS)('$name: $code', async (attack) => {
    const before = await state();
    const verdicts = await verdictsOn(attack);
    const codes = [...verdicts].map(([way, { code }]) => [way, code]);
    expect(codes).toEqual(codes.map(([way]) => [way, attack.code]));
    expect(await state()).toEqual(before);
    for (const { text } of verdicts.values()) {
      expect(text.length).toBeLessThan(20_000);
      expect(text).not.toMatch(/\n\s+at |node_modules|\/work\/|\/tmp\/|\.js:\d/);
    }
  });

  it('has a reason for every way that is left out', () => {
    for (const { ask: what, notBy = {} } of ATTACKS) {
      const given = what(known);
      if ('tool' in given && given.tool === null) expect(Object.keys(notBy)).toContain('MCP');
      for (const reason of Object.values(notBy)) expect(reason).toMatch(/\w+ \w+/);
    }
  });
});

describe('a hostile text', () => {
  it.each(HOSTILE_TEXTS)('is a text and no more by every way in: %j', async (text) => {
    const before = (await state()) as { pools: readonly { name: string }[] };
    const ids: string[] = [];
    for (const way of WAYS) {
      const input = { payload: { text, [text]: text }, idempotencyKey: `${way}${text}`, requiredSkills: [text] };
      const { code } = await ask(way, server.url, carryOut(submit, input), callers.admin);
      expect([way, code]).toEqual([way, null]);
      const { submitTask } = await admin.ask<{ submitTask: { replayed: boolean; task: { id: string } } }>(
        'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { replayed task { id } } }',
        { input },
      );
      expect([way, submitTask.replayed]).toEqual([way, true]);
      ids.push(submitTask.task.id);
    }
    for (const id of ids) {
      const { task } = await admin.ask<{ task: unknown }>(
        'query ($id: ID!) { task(id: $id) { payload requiredSkills } }',
        {
          id,
        },
      );
      // As text, for `toEqual` takes a prototype for no key.
      expect(JSON.stringify(task)).toBe(JSON.stringify({ payload: { text, [text]: text }, requiredSkills: [text] }));
    }
    const after = (await state()) as typeof before;
    expect(after.pools.map(({ name }) => name)).toEqual(before.pools.map(({ name }) => name));
  });
});

it('tells a replay by one way from a submission by another: there is one task', async () => {
  for (const way of WAYS) {
    const what = carryOut(submit, FIRST);
    const { text } = await ask(
      way,
      server.url,
      { ...what, query: what.query.replace('__typename', 'task { id }') },
      callers.admin,
    );
    expect([way, text.includes(known.first)]).toEqual([way, true]);
  }
});

it('is let in by every way with nothing wrong', async () => {
  for (const way of WAYS) {
    const what = { query: '{ pool { name } }', tool: { name: 'pool_status', given: {} } };
    const { code, data } = await ask(way, server.url, what, callers.viewer);
    expect([way, code, JSON.stringify(data)]).toEqual([way, null, expect.stringContaining('default')]);
  }
});

it.each([
  '/../package.json',
  '/%2e%2e/package.json',
  '/assets/../../main.js',
  '/..\\main.js',
  '//etc/passwd',
  '/.stamp',
])('never serves what lies beside the pages: %s', async (path) => {
  expect((await http(server.url + path)).status).toBe(404);
});
