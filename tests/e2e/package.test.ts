import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { installPacked, type PackedProject } from '../support/packed-project.js';
import { startServer, type RunningServer } from '../support/server.js';

const PAGE = ['contract.ts', 'handlers.ts', 'worker.ts', 'page.ts'];

/** What the types have to refuse, beside the page that they have to let through. */
const WRONG = `
import { createClient } from 'coordination-pool/client';
import { createWorker } from 'coordination-pool/worker';
import { contract } from './contract.js';

const client = createClient({ url: 'http://127.0.0.1:1', contract });
// @ts-expect-error a payload of another shape
void client.submit('GENERAL', { text: 1 });
// @ts-expect-error a payload that lacks what the contract asks for
void client.submit('GENERAL', {});
// @ts-expect-error no such type of task
void client.submit('COOK', { text: '' });
// @ts-expect-error the result is of another shape
export const words: Promise<{ words: string }> = client.submit('GENERAL', { text: '' }).then((task) => task.result());
const url = 'http://127.0.0.1:1';
// @ts-expect-error a result of another shape
createWorker({ url, contract, handlers: { GENERAL: () => ({ words: 'four' }) } });
// @ts-expect-error a field that the payload does not have
createWorker({ url, contract, handlers: { GENERAL: ({ payload }) => ({ words: payload.length }) } });
// A type that the contract leaves out takes any object.
void client.submit('RESEARCH', { query: 1 });
`;

let project: PackedProject;
let server: RunningServer | null = null;
beforeAll(async () => {
  project = await installPacked();
  for (const file of PAGE) cpSync(join('examples/typescript', file), join(project.folder, file));
  writeFileSync(join(project.folder, 'wrong.ts'), WRONG);
});
afterAll(async () => {
  await server?.stop();
  project.remove();
});

const program = (...path: readonly string[]): string => join(project.folder, 'node_modules', ...path);

describe('the packed package in an empty project', () => {
  it('loads by every name that it exports', async () => {
    const names = Object.keys(project.manifest.exports).map((name) => name.replace('.', 'coordination-pool'));
    const modules = names.filter((name) => !/\.(?:json|graphql)$/.test(name));
    const load = `for (const name of ${JSON.stringify(modules)}) {
      if (Object.keys(await import(name)).length === 0) throw new Error(name);
    }
    for (const name of ${JSON.stringify(names)}) import.meta.resolve(name);`;
    await project.run(process.execPath, '--input-type=module', '--eval', load);
    expect(modules.length).toBeGreaterThanOrEqual(3);
  });

  it('compiles and runs a page that submits, works and watches', async () => {
    const sources = [...PAGE, 'wrong.ts'];
    const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--outDir', 'built'];
    await project.run(process.execPath, program('typescript/bin/tsc'), ...options, ...sources);

    server = await startServer({
      program: program('.bin/coordination-pool'),
      args: ['--size', '0', '--handlers', join(project.folder, 'built/handlers.js')],
    });
    const printed = await project.run(process.execPath, 'built/page.js', server.url);
    expect(printed.trim().split('\n').slice(-3)).toEqual(['STARTED', 'COMPLETED', '4 words']);
    const worker = spawn(process.execPath, [join(project.folder, 'built/worker.js'), server.url], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(worker.stdout, 'data');
    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });

  it('shows a demo on its own files, wherever it is started', async () => {
    const demo = await startServer({
      program: program('.bin/coordination-pool'),
      args: ['--durability', 'memory', '--demo', '--demo-pace', '20'],
    });
    try {
      const submitted = new Map<unknown, unknown>();
      const missing = new Set<unknown>(['INGEST', 'RESEARCH', 'DISCOVERY', 'MIGRATION']);
      await demo.logged(({ event, taskId, taskType }) => {
        if (event === 'task.submitted') submitted.set(taskId, taskType);
        if (event === 'task.completed') missing.delete(submitted.get(taskId));
        return missing.size === 0;
      });
    } finally {
      await demo.stop();
    }
  });
});
