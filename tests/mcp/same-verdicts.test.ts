import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';
import { Tools } from './tools.js';

/** Nothing is there to act on, so that whatever passes the bounds is refused for that, or changes nothing that matters. */
let server: RunningServer;
let tools: Tools;
let graphql: PoolClient;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0'] });
  tools = await Tools.connect(server.url);
  graphql = new PoolClient(server.url);
});
afterAll(async () => {
  await tools.close();
  await server.stop();
});

const none = 'task_none';
const list = (length: number, item: unknown): unknown[] => Array<unknown>(length).fill(item);

/** Tool, its mutation, and parameters at a bound and just beyond it. */
const CASES: readonly (readonly [
  tool: string,
  mutation: string,
  field: string,
  taken: Readonly<Record<string, unknown>>,
  refused: Readonly<Record<string, unknown>>,
])[] = [
  ['submit_task', 'submitTask', 'priority', { priority: 0 }, { priority: -1 }],
  ['submit_task', 'submitTask', 'priority', { priority: 9 }, { priority: 10 }],
  ['submit_task', 'submitTask', 'maxAttempts', { maxAttempts: 1 }, { maxAttempts: 0 }],
  ['submit_task', 'submitTask', 'maxAttempts', { maxAttempts: 10 }, { maxAttempts: 11 }],
  ['submit_task', 'submitTask', 'timeoutMs', { timeoutMs: 50 }, { timeoutMs: 49 }],
  [
    'submit_task',
    'submitTask',
    'idempotencyKey',
    { idempotencyKey: 'k'.repeat(256) },
    { idempotencyKey: 'k'.repeat(257) },
  ],
  [
    'submit_task',
    'submitTask',
    'idempotencyKey',
    { idempotencyKey: '😀'.repeat(256) },
    { idempotencyKey: '😀'.repeat(257) },
  ],
  ['submit_task', 'submitTask', 'idempotencyKey', { idempotencyKey: 'x' }, { idempotencyKey: ' ' }],
  ['submit_task', 'submitTask', 'requiredSkills', { requiredSkills: list(64, 'a') }, { requiredSkills: list(65, 'a') }],
  [
    'submit_task',
    'submitTask',
    'requiredSkills',
    { requiredSkills: ['a'.repeat(64)] },
    { requiredSkills: ['a'.repeat(65)] },
  ],
  ['submit_task', 'submitTask', 'pool', { pool: 'default' }, { pool: 'Default' }],
  ['submit_task', 'submitTask', 'preferredAgentId', {}, { preferredAgentId: 'agent_none' }],
  ['initialize_pool', 'initializePool', 'size', { size: 0 }, { size: -1 }],
  ['initialize_pool', 'initializePool', 'size', { pool: 'other', size: 16 }, { pool: 'third', size: 17 }],
  [
    'shutdown_pool',
    'shutdownPool',
    'timeoutMs',
    { pool: 'none', timeoutMs: 3_600_000 },
    { pool: 'none', timeoutMs: 3_600_001 },
  ],
  [
    'spawn_agent',
    'spawnAgent',
    'name',
    { pool: 'none', name: 'n'.repeat(100) },
    { pool: 'none', name: 'n'.repeat(101) },
  ],
  ['spawn_agent', 'spawnAgent', 'skills', { pool: 'none', skills: ['s'] }, { pool: 'none', skills: [''] }],
  [
    'fail_agent',
    'failAgent',
    'reason',
    { agentId: none, reason: 'r'.repeat(2_000) },
    { agentId: none, reason: 'r'.repeat(2_001) },
  ],
  [
    'cancel_task',
    'cancelTask',
    'reason',
    { taskId: none, reason: 'r'.repeat(2_000) },
    { taskId: none, reason: 'r'.repeat(2_001) },
  ],
  ['fail_task', 'failTask', 'message', { taskId: none, message: '' }, { taskId: none, message: 'm'.repeat(2_001) }],
  [
    'fail_task',
    'failTask',
    'code',
    { taskId: none, message: '', code: 'c'.repeat(64) },
    { taskId: none, message: '', code: 'c'.repeat(65) },
  ],
  [
    'fail_task',
    'failTask',
    'retryAfterMs',
    { taskId: none, message: '', retryAfterMs: 86_400_000 },
    { taskId: none, message: '', retryAfterMs: 86_400_001 },
  ],
];

const INPUTS: Readonly<Record<string, string>> = {
  submitTask: 'SubmitTaskInput',
  initializePool: 'InitializePoolInput',
  shutdownPool: 'ShutdownPoolInput',
  spawnAgent: 'SpawnAgentInput',
  failAgent: 'FailAgentInput',
  cancelTask: 'CancelTaskInput',
  failTask: 'FailTaskInput',
};

it.each(CASES)('%s and %s agree on the bound of %s', async (tool, mutation, field, taken, refused) => {
  const overGraphQL = async (input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const query = `mutation ($input: ${INPUTS[mutation]!}!) { ${mutation}(input: $input) { __typename } }`;
    return (await graphql.send(query, { input })).errors[0]?.extensions ?? null;
  };
  const overMcp = async (parameters: Readonly<Record<string, unknown>>): Promise<unknown> =>
    (await tools.call(tool, parameters)).error;
  const there = await overGraphQL(refused);
  expect(there).toMatchObject({ field });
  expect(await overMcp(refused)).toEqual(there);
  const passed = await overMcp(taken);
  expect(passed).toEqual(await overGraphQL(taken));
  expect((passed as { field?: string } | null)?.field).not.toBe(field);
});

it.each([
  ['no such parameter', 'submit_task', { payolad: {} }, 'payolad'],
  ['a parameter that is missing', 'get_task', {}, 'taskId'],
  ['null for one that is needed', 'get_task', { taskId: null }, 'taskId'],
  ['a number for a text', 'get_task', { taskId: 7 }, 'taskId'],
  ['a text for a number', 'submit_task', { priority: '1' }, 'priority'],
  ['a fraction for a whole number', 'submit_task', { priority: 0.5 }, 'priority'],
  ['an unknown type', 'submit_task', { type: 'OTHER' }, 'type'],
  ['a list for a payload', 'submit_task', { payload: [] }, 'payload'],
  ['a text for a payload', 'submit_task', { payload: '{}' }, 'payload'],
  ['an unknown status in a list', 'list_tasks', { statuses: ['PENDING', 'DONE'] }, 'statuses'],
  ['a page of nothing', 'list_tasks', { first: 0 }, 'first'],
  ['a page that is too long', 'list_tasks', { first: 201 }, 'first'],
  ['a place that is none', 'list_tasks', { after: 'somewhere' }, 'after'],
  ['a wait that is too long', 'wait_for_task', { taskId: none, waitMs: 50_001 }, 'waitMs'],
  ['a wait for work that is too long', 'claim_task', { worker: 'a', waitMs: 50_001 }, 'waitMs'],
  ['a worker without a name', 'claim_task', { worker: ' ' }, 'worker'],
  ['a name that is too long', 'claim_task', { worker: 'n'.repeat(101) }, 'worker'],
  ['a heartbeat without a lease', 'heartbeat', { taskId: none }, 'leaseToken'],
  ['a progress beyond the end', 'heartbeat', { taskId: none, leaseToken: 'x', progress: 1.1 }, 'progress'],
])('refuses %s and names the field', async (_what, tool, parameters, field) => {
  const { error, text } = await tools.call(tool, parameters);
  expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field });
  expect(text).toContain(field);
});

it('takes null for a parameter that may be left out', async () => {
  const { error } = await tools.call('submit_task', { preferredAgentId: null, idempotencyKey: null, priority: null });
  expect(error).toBeNull();
});

it('holds its callers to the limits that the server is configured with, and shows them', async () => {
  const args = ['--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0'];
  const limits = [
    '--max-attempts',
    '4',
    '--max-payload-bytes',
    '1024',
    '--max-search-length',
    '3',
    '--heartbeat-ms',
    '700',
  ];
  const small = await startServer({ args: [...args, ...limits] });
  const there = await Tools.connect(small.url);
  const refusalOf = async (tool: string, parameters: Record<string, unknown>): Promise<unknown> =>
    (await there.call(tool, parameters)).error;
  expect(await refusalOf('submit_task', { maxAttempts: 5 })).toMatchObject({ field: 'maxAttempts' });
  expect(await refusalOf('submit_task', { maxAttempts: 4 })).toBeNull();
  expect(await refusalOf('submit_task', { payload: { text: 'x'.repeat(1_024) } })).toMatchObject({
    ...{ code: 'PAYLOAD_TOO_LARGE', limit: 1_024 },
  });
  expect(await refusalOf('list_tasks', { search: 'four' })).toMatchObject({ field: 'search' });
  expect(await there.ask('spawn_agent', {})).toMatchObject({ heartbeatMs: 700 });
  const submit = (await there.client.listTools()).tools.find(({ name }) => name === 'submit_task');
  expect(submit?.inputSchema.properties?.['maxAttempts']).toMatchObject({ minimum: 1, maximum: 4 });
  await there.close();
  await small.stop();
});
