import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type RunningServer } from '../support/server.js';
import { overHttp, post } from './transports.js';

const SECRET = 'swordfish-in-a-payload';
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

describe('logs', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer({ args: ['--durability', 'memory', '--size', '1', '--log-level', 'debug'] });
  });
  afterAll(() => server.stop());

  const submit = async (payload: Record<string, unknown>): Promise<string> => {
    const query = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id traceId } } }';
    const { text } = await post(
      server.url,
      { query, variables: { input: { payload, maxAttempts: 1 } } },
      { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` },
    );
    const { task } = (JSON.parse(text) as { data: { submitTask: { task: { id: string; traceId: string } } } }).data
      .submitTask;
    expect(task.traceId).toBe(TRACE_ID);
    return task.id;
  };

  it("follow a task by its caller's trace", async () => {
    const taskId = await submit({ text: SECRET });
    await server.logged((line) => line['event'] === 'task.completed' && line['taskId'] === taskId);
    const lines = server.logs().filter((line) => line['taskId'] === taskId);
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['task.submitted', 'task.assigned', 'task.started', 'task.completed']),
    );
    for (const line of lines)
      expect(line).toMatchObject({
        pool: 'default',
        traceId: TRACE_ID,
        level: expect.any(String),
        time: expect.any(String),
      });
    expect(lines.find(({ event }) => event === 'task.assigned')).toMatchObject({
      agentId: expect.stringMatching(/^agent_/),
      attempt: 1,
    });
  });

  it('never hold payloads, results, messages of tasks or tokens', async () => {
    const taskId = await submit({ text: SECRET, fail: { code: 'NO_GOOD', message: SECRET, retryable: false } });
    expect(await server.logged((line) => line['event'] === 'task.failed' && line['taskId'] === taskId)).toMatchObject({
      level: 'warn',
      code: 'NO_GOOD',
    });
    const { data } = await overHttp(server.url, {
      query: 'mutation { spawnAgent(input: { kind: REMOTE }) { sessionToken agent { id } } }',
    });
    const { sessionToken } = (data as { spawnAgent: { sessionToken: string } }).spawnAgent;
    expect(sessionToken).toMatch(/./);
    const everything = JSON.stringify(server.logs());
    expect(everything).not.toContain(SECRET);
    expect(everything).not.toContain(sessionToken);
    expect(everything).not.toMatch(/"lease_|leaseToken/);
  });

  it('name every address once the server is ready', async () => {
    expect(await server.logged(({ event }) => event === 'server.listening')).toMatchObject({
      graphql: `${server.url}/graphql`,
      webSocket: server.wsUrl,
      graphiql: `${server.url}/graphiql`,
      readyz: `${server.url}/readyz`,
    });
  });
});
