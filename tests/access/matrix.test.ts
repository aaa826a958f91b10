import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { createSchema } from '../../src/graphql/schema.js';
import { Tools } from '../mcp/tools.js';
import { http, post, type Result, TestSocket } from '../server/transports.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Keys } from './keys.js';
import { minimalOperation } from './minimal-operation.js';

/** Who may use what, in the order of the roles; written down a second time, so that nobody widens a rule without saying so here. */
const ROLES = ['viewer', 'submitter', 'worker', 'operator', 'admin'] as const;
const READERS = 'v s - o a';
const SUBMITTERS = '- s - o a';
const WORKERS = '- - w o a';
const OPERATORS = '- - - o a';
const ADMINS = '- - - - a';
const ALL = 'v s w o a';

const FIELDS: Readonly<Record<string, string>> = {
  'query pool': READERS,
  'query pools': READERS,
  'query task': READERS,
  'query agent': READERS,
  'query events': READERS,
  'query serverInfo': ALL,
  'query caller': ALL,
  'mutation submitTask': SUBMITTERS,
  'mutation submitTasks': SUBMITTERS,
  'mutation cancelTask': SUBMITTERS,
  'mutation retryTask': SUBMITTERS,
  'mutation spawnAgent': WORKERS,
  'mutation retireAgent': WORKERS,
  'mutation heartbeat': WORKERS,
  'mutation startTask': WORKERS,
  'mutation completeTask': WORKERS,
  'mutation failTask': WORKERS,
  'mutation failAgent': OPERATORS,
  'mutation restoreAgent': OPERATORS,
  'mutation verifyAgentSkill': OPERATORS,
  'mutation initializePool': OPERATORS,
  'mutation shutdownPool': OPERATORS,
  'mutation pausePool': OPERATORS,
  'mutation resumePool': OPERATORS,
  'mutation setDependencyStatus': OPERATORS,
  'mutation createBackup': ADMINS,
  'subscription taskLifecycle': READERS,
  'subscription agentLifecycle': READERS,
  'subscription degradation': READERS,
  'subscription poolEvents': READERS,
  'subscription poolMetrics': READERS,
  'subscription agentAssignments': WORKERS,
};

const TOOLS: Readonly<Record<string, string>> = {
  pool_status: READERS,
  pool_metrics: READERS,
  isolation_report: READERS,
  get_task: READERS,
  list_tasks: READERS,
  wait_for_task: READERS,
  submit_task: SUBMITTERS,
  cancel_task: SUBMITTERS,
  retry_task: SUBMITTERS,
  claim_task: WORKERS,
  heartbeat: WORKERS,
  complete_task: WORKERS,
  fail_task: WORKERS,
  spawn_agent: OPERATORS,
  fail_agent: OPERATORS,
  initialize_pool: OPERATORS,
  shutdown_pool: OPERATORS,
};

const schema = createSchema();
const ROOTS = {
  query: schema.getQueryType(),
  mutation: schema.getMutationType(),
  subscription: schema.getSubscriptionType(),
};
const OPERATIONS = Object.entries(ROOTS).flatMap(([kind, type]) =>
  Object.values((type as GraphQLObjectType).getFields()).map((field) => ({
    ...{ kind, named: `${kind} ${field.name}`, query: minimalOperation(kind, field) },
  })),
);

const isFor = (letters: string | undefined, role: string): boolean => letters?.includes(role.charAt(0)) === true;

let server: RunningServer;
const keys = new Keys();
const credentials = new Map(ROLES.map((role) => [role as string, keys.add(role, [role])]));
const of = (role: string): { readonly authorization: string } => credentials.get(role) ?? { authorization: '' };

beforeAll(async () => {
  const args = ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0', '--api-keys-file', keys.path];
  server = await startServer({ args: [...args, '--handlers', 'examples/pack/index.mjs'] });
});
afterAll(async () => {
  await server.stop();
  keys.remove();
});

/** `FORBIDDEN` or anything else that became of it. */
const codeOf = ({ errors }: Result): unknown => errors?.[0]?.extensions['code'] ?? 'ok';

/** By every way in that takes an operation of this kind. */
async function verdicts(role: string, kind: string, query: string): Promise<readonly unknown[]> {
  const headers = of(role);
  const stream = await post(server.url, { query }, { ...headers, accept: 'text/event-stream' });
  const event = /^event: next\ndata: (.*)$/m.exec(stream.text)?.[1];
  const codes = [event === undefined ? `no result: ${stream.text}` : codeOf(JSON.parse(event) as Result)];
  const socket = await TestSocket.open(server.url);
  await socket.acknowledge(headers);
  socket.send({ id: '1', type: 'subscribe', payload: { query } });
  const { type, payload } = await socket.message(({ id }) => id === '1');
  codes.push(codeOf((type === 'error' ? { errors: payload } : payload) as Result));
  socket.close();
  if (kind !== 'subscription') {
    const { status, text } = await post(server.url, { query }, headers);
    const code = codeOf(JSON.parse(text) as Result);
    codes.push(code === 'FORBIDDEN' ? `FORBIDDEN ${String(status)}` : code);
  }
  return codes.map((code) => (String(code).startsWith('FORBIDDEN') ? code : 'let in'));
}

describe('the matrix', () => {
  it('has every root field of the schema, and no other', () => {
    expect(OPERATIONS.map(({ named }) => named).sort()).toEqual(Object.keys(FIELDS).sort());
  });

  it('has every tool, and no other', async () => {
    const tools = await Tools.connect(server.url, { headers: of('admin') });
    const { tools: listed } = await tools.client.listTools();
    expect(listed.map(({ name }) => name).sort()).toEqual(Object.keys(TOOLS).sort());
    await tools.close();
  });
});

describe.each(ROLES)('%s', (role) => {
  it('may use its root fields and no others, by every way in', async () => {
    const found: Record<string, readonly unknown[]> = {};
    const expected: Record<string, readonly unknown[]> = {};
    for (const { kind, named, query } of OPERATIONS) {
      const ways = kind === 'subscription' ? 2 : 3;
      const refused = ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN 403'].slice(0, ways);
      expected[named] = isFor(FIELDS[named], role) ? Array<string>(ways).fill('let in') : refused;
      found[named] = await verdicts(role, kind, query);
    }
    expect(found).toEqual(expected);
  });

  it('may call its tools and no others', async () => {
    const tools = await Tools.connect(server.url, { headers: of(role) });
    for (const [name, letters] of Object.entries(TOOLS)) {
      const given = { pool: 'nowhere', taskId: 'task_none', leaseToken: 'lease', agentId: 'agent_none', worker: 'w' };
      const { error } = await tools.call(name, given);
      expect([name, error?.['code'] === 'FORBIDDEN']).toEqual([name, !isFor(letters, role)]);
    }
    await tools.close();
  });

  it('may read the metrics where it may read', async () => {
    const { status } = await http(`${server.url}/metrics`, { headers: of(role) });
    expect(status).toBe(isFor(READERS, role) ? 200 : 403);
  });
});

it('a field of a fragment, an alias, or one that is left out this time is a field', async () => {
  for (const query of [
    'mutation { x: pausePool { cursor } }',
    'mutation { ...F } fragment F on Mutation { ... { pausePool { cursor } } }',
    'mutation { pausePool @skip(if: true) { cursor } }',
  ]) {
    const { status, text } = await post(server.url, { query }, of('viewer'));
    expect([status, codeOf(JSON.parse(text) as Result)]).toEqual([403, 'FORBIDDEN']);
  }
});
