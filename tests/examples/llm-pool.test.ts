import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ChatProvider, type Ask } from '../support/chat-provider.js';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

let provider: ChatProvider;
let server: RunningServer;
let client: PoolClient;
let agents: readonly { id: string }[];

beforeAll(async () => {
  provider = await ChatProvider.start();
  server = await startServer({
    args: ['--size', '2', '--handlers', 'examples/llm-agent/handlers.mjs'],
    env: { AGENT_LLM_BASE_URL: provider.baseUrl, AGENT_LLM_MODEL: 'test-model' },
  });
  client = new PoolClient(server.url);
  const { pool } = await client.ask<{ pool: { agents: { id: string }[] } }>('{ pool { agents { id } } }');
  agents = pool.agents;
}, 60_000);

afterAll(async () => {
  await server.stop();
  await provider.close();
}, 60_000);

interface TaskAnswer {
  readonly status: string;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly attempts: readonly { readonly agentId: string; readonly error: { code: string; message: string } | null }[];
}

async function runOn(agentId: string, payload: object): Promise<TaskAnswer> {
  const { id, cursor } = await client.submit({ type: 'GENERAL', payload, preferredAgentId: agentId });
  await client.settled([id], cursor);
  const { task } = await client.ask<{ task: TaskAnswer }>(
    'query ($id: ID!) { task(id: $id) { status result attempts { agentId error { code message } } } }',
    { id },
  );
  return task;
}

const said = ({ messages }: Ask): string => messages.map(({ content }) => content).join('\n');

it('keeps the windows, the notes and the requests of two LLM agents apart, while both are at work', async () => {
  const [one, two] = agents.map(({ id }) => id) as [string, string];
  // Nobody is answered before both have asked, so the two conversations run at the same time.
  let bothAsked = (): void => undefined;
  const both = new Promise<void>((resolve) => (bothAsked = resolve));
  provider.script(async (ask) => {
    const last = ask.messages.at(-1);
    if (last?.role === 'tool') return { say: ['noted'] };
    const word = /word is (\w+)/.exec(last?.content ?? '')?.[1] ?? '';
    if (provider.asks.length === 2) bothAsked();
    await both;
    return { call: [['remember', { key: 'word', value: word }]] };
  });
  const told = await Promise.all([
    runOn(one, { prompt: 'The word is HERON' }),
    runOn(two, { prompt: 'The word is OTTER' }),
  ]);
  expect(told.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
  expect(told.map(({ attempts }) => attempts.map(({ agentId }) => agentId))).toEqual([[one], [two]]);

  provider.script((ask) => {
    const last = ask.messages.at(-1);
    return last?.role === 'tool' ? { say: [`note: ${last.content}`] } : { call: [['recall', { key: 'word' }]] };
  });
  const [first, second] = [await runOn(one, { prompt: 'Which?' }), await runOn(two, { prompt: 'Which?' })];
  expect(first.result).toMatchObject({ answer: 'note: {"key":"word","value":"HERON"}', usage: { totalTokens: 30 } });
  expect(second.result).toMatchObject({ answer: 'note: {"key":"word","value":"OTTER"}', usage: { totalTokens: 30 } });

  // As the provider saw it: each request has the one word or the other, none has both.
  const words = provider.asks.map((ask) => said(ask).match(/HERON|OTTER/g) ?? []);
  expect(words.map((found) => [...new Set(found)])).toEqual([['HERON'], ['HERON'], ['OTTER'], ['OTTER']]);
});

it('settles a task whose budget is used up at once, with the code and what was used', async () => {
  provider.script(() => ({ call: [['recall', {}]], usage: [1_000, 1_000] }));
  const task = await runOn(agents[0]?.id ?? '', { prompt: 'Go on', maxTokens: 2_000 });
  expect(task.status).toBe('FAILED');
  expect(task.attempts).toMatchObject([
    {
      error: {
        code: 'TOKEN_BUDGET_EXHAUSTED',
        message: expect.stringMatching(/^2000 of 2000 tokens used in 1 request/),
      },
    },
  ]);
});
