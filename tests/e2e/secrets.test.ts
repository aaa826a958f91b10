import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Tools } from '../mcp/tools.js';
import { http, post, type Result, TestSocket } from '../server/transports.js';
import { startServer, runServer, type RunningServer } from '../support/server.js';

const secret = (name: string): string => `SECRET-${name}-7f3a9c`;
const [KEY, HEALTH, ENVIRONMENT, PAYLOAD, TOKEN] = ['key', 'health', 'environment', 'payload', 'token'].map(secret) as [
  string,
  string,
  string,
  string,
  string,
];
/** The form of a JSON Web Token, which is looked at, and is none. */
const JWT = `${Buffer.from('{"alg":"ES256","kid":"a"}').toString('base64url')}.${Buffer.from(`{"sub":"${secret('claim')}"}`).toString('base64url')}.${secret('signature')}`;

interface Spawned {
  readonly spawnAgent: { readonly sessionToken: string; readonly agent: { readonly id: string } };
}

describe('what is secret', () => {
  const directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  const headers = { authorization: `Bearer ${KEY}` };
  const answers: string[] = [];
  let server: RunningServer;
  let given: readonly string[] = [];
  beforeAll(async () => {
    const keys = join(directory, 'keys.json');
    const jwks = join(directory, 'jwks.json');
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    writeFileSync(keys, JSON.stringify({ keys: [{ name: 'ci', sha256 }] }));
    writeFileSync(jwks, JSON.stringify({ keys: [] }));
    server = await startServer({
      args: [
        ...['--size', '1', '--durability', 'memory', '--log-level', 'trace', '--slow-operation-ms', '1'],
        ...[
          '--api-keys-file',
          keys,
          '--jwt-jwks',
          jwks,
          '--jwt-issuer',
          'https://id.example',
          '--jwt-audience',
          'pool',
        ],
        ...['--handlers', 'tests/agents/fixtures/handlers.mjs'],
      ],
      env: {
        COORDINATION_POOL_DISCOVERY_URL: `http://probe:${HEALTH}@127.0.0.1:1/health?key=${HEALTH}`,
        COORDINATION_POOL_DISCOVERY_INTERVAL_MS: '100',
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=${ENVIRONMENT}`,
        SOME_TOKEN: ENVIRONMENT,
      },
    });
    given = await driven(server, headers, answers);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  it('is in no line of the log, at the lowest level there is', () => {
    const text = JSON.stringify(server.logs());
    for (const each of [KEY, HEALTH, ENVIRONMENT, PAYLOAD, TOKEN, JWT, ...given]) expect(text).not.toContain(each);
    // There was something to see.
    expect(server.logs().some(({ event }) => event === 'audit')).toBe(true);
  });

  it('is in no answer, metric or error', async () => {
    const metrics = (await http(`${server.url}/metrics`, { headers })).text;
    const dependency = await post(
      server.url,
      { query: '{ pool { dependencies { name status lastError } } }' },
      headers,
    );
    const all = [...answers, metrics, dependency.text].join('\n');
    expect(dependency.text).toContain('ECONNREFUSED');
    for (const each of [KEY, HEALTH, ENVIRONMENT, TOKEN, JWT]) expect(all).not.toContain(each);
    for (const each of given) expect(metrics).not.toContain(each);
  });

  it('is in no command line, and of the environment its agents have what is theirs', () => {
    const children = descendants(server.process.pid!);
    expect(children.length).toBeGreaterThan(0);
    const secrets = [KEY, HEALTH, ENVIRONMENT, PAYLOAD, TOKEN, ...given];
    for (const pid of [server.process.pid!, ...children]) {
      const line = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8');
      for (const each of secrets) expect(line).not.toContain(each);
    }
    for (const pid of children) {
      const environment = readFileSync(`/proc/${String(pid)}/environ`, 'utf8');
      for (const each of secrets) expect(environment).not.toContain(each);
      expect(environment).not.toMatch(/COORDINATION_POOL_(?!LIFE=)|OTEL_/);
    }
  });

  it('is in no message about a configuration that cannot be', async () => {
    const { code, stdout, stderr } = await runServer([], {
      COORDINATION_POOL_DISCOVERY_URL: `ftp://probe:${HEALTH}@127.0.0.1/health`,
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('ftp://***@127.0.0.1/health')]);
    expect(stdout + stderr).not.toContain(HEALTH);
  });
});

/** Uses every way in, well and badly. Gives the tokens that were handed out, which are in the answers they were handed out by. */
async function driven(
  { url }: RunningServer,
  headers: Record<string, string>,
  answers: string[],
): Promise<readonly string[]> {
  const ask = async (query: string, variables = {}, by = headers): Promise<Result> => {
    const { text } = await post(url, { query, variables }, by);
    answers.push(text);
    return JSON.parse(text) as Result;
  };
  const submit = 'mutation ($payload: JSONObject!) { submitTask(input: { payload: $payload }) { task { id } } }';
  await ask(submit, { payload: { do: 'fail', error: { message: 'no', retryable: false }, text: PAYLOAD } });
  await ask(submit, { payload: { text: PAYLOAD.repeat(20_000) } });
  await ask(submit, { payload: PAYLOAD.length });
  const query = 'mutation { spawnAgent(input: { kind: REMOTE }) { sessionToken agent { id } } }';
  const { data: spawned } = JSON.parse((await post(url, { query }, headers)).text) as Result;
  const { spawnAgent } = spawned as unknown as Spawned;
  const { sessionToken, agent } = spawnAgent;
  const heartbeat = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { drain } }';
  await ask(heartbeat, { input: { agentId: agent.id, sessionToken, attempts: [] } });
  await ask(heartbeat, { input: { agentId: agent.id, sessionToken: TOKEN, attempts: [] } });
  await ask('mutation ($t: ID!) { completeTask(input: { taskId: "task_none", leaseToken: $t }) { cursor } }', {
    t: TOKEN,
  });
  await ask('{ pool { name } }', {}, { authorization: `Bearer ${JWT}` });
  await ask('{ pool { name } }', {}, { authorization: `Bearer ${TOKEN}` });
  answers.push((await http(`${url}/graphql?query=%7Bpools%7D&key=${TOKEN}`, { headers })).text);
  answers.push((await post(url, { query: '{ pools { name } }' }, { ...headers, accept: 'text/event-stream' })).text);
  const stranger = await TestSocket.open(url);
  stranger.send({ type: 'connection_init', payload: { authorization: `Bearer ${TOKEN}` } });
  answers.push((await stranger.closed).reason);
  const socket = await TestSocket.open(url);
  await socket.acknowledge(headers);
  socket.send({ id: '1', type: 'subscribe', payload: { query: 'mutation { pausePool { cursor } }' } });
  answers.push(JSON.stringify(await socket.message(({ id }) => id === '1')));
  socket.send({ type: TOKEN });
  answers.push((await socket.closed).reason);
  await ask('mutation { resumePool { cursor } }');
  const tools = await Tools.connect(url, { headers });
  await tools.call('submit_task', { payload: { text: PAYLOAD } });
  await tools.call('spawn_agent', { kind: 'REMOTE' });
  answers.push((await tools.call('complete_task', { taskId: 'task_none', leaseToken: TOKEN })).text);
  const { data } = await tools.call<{ leaseToken: string | null }>('claim_task', { worker: 'w', waitMs: 0 });
  await tools.close();
  return [sessionToken, ...(data?.leaseToken == null ? [] : [data.leaseToken])];
}

function descendants(of: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has just ended.
    }
  }
  const found = [of];
  for (const parent of found) for (const [pid, its] of parents) if (its === parent) found.push(pid);
  return found.slice(1);
}
