import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChatProvider } from '../support/chat-provider.js';
import { makeFolder, type TestFolder } from './handler-context.js';
import { openLlmAgent, type LlmAgent } from './llm-agent-aid.js';

const MANUAL = 'first line\nThe heron is the emblem.\nlast line';

let provider: ChatProvider;
let root: TestFolder;
let home: TestFolder;
let agent: LlmAgent;

beforeAll(async () => {
  provider = await ChatProvider.start();
  root = await makeFolder({ 'docs/manual.md': MANUAL, 'docs/long.txt': 'a line of text\n'.repeat(2_000) });
});
afterAll(async () => {
  await provider.close();
  await root.remove();
});
beforeEach(async () => {
  home = await makeFolder({ 'memory/.keep': '' });
  process.env['AGENT_ROOT'] = root.path;
  process.env['AGENT_LLM_BASE_URL'] = provider.baseUrl;
  process.env['AGENT_LLM_API_KEY'] = 'secret-key';
  process.env['AGENT_LLM_MODEL'] = 'test-model';
  agent = await openLlmAgent(home.path);
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AGENT_')) Reflect.deleteProperty(process.env, name);
  await home.remove();
});

/** What the model was last told by a tool. */
const told = (): unknown => JSON.parse(provider.asks.at(-1)?.messages.at(-1)?.content ?? '');

describe('an LLM agent', () => {
  it('asks by the protocol, streams the answer into its progress, and says what it took', async () => {
    provider.script([{ say: ['The ', 'answer.'], usage: [120, 30] }]);
    expect(await agent.run({ prompt: 'What?' })).toEqual({
      answer: 'The answer.',
      model: 'test-model',
      rounds: 1,
      toolCalls: {},
      usage: {
        promptTokens: 120,
        completionTokens: 30,
        totalTokens: 150,
        requests: 1,
        budget: 50_000,
        estimated: false,
      },
      context: { tokens: agent.window.tokens, budget: 3_000, compactions: 0 },
    });
    const [ask] = provider.asks;
    expect(ask).toMatchObject({ model: 'test-model', stream: true, stream_options: { include_usage: true } });
    expect(ask?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(ask?.tools.map((tool) => tool.function.name)).toEqual(['read_file', 'search', 'remember', 'recall']);
    expect(provider.authorizations.at(-1)).toBe('Bearer secret-key');
    expect(agent.notes).toContainEqual(expect.stringMatching(/: The $/));
    expect(agent.notes).toContainEqual(expect.stringMatching(/: The answer\.$/));
    expect(agent.lines.at(-1)).toBe('150 of 50000 tokens used in 1 request');
  });

  it('reads a file below the root for the model and gives it back as the result of that call', async () => {
    provider.script([
      { call: [['read_file', { path: 'docs/manual.md', from_line: 2 }]], usage: [100, 10] },
      { say: ['A heron.'], usage: [200, 5] },
    ]);
    expect(await agent.run({ prompt: 'Which emblem?' })).toMatchObject({
      answer: 'A heron.',
      rounds: 2,
      toolCalls: { read_file: 1 },
      usage: { totalTokens: 315, requests: 2 },
    });
    expect(told()).toEqual({
      path: 'docs/manual.md',
      from_line: 2,
      text: 'The heron is the emblem.\nlast line',
      next_line: null,
    });
    const [, second] = provider.asks;
    expect(second?.messages.at(-2)).toMatchObject({
      role: 'assistant',
      tool_calls: [{ id: second?.messages.at(-1)?.tool_call_id, function: { name: 'read_file' } }],
    });
  });

  it.each([
    ['a path out of the root', ['read_file', { path: '../../etc/passwd' }], 'OUTSIDE_ROOT'],
    ['an absolute path elsewhere', ['read_file', { path: '/etc/passwd' }], 'OUTSIDE_ROOT'],
    ['a search outside of the root', ['search', { query: 'root', folder: '/etc' }], 'OUTSIDE_ROOT'],
    ['a file that is not there', ['read_file', { path: 'docs/none.md' }], 'NOT_FOUND'],
    ['an argument that is none', ['read_file', { file: 'docs/manual.md' }], 'BAD_PAYLOAD'],
    ['arguments that are no JSON', ['read_file', '{"path": '], 'BAD_ARGUMENTS'],
    ['a tool that does not exist', ['run_shell', { command: 'id' }], 'NO_SUCH_TOOL'],
  ] as const)('tells the model of %s, and goes on', async (_, call, code) => {
    provider.script([{ call: [call] }, { say: ['I may not.'] }]);
    expect(await agent.run({ prompt: 'Try it.' })).toMatchObject({ answer: 'I may not.' });
    expect(told()).toEqual({ error: { code, message: expect.not.stringContaining('payload') as unknown } });
  });

  it('searches below the root', async () => {
    provider.script([{ call: [['search', { query: 'heron' }]] }, { say: ['found'] }]);
    await agent.run({ prompt: 'Search.' });
    expect(told()).toMatchObject({ matches: 1, passages: [{ path: 'docs/manual.md', line: 1 }] });
  });

  it('keeps notes over the end of its process, and answers several calls at once in order', async () => {
    provider.script([
      {
        call: [
          ['remember', { key: 'colour', value: 'blue' }],
          ['remember', { key: 'size', value: 'small' }],
        ],
      },
      { say: ['noted'] },
    ]);
    expect(await agent.run({ prompt: 'Remember.' })).toMatchObject({ toolCalls: { remember: 2 } });
    const again = await openLlmAgent(home.path);
    provider.script([
      {
        call: [
          ['recall', {}],
          ['recall', { key: 'colour' }],
          ['recall', { key: 'x' }],
        ],
      },
      { say: ['ok'] },
    ]);
    await again.run({ prompt: 'Recall.' });
    expect(
      provider.asks
        .at(-1)
        ?.messages.slice(-3)
        .map(({ content }) => JSON.parse(content) as unknown),
    ).toEqual([{ keys: ['colour', 'size'] }, { key: 'colour', value: 'blue' }, { key: 'x', value: null }]);
  });

  it('goes on with its conversation in the next task and in the next process', async () => {
    provider.script([{ say: ['Hello Ada.'] }, { say: ['Ada.'] }]);
    await agent.run({ prompt: 'I am Ada.' });
    await (await openLlmAgent(home.path)).run({ prompt: 'Who am I?' });
    expect(provider.asks.at(-1)?.messages.slice(1)).toEqual([
      { role: 'user', content: 'I am Ada.' },
      { role: 'assistant', content: 'Hello Ada.' },
      { role: 'user', content: 'Who am I?' },
    ]);
  });

  it('leaves a turn that failed out of the conversation', async () => {
    provider.script([{ call: [['recall', {}]] }, { status: 503 }, { say: ['fine'] }]);
    await expect(agent.run({ prompt: 'Fails.' })).rejects.toMatchObject({ code: 'LLM_UNAVAILABLE' });
    await agent.run({ prompt: 'Works.' });
    expect(provider.asks.at(-1)?.messages.slice(1)).toEqual([{ role: 'user', content: 'Works.' }]);
    expect(agent.window.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
  });

  it('stops in the middle of a stream when its attempt is cancelled', async () => {
    provider.script([{ say: ['Once upon'], then: 'hold' }]);
    const cancel = new AbortController();
    const gone = provider.clientGone();
    const onNote = (note: string): void => {
      if (note.endsWith('Once upon')) cancel.abort(new DOMException('enough', 'AbortError'));
    };
    await expect(agent.run({ prompt: 'Tell.' }, { signal: cancel.signal, onNote })).rejects.toThrow('enough');
    await gone;
  });
});

describe('its token budget', () => {
  it('fails with a code of its own before it asks for more than is left, and says what was used', async () => {
    provider.script([{ call: [['recall', {}]], usage: [900, 80] }]);
    await expect(agent.run({ prompt: 'Go on.', maxTokens: 1_000 })).rejects.toMatchObject({
      code: 'TOKEN_BUDGET_EXHAUSTED',
      retryable: false,
      message: expect.stringContaining('980 of 1000 tokens used in 1 request') as unknown,
    });
    expect(provider.asks).toHaveLength(1);
    expect(agent.lines.at(-1)).toBe('980 of 1000 tokens used in 1 request');
  });

  it('lets an answer be as long as what is left, and fails where that cuts it off', async () => {
    provider.script([{ say: ['It begins'], usage: [700, 300], finish: 'length' }]);
    await expect(agent.run({ prompt: 'Write.', maxTokens: 1_000 })).rejects.toMatchObject({
      code: 'TOKEN_BUDGET_EXHAUSTED',
    });
    expect(provider.asks[0]?.max_tokens).toBeLessThan(1_000);
  });

  it('tells an answer apart that is too long by itself', async () => {
    process.env['AGENT_LLM_MAX_OUTPUT_TOKENS'] = '20';
    provider.script([{ say: ['It begins'], finish: 'length' }]);
    await expect(agent.run({ prompt: 'Write.' })).rejects.toMatchObject({ code: 'ANSWER_CUT_OFF', retryable: false });
    expect(provider.asks[0]?.max_tokens).toBe(20);
  });

  it('counts by itself where the provider does not, and says so', async () => {
    provider.script([{ say: ['short'], usage: null }]);
    const { usage } = (await agent.run({ prompt: 'Hm?' })) as { usage: { estimated: boolean; totalTokens: number } };
    expect(usage.estimated).toBe(true);
    expect(usage.totalTokens).toBeGreaterThan(10);
  });

  it('ends a model that wants tools for ever', async () => {
    process.env['AGENT_LLM_MAX_ROUNDS'] = '3';
    provider.script(() => ({ call: [['recall', {}]] }));
    await expect(agent.run({ prompt: 'Loop.' })).rejects.toMatchObject({ code: 'TOO_MANY_ROUNDS', retryable: false });
    expect(provider.asks).toHaveLength(3);
  });
});

describe('its conversation, when it grows over its bound', () => {
  beforeEach(() => {
    process.env['AGENT_LLM_CONTEXT_TOKENS'] = '1000';
  });

  it('moves the oldest turns into a digest, and keeps the newest whole', async () => {
    provider.script((ask) => ({ say: [`answer to ${ask.messages.at(-1)?.content.slice(0, 6) ?? ''}`] }));
    for (const turn of [1, 2, 3, 4]) await agent.run({ prompt: `turn ${turn} ${'word '.repeat(200)}` });
    const last = await agent.run({ prompt: 'and now' });
    expect(last).toMatchObject({ context: { budget: 1_000 } });
    const messages = provider.asks.at(-1)?.messages.slice(1) ?? [];
    expect(messages[0]).toMatchObject({ role: 'system' });
    const digest = messages[0]?.content.split('\n') ?? [];
    expect(digest[0]).toBe('Earlier in this conversation, in short:');
    expect(digest[1]).toMatch(/^asked: turn \d word .*…$/);
    expect(digest[2]).toMatch(/^answered: answer to turn \d$/);
    expect(messages.at(-2)?.content).toBe('answer to turn 4');
    expect(agent.window.tokens).toBeLessThanOrEqual(1_000);
  });

  it('cuts what tools said earlier, and what they said last never', async () => {
    const read = { call: [['read_file', { path: 'docs/long.txt' }]] } as const;
    provider.script([read, read, read, read, read, read, { say: ['done'] }]);
    const { context } = (await agent.run({ prompt: 'Read on.' })) as { context: { compactions: number } };
    expect(context.compactions).toBeGreaterThan(0);
    const results = (provider.asks.at(-1)?.messages ?? []).filter(({ role }) => role === 'tool');
    expect(results).toHaveLength(6);
    expect(results[0]?.content).toHaveLength(200);
    expect(results.at(-1)?.content.length).toBeGreaterThan(400);
    for (const { messages } of provider.asks) {
      const bytes = messages.slice(1).reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
      expect(bytes / 4).toBeLessThanOrEqual(1_000);
    }
  });

  it('does the same again for the same conversation', async () => {
    const digests = [];
    for (const name of ['one', 'two']) {
      const folder = await makeFolder({ 'memory/.keep': name });
      const twin = await openLlmAgent(folder.path);
      provider.script(() => ({ say: ['yes'] }));
      for (const turn of [1, 2, 3, 4, 5]) await twin.run({ prompt: `turn ${turn} ${'x'.repeat(900)}` });
      digests.push(twin.window.messages);
      await folder.remove();
    }
    expect(digests[0]).toEqual(digests[1]);
  });

  it('refuses a prompt that fills more than half of it', async () => {
    provider.script([]);
    await expect(agent.run({ prompt: 'x'.repeat(3_000) })).rejects.toMatchObject({
      code: 'CONTEXT_TOO_SMALL',
      retryable: false,
    });
    expect(provider.asks).toHaveLength(0);
  });
});

describe('what the provider refuses', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['milliseconds', { 'retry-after-ms': '1500' }, 1_500],
  ])('is tried later where it says so in %s', async (_, headers, retryAfterMs) => {
    provider.script([{ status: 429, headers }]);
    await expect(agent.run({ prompt: 'Hi' })).rejects.toMatchObject({
      code: 'LLM_RATE_LIMITED',
      retryable: true,
      retryAfterMs,
    });
    expect(provider.asks).toHaveLength(1);
  });

  it.each([
    [401, 'LLM_UNAUTHORIZED', false, {}],
    [403, 'LLM_UNAUTHORIZED', false, {}],
    [400, 'LLM_REFUSED', false, {}],
    [404, 'LLM_REFUSED', false, {}],
    [429, 'LLM_QUOTA_EXHAUSTED', false, { code: 'insufficient_quota' }],
    [500, 'LLM_UNAVAILABLE', true, {}],
    [503, 'LLM_UNAVAILABLE', true, {}],
  ])('by %d is %s, retryable: %s, without the key in its words', async (status, code, retryable, error) => {
    provider.script([{ status, error: { message: 'bad key secret-key', ...error } }]);
    const failure = agent.run({ prompt: 'Hi' });
    await expect(failure).rejects.toMatchObject({ code, retryable });
    await expect(failure).rejects.not.toThrow('secret-key');
  });

  it('is retryable where the stream breaks off', async () => {
    provider.script([{ say: ['half'], then: 'cut' }]);
    await expect(agent.run({ prompt: 'Hi' })).rejects.toMatchObject({ code: 'LLM_UNAVAILABLE', retryable: true });
  });

  it('is retryable where it falls silent', async () => {
    process.env['AGENT_LLM_SILENCE_MS'] = '300';
    provider.script([{ say: ['half'], then: 'hold' }]);
    await expect(agent.run({ prompt: 'Hi' })).rejects.toMatchObject({
      code: 'LLM_UNAVAILABLE',
      message: 'the provider said nothing for 300 ms',
    });
  });

  it('is not even asked without an address', async () => {
    delete process.env['AGENT_LLM_BASE_URL'];
    await expect(agent.run({ prompt: 'Hi' })).rejects.toMatchObject({ code: 'LLM_NOT_CONFIGURED', retryable: false });
  });
});
