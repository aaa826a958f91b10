import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { Service } from '../graphql/service.js';
import { type InProcessServer, startInProcess } from './in-process-server.js';
import { http, type HttpAnswer, post } from './transports.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const SPEC = 'application/graphql-response+json';

interface Sent {
  readonly name: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly search?: string;
  /** How often Apollo is asked when it comes three times. */
  readonly asked: number;
}

const QUERY = { query: '{ pool { name status agents { id status } cursor } }' };

const REQUESTS: readonly Sent[] = [
  { name: 'a query', body: QUERY, asked: 1 },
  {
    name: 'a query with variables',
    body: { query: 'query ($id: ID!) { task(id: $id) { id } }', variables: { id: 'x' } },
    asked: 1,
  },
  {
    name: 'one of two operations',
    body: { query: 'query A { __typename } query B { serverInfo { version } }', operationName: 'B' },
    asked: 1,
  },
  { name: 'introspection', body: { query: getIntrospectionQuery() }, asked: 1 },
  { name: 'a field of the present', body: { query: '{ pool { metrics { at } } }' }, asked: 1 },
  {
    name: 'a mutation',
    body: { query: 'mutation { pausePool(input: { pool: "default" }) { pool { status } } }' },
    asked: 1,
  },
  {
    name: 'a refused mutation',
    body: { query: 'mutation { cancelTask(input: { taskId: "task_none" }) { cursor } }' },
    asked: 3,
  },
  {
    name: 'a mutation with bad input',
    body: { query: 'mutation { verifyAgentSkill(input: { agentId: "x", skill: "" }) { cursor } }' },
    asked: 3,
  },
  {
    name: 'an error beside data',
    body: { query: '{ serverInfo { version } pool { tasks(first: 0) { totalCount } } }' },
    asked: 1,
  },
  {
    name: 'an error that nobody foresaw',
    body: { query: '{ serverInfo { node } pool { agents { health { cpuUsage } } } }' },
    asked: 1,
  },
  { name: 'no GraphQL', body: { query: '{ pool {' }, asked: 0 },
  { name: 'no valid document', body: { query: '{ nothing }' }, asked: 0 },
  {
    name: 'a variable that is wrong',
    body: { query: 'query ($id: ID!) { task(id: $id) { id } }', variables: {} },
    asked: 0,
  },
  { name: 'an unknown operation', body: { query: 'query A { __typename }', operationName: 'C' }, asked: 0 },
  { name: 'no query', body: {}, asked: 0 },
  { name: 'a batch', body: [QUERY], asked: 0 },
  { name: 'no JSON', body: 'nothing', asked: 0 },
  ...[
    '*/*',
    'application/json',
    SPEC,
    `${SPEC}, application/json;q=0.9`,
    `application/json, ${SPEC}`,
    'application/*',
  ].map((accept): Sent => ({
    name: `a query by who accepts ${accept}`,
    body: QUERY,
    headers: { ...JSON_TYPE, accept },
    asked: 1,
  })),
  { name: 'a query by who accepts pages alone', body: QUERY, headers: { ...JSON_TYPE, accept: 'text/html' }, asked: 3 },
  {
    name: 'a type with its encoding',
    body: QUERY,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    asked: 0,
  },
  { name: 'a body that any page may post', body: QUERY, headers: { 'content-type': 'text/plain' }, asked: 3 },
  {
    name: 'the same with a header that none may',
    body: QUERY,
    headers: { 'content-type': 'text/plain', 'apollo-require-preflight': '1' },
    asked: 3,
  },
  { name: 'a body of another type', body: QUERY, headers: { 'content-type': 'application/xml' }, asked: 0 },
  { name: 'a GET without a header', search: '?query={__typename}', asked: 3 },
  { name: 'a GET with one', search: '?query={__typename}', headers: { 'apollo-require-preflight': '1' }, asked: 3 },
  {
    name: 'a mutation by GET',
    search: '?query=mutation{pausePool(input:{pool:"default"}){cursor}}',
    headers: { 'apollo-require-preflight': '1' },
    asked: 3,
  },
];

describe('what Apollo has answered before', () => {
  let service: Service;
  let alone: InProcessServer;
  let short: InProcessServer;
  beforeAll(async () => {
    service = await Service.open({ size: 2, agentKind: 'PROCESS' });
    service.runtime.measure = () => {
      throw new Error('a secret of ours');
    };
    [alone, short] = await Promise.all([startInProcess(service, 'apollo alone'), startInProcess(service, 'lane')]);
  });
  afterAll(async () => {
    await Promise.all([alone.close(), short.close()]);
    await service.close();
  });

  const send = ({ url }: InProcessServer, { body, headers = JSON_TYPE, search = '' }: Sent): Promise<HttpAnswer> =>
    http(`${url}/graphql${encodeURI(search)}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });

  it.each(REQUESTS)('is answered as Apollo alone answers it, to the byte: $name', async (sent) => {
    const { date: _, ...headers } = (await send(alone, sent)).headers;
    const expected = await send(alone, sent);
    const before = short.asked();
    for (let time = 0; time < 3; time += 1) {
      const answer = await send(short, sent);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: expected.status, text: expected.text });
      expect({ ...answer.headers, date: '' }).toEqual({ ...headers, date: '' });
    }
    expect(short.asked() - before).toBe(sent.asked);
  });

  it('is logged as Apollo alone logs it', () => {
    const failures = ({ lines }: InProcessServer): unknown[] =>
      lines
        .filter(({ event }) => event === 'operation.failed')
        .map(({ path, msg, err }) => ({ path, msg, err: (err as Error).message }));
    const expected = failures(alone);
    expect(expected[0]).toMatchObject({ path: 'pool.agents.0.health', err: 'a secret of ours' });
    // Asked three times rather than twice.
    expect(new Set(failures(short).map((line) => JSON.stringify(line)))).toEqual(
      new Set(expected.map((line) => JSON.stringify(line))),
    );
    expect(failures(short).length).toBe((expected.length / 2) * 3);
  });

  it('is not asked for again while the log stands still, and shows each record that comes', async () => {
    const body = { query: '{ pool { tasks { totalCount } } }' };
    const total = async (): Promise<unknown> => JSON.parse((await post(short.url, body)).text) as unknown;
    const seen = [await total(), await total(), await total()];
    await service.submit();
    seen.push(await total(), await total());
    await service.submit();
    seen.push(await total());
    const counts = [0, 0, 0, 1, 1, 2];
    expect(seen).toEqual(counts.map((totalCount) => ({ data: { pool: { tasks: { totalCount } } } })));
  });

  it('tells apart what is asked with other variables, by other names and of other operations', async () => {
    const query = 'query A($first: Int!) { pool { tasks(first: $first) { nodes { id } } } } query B { pool { name } }';
    const answers = [];
    for (let time = 0; time < 3; time += 1) {
      for (const first of [1, 2])
        answers.push((await post(short.url, { query, operationName: 'A', variables: { first } })).text);
      answers.push((await post(short.url, { query, operationName: 'B' })).text);
    }
    expect(answers.slice(3, 6)).toEqual(answers.slice(0, 3));
    expect(answers.slice(6)).toEqual(answers.slice(0, 3));
    expect(new Set(answers).size).toBe(3);
  });

  it('refuses everything once the server stops, kept answers too', async () => {
    const server = await startInProcess(service, 'lane');
    for (let time = 0; time < 3; time += 1) await post(server.url, QUERY);
    server.stop();
    expect((await post(server.url, QUERY)).status).toBe(503);
    await server.close();
  });
});
