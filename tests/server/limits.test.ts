import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { runServer, startServer, type RunningServer } from '../support/server.js';
import { type Operation, overHttp, overSocket, overStream, type Transport } from './transports.js';

const text = (length: number): string => 'x'.repeat(length);
const list = (length: number): readonly string[] => Array.from({ length }, (_, nth) => String(nth));

const mutation = (name: string, type: string, answer = 'cursor') => {
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} } }`;
  return (input: object): Operation => ({ query, variables: { input } });
};
const submit = mutation('submitTask', 'SubmitTaskInput');
const spawn = mutation('spawnAgent', 'SpawnAgentInput', 'leaseMs heartbeatMs');
const cancel = mutation('cancelTask', 'CancelTaskInput');
const complete = mutation('completeTask', 'CompleteTaskInput');

interface Case {
  readonly key: string;
  readonly operation: Operation;
  readonly field: string;
  readonly code?: string;
}

/** One above each of what the server below is told, which is within the defaults. */
const REFUSED: readonly Case[] = [
  {
    key: 'maxPayloadBytes',
    operation: submit({ payload: { a: text(1_993) } }),
    field: 'payload',
    code: 'PAYLOAD_TOO_LARGE',
  },
  {
    key: 'maxResultBytes',
    operation: complete({ taskId: 't', result: text(1_099) }),
    field: 'result',
    code: 'PAYLOAD_TOO_LARGE',
  },
  { key: 'maxAttempts', operation: submit({ maxAttempts: 5 }), field: 'maxAttempts' },
  { key: 'minTimeoutMs', operation: submit({ timeoutMs: 99 }), field: 'timeoutMs' },
  { key: 'maxPage', operation: { query: '{ pool { tasks(first: 121) { totalCount } } }' }, field: 'first' },
  { key: 'maxNameLength', operation: spawn({ name: text(11) }), field: 'name' },
  { key: 'maxSkillLength', operation: submit({ requiredSkills: [text(6)] }), field: 'requiredSkills' },
  { key: 'maxSkills', operation: spawn({ skills: list(4) }), field: 'skills' },
  { key: 'maxIdempotencyKeyLength', operation: submit({ idempotencyKey: text(9) }), field: 'idempotencyKey' },
  { key: 'maxReasonLength', operation: cancel({ taskId: 't', reason: text(21) }), field: 'reason' },
  {
    key: 'maxSearchLength',
    operation: { query: `{ pool { tasks(filter: { search: "${text(8)}" }) { totalCount } } }` },
    field: 'search',
  },
];

const transports: readonly (readonly [string, Transport])[] = [
  ['HTTP', overHttp],
  ['server-sent events', overStream],
  ['WebSocket', overSocket],
];

describe('a server that is told its limits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'limits-'));
  let server: RunningServer;
  beforeAll(async () => {
    const config = join(folder, 'limits.json');
    writeFileSync(config, JSON.stringify({ maxSkillLength: 5, maxSkills: 3, maxIdempotencyKeyLength: 8 }));
    server = await startServer({
      args: [
        ...['--config', config, '--durability', 'memory', '--agent-kind', 'REMOTE', '--size', '0'],
        ...['--max-payload-bytes', '2000', '--max-result-bytes', '1100', '--max-attempts', '4'],
        ...['--heartbeat-ms', '4000', '--lease-ms', '8000', '--assignment-latency-target-ms', '250'],
      ],
      env: {
        COORDINATION_POOL_MIN_TIMEOUT_MS: '100',
        COORDINATION_POOL_MAX_PAGE: '120',
        COORDINATION_POOL_MAX_NAME_LENGTH: '10',
        COORDINATION_POOL_MAX_REASON_LENGTH: '20',
        COORDINATION_POOL_MAX_SEARCH_LENGTH: '7',
      },
    });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  describe.each(transports)('over %s', (_name, send) => {
    it.each(REFUSED)('holds $key', async ({ operation, field, code = 'BAD_USER_INPUT' }) => {
      const { errors } = await send(server.url, operation);
      expect(errors?.[0]?.extensions).toMatchObject({ code, field });
    });

    it('takes what is just within', async () => {
      const input = {
        ...{ payload: { a: text(1_992) }, maxAttempts: 4, timeoutMs: 100 },
        ...{ requiredSkills: ['a', 'b', text(5)], idempotencyKey: text(8) },
      };
      expect((await send(server.url, submit(input))).errors).toBeUndefined();
      expect(
        (await send(server.url, { query: '{ pool { tasks(first: 120) { totalCount } } }' })).errors,
      ).toBeUndefined();
    });
  });

  it('tells a REMOTE agent how often to give a sign of life', async () => {
    expect((await overHttp(server.url, spawn({ name: text(10) }))).data).toEqual({
      spawnAgent: { leaseMs: 8_000, heartbeatMs: 4_000 },
    });
  });

  it('shows them', async () => {
    const query = '{ serverInfo { limits { maxPayloadBytes assignmentLatencyTargetMs } } }';
    expect((await overHttp(server.url, { query })).data).toEqual({
      serverInfo: { limits: { maxPayloadBytes: 2_000, assignmentLatencyTargetMs: 250 } },
    });
  });
});

describe('PROCESS agents', () => {
  it('are held to the size of a result and the length of a reason that the server is told', async () => {
    const server = await startServer({
      args: [
        ...['--durability', 'memory', '--size', '1', '--handlers', 'tests/agents/fixtures/handlers.mjs'],
        ...['--max-result-bytes', '1024', '--max-reason-length', '30'],
      ],
    });
    try {
      const client = new PoolClient(server.url);
      const after = await client.cursor();
      const fits = await client.submit({ payload: { do: 'bigResult', bytes: 1_022 } });
      const large = await client.submit({ payload: { do: 'bigResult', bytes: 1_023 } });
      const fails = await client.submit({
        payload: { do: 'fail', error: { message: text(40), retryable: false } },
      });
      await client.settled([fits.id, large.id, fails.id], after);
      const query = 'query ($id: ID!) { task(id: $id) { status error { code message } } }';
      expect(await client.ask(query, { id: fits.id })).toEqual({ task: { status: 'COMPLETED', error: null } });
      expect(await client.ask(query, { id: large.id })).toMatchObject({
        task: { status: 'FAILED', error: { code: 'PAYLOAD_TOO_LARGE' } },
      });
      expect(await client.ask(query, { id: fails.id })).toMatchObject({
        task: { status: 'FAILED', error: { message: text(30) } },
      });
    } finally {
      await server.stop();
    }
  });
});

describe('a server that is told a limit that cannot be', () => {
  it.each([
    [['--max-attempts', '2'], '--max-attempts, from the command line, must be a whole number from 3 to 100, not "2"'],
    [
      ['--heartbeat-ms', '20000'],
      '--heartbeat-ms, from the command line, must be at most half of --lease-ms, which is 30000, not 20000',
    ],
  ])('does not start: %j', async (args, mistake) => {
    const { code, stdout, stderr } = await runServer(args);
    expect([code, stdout, stderr]).toEqual([2, '', `coordination-pool: ${mistake}\n`]);
  });
});
