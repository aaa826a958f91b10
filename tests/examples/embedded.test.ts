import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedPool, type EmbeddedPool } from '../../src/embedded/embedded-pool.js';
import { runExample } from '../support/example-program.js';
import { makeFolder, type TestFolder } from './handler-context.js';

const SUBMIT = `mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } cursor } }`;
const ENDS = `subscription ($after: Cursor) {
  taskLifecycle(after: $after, filter: { types: [COMPLETED, FAILED] }) { task { id status } }
}`;

let folder: TestFolder;
let open: EmbeddedPool | null = null;

beforeEach(async () => {
  folder = await makeFolder({ 'a.md': 'one two three' });
});
afterEach(async () => {
  await open?.close(0);
  open = null;
  await folder.remove();
});

async function openPool(dataDirectory?: string): Promise<EmbeddedPool> {
  open = await openEmbeddedPool({
    handlers: 'examples/pack/index.mjs',
    size: 1,
    environment: { PATH: process.env['PATH'], AGENT_ROOT: folder.path },
    ...(dataDirectory !== undefined && { dataDirectory }),
  });
  return open;
}

async function runTask(pool: EmbeddedPool, input: object): Promise<string> {
  const { submitTask } = await pool.execute<{ submitTask: { task: { id: string }; cursor: string } }>(SUBMIT, {
    input,
  });
  for await (const { taskLifecycle } of pool.subscribe<{ taskLifecycle: { task: { id: string } } }>(ENDS, {
    after: submitTask.cursor,
  })) {
    if (taskLifecycle.task.id === submitTask.task.id) break;
  }
  return submitTask.task.id;
}

describe('a pool inside a program', () => {
  it('takes work by the documents of the contract and tells how it ended', async () => {
    const pool = await openPool();
    const id = await runTask(pool, { payload: { path: 'a.md' } });
    expect(await pool.execute('query ($id: ID!) { task(id: $id) { status result } }', { id })).toMatchObject({
      task: { status: 'COMPLETED', result: { words: 3 } },
    });
  });

  it('refuses with the codes of the contract', async () => {
    const pool = await openPool();
    await expect(pool.execute(SUBMIT, { input: { priority: 10 } })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
    await expect(pool.execute('{ nothing }')).rejects.toThrow('Cannot query field "nothing"');
  });

  it('finds its tasks again where it keeps them on disk, and lets nobody else in meanwhile', async () => {
    const data = join(folder.path, 'data');
    const first = await openPool(data);
    const id = await runTask(first, { payload: { text: 'a' } });
    await expect(openEmbeddedPool({ handlers: 'examples/pack/index.mjs', dataDirectory: data })).rejects.toMatchObject({
      code: 'LOCKED',
    });
    await first.close(0);
    const second = await openPool(data);
    expect(await second.execute('query ($id: ID!) { task(id: $id) { status } }', { id })).toEqual({
      task: { status: 'COMPLETED' },
    });
  });
});

it('is what the example shows: it does its work, and its program ends', async () => {
  const program = runExample('node', ['examples/embedded/program.mjs', 'README.md', 'no-such-file.md']);
  expect(await program.ended()).toBe(0);
  expect([...program.lines].sort()).toEqual([
    expect.stringMatching(/^README\.md \d+ words$/),
    expect.stringMatching(/^no-such-file\.md payload\.path does not exist/),
  ]);
});
