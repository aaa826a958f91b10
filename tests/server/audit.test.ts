import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { EVERYBODY } from '../../src/access/caller.js';
import { auditedRefusals, auditLogOf, logAudit } from '../../src/server/audit.js';
import { Tools } from '../mcp/tools.js';
import { startServer, type LogLine, type RunningServer } from '../support/server.js';
import { type Operation, post, type Result, TestSocket } from './transports.js';

const KEY = 'a-key-for-the-audit-7f3a';
const SECRET = 'swordfish-in-a-payload';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const HEADERS = { authorization: `Bearer ${KEY}`, traceparent: TRACEPARENT };

describe('the audit', () => {
  let server: RunningServer;
  const directory = mkdtempSync(join(tmpdir(), 'audit-'));
  beforeAll(async () => {
    const keys = join(directory, 'keys.json');
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    writeFileSync(keys, JSON.stringify({ keys: [{ name: 'ci', sha256 }] }));
    server = await startServer({ args: ['--durability', 'memory', '--size', '0', '--api-keys-file', keys] });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const send = async (operation: Operation): Promise<Result> =>
    JSON.parse((await post(server.url, operation, HEADERS)).text) as Result;
  const audited = (field: string, matches: (line: LogLine) => boolean = () => true): Promise<LogLine> =>
    server.logged((line) => line['event'] === 'audit' && line['field'] === field && matches(line));

  it('has a line for a mutation: who, what, on which, and what came of it', async () => {
    const query = 'mutation Handing($input: SubmitTaskInput!) { once: submitTask(input: $input) { task { id } } }';
    const { data } = await send({ query, variables: { input: { payload: { text: SECRET } } } });
    const { id } = (data as { once: { task: { id: string } } }).once.task;
    expect(await audited('submitTask')).toMatchObject({
      ...{ by: 'graphql', operation: 'Handing', principal: 'ci', code: 'OK', pool: 'default', taskIds: [id] },
      ...{ traceId: TRACE_ID, durationMs: expect.any(Number), level: 'info' },
    });
  });

  it('names what was touched also where the caller did not ask for it, and each root field by itself', async () => {
    const query = `mutation {
      spawned: spawnAgent(input: { kind: REMOTE }) { cursor }
      submitTasks(input: { tasks: [{}, {}, { pool: "none" }] }) { accepted }
      setDependencyStatus(input: { name: "discovery", status: DOWN }) { cursor }
    }`;
    await send({ query });
    const spawn = await audited('spawnAgent');
    expect(spawn).toMatchObject({ code: 'OK', pool: 'default', agentIds: [expect.stringMatching(/^agent_/)] });
    const submit = await audited('submitTasks');
    expect(submit).toMatchObject({ code: 'OK', operation: null, pool: 'default' });
    expect(submit['taskIds']).toHaveLength(2);
    expect(await audited('setDependencyStatus')).toMatchObject({ pool: 'default', dependency: 'discovery' });
  });

  it('has a line for one that is refused, with its code, and keeps what the caller made up short', async () => {
    const taskId = 'x'.repeat(5_000);
    await send({
      query: 'mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }',
      variables: { id: taskId },
    });
    const line = await audited('cancelTask');
    expect(line).toMatchObject({ principal: 'ci', code: 'NOT_FOUND' });
    expect(JSON.stringify(line).length).toBeLessThan(500);
    const payload = { text: 'y'.repeat(300_000) };
    const query = 'mutation Large($payload: JSONObject!) { submitTask(input: { payload: $payload }) { cursor } }';
    await send({ query, variables: { payload } });
    expect(await audited('submitTask', ({ operation }) => operation === 'Large')).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
  });

  it('has those that came over a WebSocket, with the one that the socket was opened by', async () => {
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge({ authorization: `Bearer ${KEY}`, traceparent: TRACEPARENT });
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'mutation { pausePool(input: {}) { cursor } }' } });
    await socket.message(({ type }) => type === 'complete');
    socket.close();
    expect(await audited('pausePool')).toMatchObject({
      principal: 'ci',
      code: 'OK',
      traceId: TRACE_ID,
      pool: 'default',
    });
  });

  it('has the tools that may change something, and no others', async () => {
    const tools = await Tools.connect(server.url, { headers: HEADERS });
    await tools.ask('pool_status');
    const { task } = await tools.ask<{ task: { id: string } }>('submit_task', { payload: { text: SECRET } });
    await tools.call('cancel_task', { taskId: 'task_none', reason: SECRET });
    await tools.close();
    expect(await audited('submit_task')).toMatchObject({
      ...{ by: 'mcp', principal: 'ci', code: 'OK', pool: 'default', taskIds: [task.id], traceId: TRACE_ID },
    });
    expect(await audited('cancel_task')).toMatchObject({ principal: 'ci', code: 'NOT_FOUND', taskIds: ['task_none'] });
    expect(server.logs().some((line) => line['event'] === 'audit' && line['field'] === 'pool_status')).toBe(false);
  });

  it('never has payloads, reasons, tokens or keys', async () => {
    const spawned = await send({
      query: 'mutation { spawnAgent(input: { kind: REMOTE }) { sessionToken agent { id } } }',
    });
    const { sessionToken, agent } = (spawned.data as { spawnAgent: { sessionToken: string; agent: { id: string } } })
      .spawnAgent;
    const input = { agentId: agent.id, sessionToken, attempts: [] };
    await send({
      query: 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { drain } }',
      variables: { input },
    });
    expect(await audited('heartbeat')).toMatchObject({ agentIds: [agent.id], code: 'OK' });
    const text = JSON.stringify(server.logs());
    for (const secret of [SECRET, KEY, sessionToken]) expect(text).not.toContain(secret);
  });

  it('has null for the caller where authentication is off', async () => {
    const open = await startServer({ args: ['--durability', 'memory', '--size', '0'] });
    await post(open.url, { query: 'mutation { submitTask(input: {}) { cursor } }' });
    const line = await open.logged(({ event }) => event === 'audit');
    expect(line).toMatchObject({ field: 'submitTask', principal: null, code: 'OK' });
    await open.stop();
  });
});

describe('the audit of what is forbidden', () => {
  it('has a line for each root field over HTTP, as a stream, on a socket and over MCP', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'audit-forbidden-'));
    const keys = join(directory, 'keys.json');
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    writeFileSync(keys, JSON.stringify({ keys: [{ name: 'onlooker', sha256, roles: ['viewer'] }] }));
    const server = await startServer({ args: ['--durability', 'memory', '--size', '0', '--api-keys-file', keys] });
    const { url, logged } = server;
    const audited = (operation: string | null): Promise<LogLine> =>
      logged((line) => line['event'] === 'audit' && line['operation'] === operation);
    const forbidden = { principal: 'onlooker', code: 'FORBIDDEN', traceId: TRACE_ID, level: 'info', durationMs: 0 };
    await post(
      url,
      {
        query:
          'mutation Http { pausePool { cursor } ...A } fragment A on Mutation { submitTask(input: {}) { cursor } }',
      },
      HEADERS,
    );
    expect(await audited('Http')).toMatchObject({ ...forbidden, by: 'graphql', field: 'pausePool' });
    expect(await logged(({ operation, field }) => operation === 'Http' && field === 'submitTask')).toMatchObject(
      forbidden,
    );
    await post(url, { query: 'mutation Stream { pausePool { cursor } }' }, { ...HEADERS, accept: 'text/event-stream' });
    expect(await audited('Stream')).toMatchObject(forbidden);
    const socket = await TestSocket.open(url);
    await socket.acknowledge(HEADERS);
    socket.send({ id: '1', type: 'subscribe', payload: { query: 'mutation Socket { pausePool { cursor } }' } });
    await socket.message(({ type }) => type === 'error');
    socket.close();
    expect(await audited('Socket')).toMatchObject(forbidden);
    const tools = await Tools.connect(url, { headers: HEADERS });
    await tools.call('submit_task');
    await tools.close();
    expect(await audited(null)).toMatchObject({
      by: 'mcp',
      field: 'submit_task',
      principal: 'onlooker',
      code: 'FORBIDDEN',
    });
    // A query that is forbidden would have changed nothing.
    await post(url, { query: 'query Asked { pool { name } task(id: "a") { id } serverInfo { version } }' }, HEADERS);
    expect(server.logs().some(({ operation }) => operation === 'Asked')).toBe(false);
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['warn', 1],
    ['fatal', 1],
    ['trace', 1],
    ['silent', 0],
  ])('is written with --log-level %s: %i', (level, lines) => {
    const written: LogLine[] = [];
    const logger = pino({ level }, { write: (line: string) => written.push(JSON.parse(line) as LogLine) });
    const log = auditLogOf(logger);
    for (const audited of auditedRefusals({ operation: 'A', fields: ['pausePool'] }, EVERYBODY, TRACE_ID))
      logAudit(log, audited);
    expect(written.map(({ event }) => event)).toEqual(Array(lines).fill('audit'));
  });
});

describe('slow operations', () => {
  it('are logged by the hash of their document, never by what stands in it', async () => {
    const server = await startServer({ args: ['--size', '0', '--slow-operation-ms', '1'] });
    // It is slow since the disk is: a thousand times an fsync and more.
    const query = `mutation Slow { submitTask(input: { payload: { text: "${SECRET}" } }) { cursor } }`;
    const isSlow = ({ event }: LogLine): boolean => event === 'operation.slow';
    while (!server.logs().some(isSlow)) await post(server.url, { query });
    const line = await server.logged(isSlow);
    expect(line).toMatchObject({
      ...{ level: 'warn', kind: 'mutation', operation: 'Slow', fields: ['submitTask'], code: 'OK' },
      ...{ documentSha256: createHash('sha256').update(query).digest('hex'), durationMs: expect.any(Number) },
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(line['durationMs']).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(server.logs())).not.toContain(SECRET);
    await server.stop();
  });

  it('are not logged with 0', async () => {
    const server = await startServer({ args: ['--size', '0', '--slow-operation-ms', '0'] });
    await post(server.url, { query: 'mutation { submitTask(input: {}) { cursor } }' });
    await server.logged(({ event }) => event === 'audit');
    expect(server.logs().some(({ event }) => event === 'operation.slow')).toBe(false);
    await server.stop();
  });
});
