import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { startServer, type RunningServer } from '../support/server.js';
import { type Operation, overHttp, overSocket, overStream, post, type Transport } from './transports.js';

const SUBMIT = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } } }';
const many = (count: number, text: string): string =>
  Array.from({ length: count }, (_, index) => text.replace('#', String(index))).join(' ');

interface Case {
  readonly name: string;
  readonly operation: Operation;
  readonly code: string;
  readonly field?: string;
  readonly status: number;
}

const CASES: readonly Case[] = [
  { name: 'no GraphQL', operation: { query: '{ pool {' }, code: 'GRAPHQL_PARSE_FAILED', status: 400 },
  { name: 'an unknown field', operation: { query: '{ nothing }' }, code: 'GRAPHQL_VALIDATION_FAILED', status: 400 },
  {
    name: 'an unknown enum value in the document',
    operation: { query: 'mutation { submitTask(input: { type: COOK }) { task { id } } }' },
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: 400,
  },
  {
    name: 'an unknown enum value in a variable',
    operation: { query: SUBMIT, variables: { input: { type: 'COOK' } } },
    code: 'BAD_USER_INPUT',
    field: 'type',
    status: 400,
  },
  { name: 'a missing variable', operation: { query: SUBMIT }, code: 'BAD_USER_INPUT', field: 'input', status: 400 },
  {
    name: 'a value out of range',
    operation: { query: SUBMIT, variables: { input: { priority: 10 } } },
    code: 'BAD_USER_INPUT',
    field: 'priority',
    status: 400,
  },
  {
    name: 'an unknown operation',
    operation: { query: 'query A { __typename }', operationName: 'B' },
    code: 'BAD_USER_INPUT',
    field: 'operationName',
    status: 400,
  },
  {
    name: 'too many tokens',
    operation: { query: `{ ${many(2_001, 'a')} }` },
    code: 'OPERATION_TOO_COMPLEX',
    status: 400,
  },
  {
    name: 'too many aliases',
    operation: { query: `{ ${many(51, 'a#: __typename')} }` },
    code: 'OPERATION_TOO_COMPLEX',
    status: 400,
  },
  {
    name: 'too many directives',
    operation: { query: `{ __typename ${many(11, '@skip(if: false)')} }` },
    code: 'OPERATION_TOO_COMPLEX',
    status: 400,
  },
  {
    name: 'too much depth',
    operation: { query: `{ pool { agents ${many(14, '{ currentTask { assignedAgent')} { id } ${many(28, '}')} } }` },
    code: 'OPERATION_TOO_COMPLEX',
    status: 400,
  },
  {
    name: 'too large an answer',
    operation: {
      query:
        'query ($n: Int!) { pool { tasks(first: $n) { nodes { history(first: $n) { task { attempts { number } } } } } } }',
      variables: { n: 200 },
    },
    code: 'OPERATION_TOO_COMPLEX',
    status: 400,
  },
  {
    name: 'a fragment that spreads itself',
    operation: { query: '{ pool { ...A } } fragment A on Pool { ...A }' },
    code: 'GRAPHQL_VALIDATION_FAILED',
    status: 400,
  },
  {
    name: 'an unknown task in a mutation',
    operation: { query: 'mutation { cancelTask(input: { taskId: "task_none" }) { task { id } } }' },
    code: 'NOT_FOUND',
    field: 'taskId',
    status: 404,
  },
  {
    name: 'an unknown pool in a mutation',
    operation: { query: 'mutation { pausePool(input: { pool: "none" }) { cursor } }' },
    code: 'NOT_FOUND',
    field: 'pool',
    status: 404,
  },
  {
    name: 'too large a pool',
    operation: { query: 'mutation { initializePool(input: { size: 17 }) { cursor } }' },
    code: 'POOL_FULL',
    status: 429,
  },
];

describe('the same verdict on every transport', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({
      args: [
        '--durability',
        'memory',
        '--agent-kind',
        'REMOTE',
        '--size',
        '1',
        '--handlers',
        'examples/pack/index.mjs',
      ],
    });
  });
  afterAll(() => server.stop());

  const transports: readonly (readonly [string, Transport])[] = [
    ['HTTP', overHttp],
    ['server-sent events', overStream],
    ['WebSocket', overSocket],
  ];

  describe.each(transports)('over %s', (_name, send) => {
    it.each(CASES)('refuses $name with $code', async ({ operation, code, field }) => {
      const { data, errors } = await send(server.url, operation);
      expect(data ?? null).toBeNull();
      expect(errors?.[0]?.extensions).toMatchObject({
        code,
        retryable: code === 'POOL_FULL',
        ...(field !== undefined && { field }),
      });
    });

    it('answers a query', async () => {
      expect(await send(server.url, { query: '{ pool { name } }' })).toEqual({ data: { pool: { name: 'default' } } });
    });

    it('carries out a mutation', async () => {
      expect(
        await send(server.url, {
          query: 'mutation { submitTask { task { status } } }'.replace('submitTask', 'submitTask(input: {})'),
        }),
      ).toMatchObject({ data: { submitTask: { task: { status: expect.any(String) } } } });
    });

    it("answers GraphiQL's introspection", async () => {
      expect(await send(server.url, { query: getIntrospectionQuery() })).toMatchObject({
        data: { __schema: { queryType: { name: 'Query' } } },
      });
    });

    it('refuses a subscription to a pool that is not there', async () => {
      const { errors } = await send(server.url, { query: 'subscription { degradation(pool: "none") { cursor } }' });
      // Plain HTTP has no subscriptions at all.
      expect(errors?.[0]?.extensions).toMatchObject(
        send === overHttp ? { code: 'BAD_USER_INPUT', field: 'query' } : { code: 'NOT_FOUND', field: 'pool' },
      );
    });
  });

  it.each(CASES)('gives $name the status $status over HTTP', async ({ operation, status }) => {
    expect((await post(server.url, operation)).status).toBe(status);
  });
});
