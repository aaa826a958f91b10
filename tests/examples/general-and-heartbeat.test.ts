import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { startAgent } from './handler-context.js';
import type { TestAgent } from './handler-context.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = 'node_modules/graphql/README.md';
let agent: TestAgent;

beforeEach(async () => {
  process.env['AGENT_ROOT'] = ROOT;
  agent = await startAgent();
});

afterEach(() => {
  delete process.env['AGENT_ROOT'];
});

describe('GENERAL', () => {
  it('counts words and lines of a real file as wc does', async () => {
    const [lines, words] = execFileSync('wc', ['-l', '-w', README], { cwd: ROOT, encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    const content = await readFile(`${ROOT}/${README}`, 'utf8');
    expect(await agent.run('GENERAL', { path: README })).toEqual({
      source: 'file',
      path: README,
      lines: Number(lines),
      words: Number(words),
      headings: content.split('\n').filter((line) => line.startsWith('#')).length,
      characters: Array.from(content).length,
    });
  });

  it.each([
    ['', { words: 0, lines: 0, headings: 0, characters: 0 }],
    ['one', { words: 1, lines: 1, headings: 0, characters: 3 }],
    ['# One\r\n\r\ntwo three\r\n', { words: 4, lines: 3, headings: 1, characters: 20 }],
    ['Under\n---\n```\n# none\n```\n', { words: 6, lines: 5, headings: 1, characters: 25 }],
    ['👋 a', { words: 2, lines: 1, headings: 0, characters: 3 }],
  ])('counts %j', async (text, expected) => {
    expect(await agent.run('GENERAL', { text })).toEqual({ source: 'text', ...expected });
  });

  it('counts the texts of any other payload, since GENERAL is what a task is when nobody says its type', async () => {
    expect(await agent.run('GENERAL', {})).toMatchObject({ source: 'payload', words: 0 });
    const payload = { subject: 'two words', nested: { list: ['three more words', 5, null] } };
    expect(await agent.run('GENERAL', payload)).toMatchObject({ source: 'payload', words: 5, lines: 2 });
  });

  it('refuses text and path together, and a path that is no text file', async () => {
    await expect(agent.run('GENERAL', { text: 'a', path: README })).rejects.toMatchObject({ code: 'BAD_PAYLOAD' });
    await expect(agent.run('GENERAL', { path: 'node_modules' })).rejects.toMatchObject({ code: 'UNREADABLE' });
  });
});

describe('the test aids of GENERAL', () => {
  it('sleeps with progress, then does its work', async () => {
    expect(await agent.run('GENERAL', { text: 'done', sleepMs: 300 })).toMatchObject({ words: 1 });
    expect(agent.progress.map(({ fraction }) => fraction)).toEqual([0, 250 / 300]);
  });

  it('ends its sleep at once when it is cancelled', async () => {
    const cancel = new AbortController();
    const running = agent.run(
      'GENERAL',
      { sleepMs: 60_000 },
      { signal: cancel.signal, onProgress: () => setImmediate(() => cancel.abort()) },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(agent.progress).toHaveLength(1);
  });

  it('fails as it is told to', async () => {
    const fail = { code: 'BUSY', message: 'later', retryable: true, retryAfterMs: 1500 };
    await expect(agent.run('GENERAL', { fail })).rejects.toMatchObject(fail);
    await expect(agent.run('GENERAL', { fail: {} })).rejects.toMatchObject({ code: 'SIMULATED', retryable: true });
    await expect(agent.run('GENERAL', { fail: { retryable: false } })).rejects.toMatchObject({ retryable: false });
  });

  it('fails in the first attempts only, where it says how many', async () => {
    const payload = { text: 'a b', fail: { times: 2 } };
    await expect(agent.run('GENERAL', payload, { attempt: 1 })).rejects.toMatchObject({ code: 'SIMULATED' });
    await expect(agent.run('GENERAL', payload, { attempt: 2 })).rejects.toMatchObject({ code: 'SIMULATED' });
    expect(await agent.run('GENERAL', payload, { attempt: 3 })).toMatchObject({ words: 2 });
  });
});

describe('HEARTBEAT', () => {
  it('tells what the agent measures of itself, whatever the payload', async () => {
    const fresh = await startAgent({
      memory: new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    });
    const beat = await fresh.run('HEARTBEAT', { any: 'thing' });
    expect(beat).toMatchObject({
      agent: { id: 'agent-1', name: 'tester' },
      memoryKeys: 2,
      contextMessages: 0,
      contextTokens: 0,
      contextLimit: 1000,
      toolSessionId: 'tools-1',
    });
    expect(beat['memoryBytes']).toBeGreaterThan(1_000_000);
  });
});

describe('a payload that does not fit', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['INGEST', { folder: 5 }, 'payload.folder must be a string, not a number'],
    ['INGEST', { folder: '' }, 'payload.folder must have at least 1 character(s)'],
    ['INGEST', { folder: 'a\0b' }, 'payload.folder must not contain a NUL character'],
    ['INGEST', { extensions: [] }, 'payload.extensions must have 1 to 20 items'],
    ['INGEST', { extensions: ['.md', '*'] }, 'payload.extensions[1] must be the end of a file name, such as ".md"'],
    ['INGEST', { includeNodeModules: 'yes' }, 'payload.includeNodeModules must be true or false, not a string'],
    ['INGEST', { foldr: 'docs' }, 'payload.foldr is not known here; known are folder, extensions, includeNodeModules'],
    ['RESEARCH', { folder: 'docs' }, 'payload.query is missing'],
    ['RESEARCH', { query: '?!' }, 'payload.query must contain a word'],
    ['RESEARCH', { query: 'a', limit: 0 }, 'payload.limit must be a whole number from 1 to 50'],
    ['RESEARCH', { query: 'a', limit: 1.5 }, 'payload.limit must be a whole number from 1 to 50'],
    ['DISCOVERY', { folder: [] }, 'payload.folder must be a string, not a list'],
    ['MIGRATION', { target: 'x' }, 'payload.component is missing'],
    ['MIGRATION', { component: 'x' }, 'payload.target is missing'],
    ['GENERAL', { text: 5 }, 'payload.text must be a string, not a number'],
    ['GENERAL', { sleepMs: 60_001 }, 'payload.sleepMs must be a whole number from 0 to 60000'],
    ['GENERAL', { fail: 'yes' }, 'payload.fail must be an object'],
    ['GENERAL', { fail: { code: 'no' } }, 'payload.fail.code must look like MY_CODE'],
    [
      'GENERAL',
      { fail: { tims: 1 } },
      'payload.fail.tims is not known here; known are code, message, retryable, retryAfterMs, times',
    ],
  ])('is refused by %s %j with the name of the field', async (type, payload, message) => {
    await expect(agent.run(type, payload)).rejects.toMatchObject({ code: 'BAD_PAYLOAD', retryable: false, message });
  });
});
