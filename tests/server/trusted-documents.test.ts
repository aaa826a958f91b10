import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { createClient } from '../../src/sdk/node-client.js';
import * as documents from '../../src/generated/graphql.js';
import { runServer, startServer, type RunningServer } from '../support/server.js';
import { http, overHttp, overSocket, overStream, post, type Transport } from './transports.js';

const POOLS = 'query Pools { pools { name } }';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const transports: readonly (readonly [string, Transport])[] = [
  ['HTTP', overHttp],
  ['a stream', overStream],
  ['a socket', overSocket],
];

describe('a server with trusted documents', () => {
  const directory = mkdtempSync(join(tmpdir(), 'trusted-'));
  const file = join(directory, 'documents.json');
  let server: RunningServer;
  beforeAll(async () => {
    writeFileSync(file, JSON.stringify({ [sha256(POOLS)]: POOLS, typename: '{ __typename }' }));
    server = await startServer({
      args: ['--durability', 'memory', '--size', '0', '--agent-kind', 'REMOTE', '--trusted-documents', file],
    });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  describe.each(transports)('over %s', (_name, send) => {
    it('carries out what is listed, by its text, its id or its hash, once and again', async () => {
      const named = [
        { query: POOLS },
        { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: sha256(POOLS) } } },
        { query: '', documentId: `sha256:${sha256(POOLS)}` },
        { query: '', documentId: sha256(POOLS) },
      ];
      for (const operation of [...named, ...named])
        expect(await send(server.url, operation)).toEqual({ data: { pools: [{ name: 'default' }] } });
      const typename = { query: '', documentId: 'typename' };
      expect(await send(server.url, typename)).toEqual({ data: { __typename: 'Query' } });
    });

    it.each([
      ['another text', { query: '{ pools { name } }' }, 'query'],
      ['one that differs by a space', { query: `${POOLS} ` }, 'query'],
      ['the schema', { query: getIntrospectionQuery() }, 'query'],
      ['an unknown id', { query: '', documentId: 'none' }, 'documentId'],
      ['an unknown hash', { query: '', extensions: { persistedQuery: { sha256Hash: sha256('none') } } }, 'extensions'],
    ])('refuses %s', async (_what, operation, field) => {
      // Where there is no text, no stream has begun either.
      if (send === overStream && field !== 'query') {
        await expect(send(server.url, operation)).rejects.toThrow(/^HTTP 403: .*"code":"FORBIDDEN"/);
        return;
      }
      const { errors } = await send(server.url, operation);
      expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'FORBIDDEN', retryable: false, field }]);
    });
  });

  it('takes them by GET, and answers 403 to any other', async () => {
    const get = (search: string): ReturnType<typeof http> =>
      http(`${server.url}/graphql?${search}`, { headers: { 'apollo-require-preflight': '1' } });
    const answer = await get(`documentId=${sha256(POOLS)}`);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { data: { pools: [{ name: 'default' }] } }]);
    expect((await get('query=%7Bpools%7Bname%7D%7D')).status).toBe(403);
    expect((await post(server.url, { query: '{ pools { name } }' })).status).toBe(403);
  });

  it('goes on working with what comes with it: the client, and all documents of pages and commands', async () => {
    const client = createClient({ url: server.url });
    const handle = await client.submit('GENERAL', {});
    expect(handle.id).toMatch(/^task_/);
    await client.close();
    const texts = Object.values(documents as Readonly<Record<string, string>>);
    expect(texts.length).toBeGreaterThan(20);
    for (const query of texts) {
      // The document is taken, and nothing of it carried out.
      const { errors } = await overHttp(server.url, { query, operationName: 'None' });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'operationName' });
    }
  });
});

it('does not start with a file that lists none', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'trusted-bad-'));
  const file = join(directory, 'documents.json');
  for (const [content, problem] of [
    ['[]', 'it is no JSON object'],
    ['{"a": 1}', 'it is no list of documents by their ids: each is a text'],
  ] as const) {
    writeFileSync(file, content);
    const { code, stderr } = await runServer(['--port', '0', '--durability', 'memory', '--trusted-documents', file]);
    expect([code, stderr]).toEqual([
      1,
      `coordination-pool: ${file}, of --trusted-documents, cannot be used: ${problem}\n`,
    ]);
  }
  rmSync(directory, { recursive: true });
});
