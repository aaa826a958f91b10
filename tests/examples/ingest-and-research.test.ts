import { readFile, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';

import { makeFolder, startAgent } from './handler-context.js';
import type { TestFolder } from './handler-context.js';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const README_COUNT = 200;
const PHRASE = 'the quokka counts its teeth at midnight';

/** The README files of installed packages: real texts by many hands, by their path in the test's folder. */
const readmes = new Map<string, string>();
let root: TestFolder;

beforeAll(async () => {
  root = await makeFolder();
  for (const name of (await readdir(PACKAGES)).sort()) {
    if (readmes.size === README_COUNT) break;
    const text = await readFile(join(PACKAGES, name, 'README.md'), 'utf8').catch(() => '');
    if (text === '') continue;
    const path = `readmes/${name}/README.md`;
    readmes.set(path, text);
    await root.write({ [path]: text });
  }
  const some = [...readmes].slice(0, 40).map(([path, text]) => [path.replace(/^readmes/, 'docs'), text] as const);
  await root.write({
    ...(Object.fromEntries(some) as Record<string, string>),
    'docs/deep/down/quokka.md': `# Animals\n\nNothing here.\n\n## Marsupials\n\nIt is said that ${PHRASE}.\n`,
    'docs/teeth.md': '# Teeth\n\nQuokkas and teeth: see elsewhere. Midnight. Counts. The its at.\n',
  });
  process.env['AGENT_ROOT'] = root.path;
});

afterAll(async () => {
  delete process.env['AGENT_ROOT'];
  await root.remove();
});

beforeEach(() => jest.resetModules());

describe('INGEST', () => {
  it('counts files, words and bytes of real README files just as an independent count does', async () => {
    const agent = await startAgent();
    const result = await agent.run('INGEST', { folder: 'readmes' });
    const texts = [...readmes.values()];
    expect(readmes.size).toBe(README_COUNT);
    expect(result).toMatchObject({
      folder: 'readmes',
      files: README_COUNT,
      words: texts.reduce((sum, text) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0),
      bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      skipped: {},
      stored: true,
    });
    expect(result['passages']).toBeGreaterThan(README_COUNT);
    expect(result['fingerprint']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('reports progress that only goes up, with a note', async () => {
    const agent = await startAgent();
    await agent.run('INGEST', { folder: 'docs' });
    const fractions = agent.progress.map(({ fraction }) => fraction);
    expect(fractions.length).toBeGreaterThan(3);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(agent.progress.some(({ note }) => /^read \d+ of \d+ files$/.test(note ?? ''))).toBe(true);
  });

  it('stops in the middle when it is cancelled, and stores nothing', async () => {
    const agent = await startAgent();
    const cancel = new AbortController();
    const running = agent.run(
      'INGEST',
      { folder: 'readmes' },
      { signal: cancel.signal, onProgress: ({ fraction }) => fraction > 0.05 && cancel.abort() },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(agent.memory.size).toBe(0);
    expect(Math.max(...agent.progress.map(({ fraction }) => fraction))).toBeLessThan(0.9);
  });

  it('leaves out what it should not read, and says why', async () => {
    await root.write({
      'mixed/good.md': 'one two three',
      'mixed/large.md': 'x'.repeat(1024 * 1024 + 1),
      'mixed/binary.txt': new Uint8Array([65, 0, 66]),
      'mixed/other.js': 'ignored, and not counted as skipped',
      'mixed/.hidden/a.md': 'hidden',
      'mixed/node_modules/p/README.md': 'a package',
    });
    await symlink(join(root.path, 'mixed/good.md'), join(root.path, 'mixed/link.md'));
    const agent = await startAgent();
    expect(await agent.run('INGEST', { folder: 'mixed' })).toMatchObject({
      files: 1,
      words: 3,
      skipped: { tooLarge: 1, binary: 1, hiddenFolder: 1, nodeModules: 1, symlink: 1 },
    });
    expect(await agent.run('INGEST', { folder: 'mixed', includeNodeModules: true })).toMatchObject({ files: 2 });
    expect(await agent.run('INGEST', { folder: 'mixed', extensions: ['js'] })).toMatchObject({ files: 1, words: 6 });
  });

  it('gives the same fingerprint for the same files and another one when a file changes, comes or goes', async () => {
    const agent = await startAgent();
    const fingerprint = async () => (await agent.run('INGEST', { folder: 'changing' }))['fingerprint'] as string;
    await root.write({ 'changing/a.md': 'first', 'changing/b.md': 'second' });
    const before = await fingerprint();
    expect(await fingerprint()).toBe(before);
    await root.write({ 'changing/a.md': 'first, longer' });
    const changed = await fingerprint();
    await root.write({ 'changing/c.md': 'third' });
    const added = await fingerprint();
    await rm(join(root.path, 'changing/b.md'));
    const removed = await fingerprint();
    expect(new Set([before, changed, added, removed]).size).toBe(4);
  });

  it('works without storing where the memory refuses, and says so', async () => {
    const agent = await startAgent({ memoryLimit: 100 });
    expect(await agent.run('INGEST', { folder: 'docs' })).toMatchObject({ stored: false });
    expect(agent.warnings).toEqual(['the index is not stored: the value is too large']);
    expect(await agent.run('RESEARCH', { folder: 'docs', query: 'parser' })).toMatchObject({ index: 'cached' });
  });

  it('keeps the indexes of at most 8 folders in memory, the oldest going first', async () => {
    const agent = await startAgent();
    const folders = Array.from({ length: 10 }, (_, number) => `many/${number}`);
    for (const folder of folders) {
      await root.write({ [`${folder}/a.md`]: `text of ${folder}` });
      await agent.run('INGEST', { folder });
    }
    expect(
      [...agent.memory.keys()].filter((key) => key.startsWith('search-index-') && !key.includes('part')),
    ).toHaveLength(8);
  });
});

describe('RESEARCH', () => {
  beforeAll(async () => {
    const some = [...readmes].slice(0, 40).map(([path, text]) => [path.replace(/^readmes/, 'docs'), text] as const);
    await root.write({
      ...(Object.fromEntries(some) as Record<string, string>),
      'docs/deep/down/quokka.md': `# Animals\n\nNothing here.\n\n## Marsupials\n\nIt is said that ${PHRASE}.\n`,
      'docs/teeth.md': `# Teeth\n\nQuokkas and teeth: see elsewhere. Midnight. Counts. The its at.\n`,
    });
  });

  it('finds the one file that has a phrase, with its line, heading and a snippet', async () => {
    const agent = await startAgent();
    const result = await agent.run('RESEARCH', { folder: 'docs', query: PHRASE });
    const [first] = result['passages'] as Record<string, unknown>[];
    expect(first).toMatchObject({
      path: 'docs/deep/down/quokka.md',
      line: 5,
      heading: 'Animals > Marsupials',
      exact: true,
    });
    expect(first?.['snippet']).toContain(PHRASE);
  });

  it('finds, for lines taken from real README files, the file that a plain text search finds', async () => {
    const agent = await startAgent();
    const queries = distinctiveLines(15);
    expect(queries).toHaveLength(15);
    for (const { path, line, text } of queries) {
      const result = await agent.run('RESEARCH', { folder: 'readmes', query: text });
      const [first] = result['passages'] as { path: string; line: number }[];
      expect({ text, path: first?.path }).toEqual({ text, path });
      expect(first?.line).toBeLessThanOrEqual(line);
    }
  });

  it('builds the index once, then has it cached, and in a fresh process loads it from memory', async () => {
    const memory = new Map<string, string>();
    const ask = { folder: 'docs', query: 'install' };
    const agent = await startAgent({ memory });
    const built = await agent.run('RESEARCH', ask);
    const cached = await agent.run('RESEARCH', ask);
    jest.resetModules();
    const loaded = await (await startAgent({ memory })).run('RESEARCH', ask);
    expect([built['index'], cached['index'], loaded['index']]).toEqual(['built', 'cached', 'memory']);
    expect(cached['passages']).toEqual(built['passages']);
    expect(loaded['passages']).toEqual(built['passages']);
  });

  it('finds an index that INGEST has built cached, but not one of other files of the folder', async () => {
    const agent = await startAgent();
    await agent.run('INGEST', { folder: 'docs', extensions: ['.md', '.txt'] });
    const asked = { folder: 'docs', query: 'license' };
    expect(await agent.run('RESEARCH', { ...asked, extensions: ['txt', 'md'] })).toMatchObject({ index: 'cached' });
    expect(await agent.run('RESEARCH', { ...asked, extensions: ['txt'] })).toMatchObject({
      index: 'built',
      matches: 0,
    });
  });

  it('never answers from a stale index: a changed file is found by its new words at once', async () => {
    const agent = await startAgent();
    const ask = { folder: 'fresh', query: 'zyzzyva' };
    await root.write({ 'fresh/old.md': 'Nothing of the kind.' });
    expect(await agent.run('RESEARCH', ask)).toMatchObject({ index: 'built', matches: 0, passages: [] });
    await root.write({ 'fresh/new.md': 'A zyzzyva is a weevil.' });
    expect(await agent.run('RESEARCH', ask)).toMatchObject({
      index: 'built',
      passages: [{ path: 'fresh/new.md', line: 1 }],
    });
  });

  it('keeps several small indexes ready at once, and lets go of older ones for one that needs the room', async () => {
    const text = 'A tapir. '.repeat(100_000);
    for (const file of ['1', '2', '3', '4', '5']) {
      await root.write({ [`big/${file}.md`]: text, [`also-big/${file}.md`]: text });
    }
    await root.write({ 'small/1/a.md': 'One tapir.', 'small/2/a.md': 'Two tapirs.' });
    const agent = await startAgent();
    const origins: unknown[] = [];
    for (const folder of ['small/1', 'small/2', 'small/1', 'big', 'small/1', 'also-big', 'small/1', 'big']) {
      origins.push((await agent.run('RESEARCH', { folder, query: 'tapir' }))['index']);
    }
    expect(origins).toEqual(['built', 'built', 'cached', 'built', 'cached', 'built', 'cached', 'memory']);
  });

  it('takes comments in a code block for no headings, and an underlined line for one', async () => {
    await root.write({ 'marks/a.md': 'Under\n=====\n\n```sh\n# comment\nnumbat\n```\n\n- item\n---\nwombat\n' });
    const agent = await startAgent();
    const result = await agent.run('RESEARCH', { folder: 'marks', query: 'numbat wombat' });
    expect(result['passages']).toMatchObject([{ heading: 'Under', line: 1 }]);
  });

  it('gives no more passages than asked for', async () => {
    const agent = await startAgent();
    const result = await agent.run('RESEARCH', { folder: 'docs', query: 'install', limit: 3 });
    expect(result['passages']).toHaveLength(3);
    expect(result['matches']).toBeGreaterThan(3);
  });

  it('notes question and sources in the conversation of the agent', async () => {
    const agent = await startAgent();
    await agent.run('RESEARCH', { folder: 'docs', query: PHRASE, limit: 1 });
    expect(agent.messages).toEqual([
      { role: 'user', content: PHRASE },
      { role: 'assistant', content: 'docs/deep/down/quokka.md:5' },
    ]);
  });
});

/** Long plain lines that occur in exactly one of the README files, by a plain text search. */
function distinctiveLines(count: number): { path: string; line: number; text: string }[] {
  const found = [];
  for (const [path, content] of readmes) {
    const lines = content.split(/\r?\n/);
    const index = lines.findIndex((line) => /^[A-Z][A-Za-z ,']{60,200}\.$/.test(line));
    const text = lines[index];
    if (text === undefined || [...readmes.values()].filter((other) => other.includes(text)).length !== 1) continue;
    found.push({ path, line: index + 1, text });
    if (found.length === count) break;
  }
  return found;
}
