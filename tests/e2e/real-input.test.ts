import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

/** Hundreds of real Markdown files: the README files of the packages that this project is built with. */
function collectReadmes(into: string): Map<string, string> {
  mkdirSync(into, { recursive: true });
  const files = new Map<string, string>();
  for (const name of readdirSync('node_modules')) {
    const packages = name.startsWith('@')
      ? readdirSync(join('node_modules', name)).map((inner) => join(name, inner))
      : [name];
    for (const folder of packages) {
      const source = join('node_modules', folder, 'README.md');
      if (!existsSync(source)) continue;
      const target = `${folder.replaceAll('/', '__')}.md`;
      copyFileSync(source, join(into, target));
      files.set(target, readFileSync(source, 'utf8'));
    }
  }
  return files;
}

const QUERIES = [
  'promise',
  'stream',
  'regular',
  'typescript',
  'license',
  'install',
  'browser',
  'graphql',
  'parser',
  'deprecated',
];
const QUERIES_TWICE = [...QUERIES, ...QUERIES];

interface Research {
  readonly task: {
    readonly status: string;
    readonly result: {
      readonly index: string;
      readonly tookMs: number;
      readonly passages: readonly { readonly path: string; readonly snippet: string }[];
    };
    readonly attempts: readonly {
      readonly agentId: string;
      readonly routing: {
        readonly strategy: string;
        readonly candidates: readonly { chosen: boolean; completedOfType: number; averageTaskTimeMs: number | null }[];
      };
    }[];
  };
}
const RESEARCH = `query ($id: ID!) { task(id: $id) { status result
  attempts { agentId routing { strategy candidates { chosen completedOfType averageTaskTimeMs } } } } }`;

let root: string;
let files: Map<string, string>;
let server: RunningServer;
let client: PoolClient;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'readmes-'));
  files = collectReadmes(join(root, 'library'));
  server = await startServer({ args: ['--root', root] });
  client = new PoolClient(server.url);
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

/** One after the other, so that each finds the history that the ones before it made. */
async function research(queries: readonly string[]): Promise<Research['task'][]> {
  const tasks: Research['task'][] = [];
  for (const query of queries) {
    const { id, cursor } = await client.submit({ type: 'RESEARCH', payload: { query, folder: 'library' } });
    await client.settled([id], cursor);
    tasks.push((await client.ask<Research>(RESEARCH, { id })).task);
  }
  return tasks;
}

describe('hundreds of real Markdown files', () => {
  it('are indexed, with every step on the live stream', async () => {
    const stream = client.subscribe<{
      taskLifecycle: { type: string; task: { progress: { fraction: number } | null } };
    }>('subscription ($after: Cursor) { taskLifecycle(after: $after) { type task { progress { fraction } } } }', {
      after: await client.cursor(),
    });
    const { id } = await client.submit({ type: 'INGEST', payload: { folder: 'library' } });
    const events = (await stream.until(({ taskLifecycle }) => taskLifecycle.type === 'COMPLETED')).map(
      (event) => event.taskLifecycle,
    );
    await stream.close();
    const kinds = events.map(({ type }) => type);
    expect(kinds.slice(0, 3)).toEqual(['SUBMITTED', 'ASSIGNED', 'STARTED']);
    expect(kinds.slice(3, -1).every((kind) => kind === 'PROGRESSED')).toBe(true);

    const { task } = await client.ask<{ task: { result: { files: number; words: number } } }>(
      'query ($id: ID!) { task(id: $id) { result } }',
      { id },
    );
    expect(files.size).toBeGreaterThan(300);
    expect(task.result.files).toBe([...files.values()].filter((text) => text.trim() !== '').length);
  });

  it('answer twenty queries truly, and faster on the agent that has read them', async () => {
    const first = await research(QUERIES_TWICE);
    expect(first.every(({ status }) => status === 'COMPLETED')).toBe(true);
    for (const [i, { result }] of first.entries()) {
      const word = (QUERIES_TWICE[i] ?? '').toLowerCase();
      expect(result.passages.length).toBeGreaterThan(0);
      const [best] = result.passages;
      // Checked against the file itself, not against what the agent says of it.
      expect(files.get((best?.path ?? '').replace('library/', ''))?.toLowerCase()).toContain(word);
    }
    const second = await research(QUERIES_TWICE);
    const total = (tasks: readonly Research['task'][]): number =>
      tasks.reduce((sum, { result }) => sum + result.tookMs, 0);
    expect(second.every(({ result }) => result.index === 'cached')).toBe(true);
    expect(total(second)).toBeLessThan(total(first));
    for (const { attempts } of second) {
      expect(attempts[0]?.routing.strategy).toBe('AFFINITY');
      expect(attempts[0]?.routing.candidates.find(({ chosen }) => chosen)?.completedOfType).toBeGreaterThan(0);
    }
    expect(new Set(second.map(({ attempts }) => attempts[0]?.agentId)).size).toBe(1);
  });
});
