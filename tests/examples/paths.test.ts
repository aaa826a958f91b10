import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { makeFolder, startAgent } from './handler-context.js';
import type { TestAgent, TestFolder } from './handler-context.js';

let root: TestFolder;
let outside: TestFolder;
let agent: TestAgent;

beforeAll(async () => {
  root = await makeFolder({ 'docs/a.md': 'inside', 'note.txt': 'two words' });
  outside = await makeFolder({ 'secret.md': 'outside' });
  await symlink(outside.path, join(root.path, 'escape'));
  await symlink(join(outside.path, 'secret.md'), join(root.path, 'escape.md'));
  await symlink(join(outside.path, 'nothing'), join(root.path, 'dangling'));
  await symlink(join(root.path, 'docs'), join(root.path, 'alias'));
  await symlink('loop', join(root.path, 'loop'));
  process.env['AGENT_ROOT'] = root.path;
  agent = await startAgent();
});

afterAll(async () => {
  delete process.env['AGENT_ROOT'];
  await root.remove();
  await outside.remove();
});

it.each([
  ['parents', () => '..'],
  ['parents in the middle', () => 'docs/../../etc'],
  ['an absolute path', () => '/etc'],
  ['a sibling whose name begins like the root', () => `${root.path}-sibling`],
  ['a missing path outside', () => `${outside.path}/missing`],
  ['a link to a folder outside', () => 'escape'],
  ['a path through a link to outside', () => 'escape/secret.md'],
  ['a link to nothing', () => 'dangling'],
  ['a link to itself', () => 'loop'],
])('refuses %s with OUTSIDE_ROOT, and for good', async (_, path) => {
  const refusal = {
    code: 'OUTSIDE_ROOT',
    retryable: false,
    message: expect.stringContaining('payload.folder') as unknown,
  };
  await expect(agent.run('INGEST', { folder: path() })).rejects.toMatchObject(refusal);
  await expect(agent.run('RESEARCH', { folder: path(), query: 'secret' })).rejects.toMatchObject(refusal);
  await expect(agent.run('DISCOVERY', { folder: path() })).rejects.toMatchObject(refusal);
  await expect(agent.run('MIGRATION', { folder: path(), component: 'x', target: 'y' })).rejects.toMatchObject(refusal);
});

it('refuses a target outside the root and a linked file, by the name of the field', async () => {
  await expect(agent.run('MIGRATION', { component: 'x', target: '../y' })).rejects.toMatchObject({
    code: 'OUTSIDE_ROOT',
    message: expect.stringContaining('payload.target') as unknown,
  });
  await expect(agent.run('GENERAL', { path: 'escape.md' })).rejects.toMatchObject({
    code: 'OUTSIDE_ROOT',
    message: expect.stringContaining('payload.path') as unknown,
  });
});

it('does not read through a link that it meets in a folder', async () => {
  const result = await agent.run('INGEST', { folder: '.' });
  expect(result).toMatchObject({ folder: '.', files: 2, words: 3 });
  expect(result['skipped']).toEqual({ symlink: 5 });
});

it('takes a link that stays inside, and an absolute path inside', async () => {
  expect(await agent.run('INGEST', { folder: 'alias' })).toMatchObject({ folder: 'docs', files: 1 });
  expect(await agent.run('INGEST', { folder: join(root.path, 'docs') })).toMatchObject({ folder: 'docs', files: 1 });
});

it('says NOT_FOUND for what is missing inside, and names a file where a folder must be', async () => {
  await expect(agent.run('INGEST', { folder: 'docs/none' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    retryable: false,
  });
  await expect(agent.run('INGEST', { folder: 'note.txt' })).rejects.toMatchObject({
    code: 'BAD_PAYLOAD',
    message: 'payload.folder is not a folder: note.txt',
  });
});
