import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { makeFolder, startAgent } from './handler-context.js';
import type { Result, TestAgent, TestFolder } from './handler-context.js';

const PROGRAM = fileURLToPath(new URL('../../examples/discovery-service/server.mjs', import.meta.url));
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

interface Service {
  readonly url: string;
  readonly process: ChildProcessWithoutNullStreams;
}

const started: Service[] = [];

async function startService(root: string, ...options: string[]): Promise<Service> {
  const child = spawn(process.execPath, [PROGRAM, '--port', '0', '--root', root, ...options]);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const url = /^discovery service listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
  if (url === undefined) throw new Error(`the service said: ${line}`);
  const service = { url, process: child };
  started.push(service);
  return service;
}

async function get(url: string): Promise<{ status: number; body: Result }> {
  const response = await fetch(url);
  return { status: response.status, body: (await response.json()) as Result };
}

let root: TestFolder;
let outside: TestFolder;
let service: Service;
let agent: TestAgent;

beforeAll(async () => {
  outside = await makeFolder({ 'package.json': '{"name":"outsider"}' });
  root = await makeFolder({
    'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['packages/*'] }),
    'app/package.json': JSON.stringify({
      name: 'app',
      version: '1.0.0',
      dependencies: { '@shop/cart': 'file:../packages/cart' },
    }),
    'app/main.ts':
      "import { add } from '../packages/cart/src/index.js';\nimport type { Cart } from '@shop/cart';\nimport './own.js';\n",
    'app/lazy.js':
      "// import x from '../packages/cart/old.js'\nconst a = await import(\n  '../packages/cart'\n);\nrequire(name);\n",
    'app/own.js':
      "export * from './elsewhere.js'; // import from '../packages/cart-like/x.js'\nimport '../packages/cart-like/x.js';\n",
    'packages/cart/package.json': JSON.stringify({
      name: '@shop/cart',
      version: '2.1.0',
      dependencies: { money: '^1.0.0' },
      devDependencies: { '@shop/tools': 'link:../tools' },
    }),
    'packages/cart/src/index.ts':
      "import { log } from '../../../lib/log.js';\nimport { sum } from './sum.js';\nexport const add = sum;\n",
    'packages/cart/src/sum.ts': 'export const sum = 1;\n',
    'packages/cart/dist/package.json': '{"type":"module"}',
    'packages/cart/node_modules/money/package.json': '{"name":"money","version":"1.0.0"}',
    'packages/cart/plugin/package.json': '{"name":"plugin"}',
    'packages/cart/plugin/index.js': '',
    'packages/tools/package.json': JSON.stringify({
      name: '@shop/tools',
      dependencies: { '@shop/cart': 'workspace:*' },
    }),
    'packages/twin-a/package.json': '{"name":"twin"}',
    'packages/twin-b/package.json': '{"name":"twin"}',
    'packages/broken/package.json': '{ no json',
    'lib/log.js': 'export const log = 1;\n',
  });
  await symlink(outside.path, join(root.path, 'escape'));
  service = await startService(root.path);
  process.env['AGENT_ROOT'] = root.path;
  process.env['AGENT_DISCOVERY_SERVICE_URL'] = service.url;
  agent = await startAgent();
});

afterAll(async () => {
  for (const { process: child } of started) child.kill('SIGKILL');
  delete process.env['AGENT_ROOT'];
  delete process.env['AGENT_DISCOVERY_SERVICE_URL'];
  await root.remove();
  await outside.remove();
});

describe('the discovery service', () => {
  it('is healthy', async () => {
    expect(await get(`${service.url}/health`)).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it.each([
    ['/components?folder=..', 403, 'OUTSIDE_ROOT'],
    ['/components?folder=escape', 403, 'OUTSIDE_ROOT'],
    ['/components?folder=%2Fetc', 403, 'OUTSIDE_ROOT'],
    ['/components?folder=none', 404, 'NOT_FOUND'],
    ['/components?folder=a%00b', 400, 'BAD_PAYLOAD'],
    ['/components/none', 404, 'NOT_FOUND'],
    ['/components/%E0%A4%A', 400, 'BAD_PAYLOAD'],
    ['/components/twin', 409, 'AMBIGUOUS_COMPONENT'],
    ['/elsewhere', 404, 'NOT_FOUND'],
  ])('answers %s with %d %s', async (path, status, code) => {
    expect(await get(service.url + path)).toMatchObject({ status, body: { error: { code } } });
  });

  it('gives one component by its path, also where its name is not unique', async () => {
    const { status, body } = await get(`${service.url}/components/${encodeURIComponent('packages/twin-b')}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'twin', path: 'packages/twin-b', files: 1 });
  });

  it('answers GET only, and to loopback names only', async () => {
    expect((await fetch(`${service.url}/health`, { method: 'POST' })).status).toBe(405);
    const asked = request(`${service.url}/health`, { headers: { host: 'evil.example' } }).end();
    const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    expect(response.statusCode).toBe(421);
  });

  it('ends with 0 on SIGTERM', async () => {
    const { process: child } = await startService(root.path);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when its parent goes away, where it is started with --parent', async () => {
    const { process: child } = await startService(root.path, '--parent');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says why it cannot start and ends with 1 where the port is taken', async () => {
    const child = spawn(process.execPath, [PROGRAM, '--port', new URL(service.url).port, '--root', root.path]);
    const [[line], [code]] = (await Promise.all([
      once(createInterface(child.stderr), 'line'),
      once(child, 'exit'),
    ])) as [[string], [number]];
    expect(line).toContain('EADDRINUSE');
    expect(code).toBe(1);
  });
});

describe('DISCOVERY', () => {
  it('finds the packages of a folder with version, path, number of files and dependencies', async () => {
    const result = await agent.run('DISCOVERY', { folder: 'packages' });
    expect(result).toMatchObject({ folder: 'packages', total: 5, omitted: 0 });
    expect(result['skipped']).toEqual({ nodeModules: 1, manifestWithoutName: 1, invalidManifest: 1 });
    const [cart, plugin, ...others] = result['components'] as Result[];
    expect(cart).toEqual({
      name: '@shop/cart',
      version: '2.1.0',
      path: 'packages/cart',
      files: 4,
      dependencies: { money: '^1.0.0' },
    });
    expect(plugin).toEqual({ name: 'plugin', version: null, path: 'packages/cart/plugin', files: 2, dependencies: {} });
    expect(others.map(({ path }) => path as string)).toEqual(['packages/tools', 'packages/twin-a', 'packages/twin-b']);
  });

  it('finds the hundreds of packages installed here, within the size of a result', async () => {
    process.env['AGENT_ROOT'] = PROJECT;
    process.env['AGENT_DISCOVERY_SERVICE_URL'] = (await startService(PROJECT)).url;
    try {
      const result = await agent.run('DISCOVERY', { folder: 'node_modules' });
      expect(result['total']).toBeGreaterThan(300);
      expect(JSON.stringify(result).length).toBeLessThan(256 * 1024);
      const shown = result['components'] as Result[];
      expect(shown.length + Number(result['omitted'])).toBe(result['total']);
      expect(shown).toContainEqual(expect.objectContaining({ name: 'graphql', path: 'node_modules/graphql' }));
    } finally {
      process.env['AGENT_ROOT'] = root.path;
      process.env['AGENT_DISCOVERY_SERVICE_URL'] = service.url;
    }
  });

  it('is worth a retry where the service is away, and is not where none is configured', async () => {
    const gone = await startService(root.path);
    gone.process.kill('SIGKILL');
    await once(gone.process, 'exit');
    try {
      process.env['AGENT_DISCOVERY_SERVICE_URL'] = gone.url;
      await expect(agent.run('DISCOVERY', {})).rejects.toMatchObject({
        code: 'DISCOVERY_UNAVAILABLE',
        retryable: true,
        retryAfterMs: 1000,
      });
      delete process.env['AGENT_DISCOVERY_SERVICE_URL'];
      await expect(agent.run('DISCOVERY', {})).rejects.toMatchObject({
        code: 'DISCOVERY_NOT_CONFIGURED',
        retryable: false,
      });
      process.env['AGENT_DISCOVERY_SERVICE_URL'] = `${service.url}/health`;
      expect(await agent.run('DISCOVERY', { folder: 'app' })).toMatchObject({ total: 1 });
    } finally {
      process.env['AGENT_DISCOVERY_SERVICE_URL'] = service.url;
    }
  });
});

describe('MIGRATION', () => {
  it('plans a move: the files, the importers and what they have to say then, the steps and the risks', async () => {
    const plan = await agent.run('MIGRATION', { component: '@shop/cart', target: 'libs/basket/cart' });
    expect(plan).toMatchObject({
      component: { name: '@shop/cart', path: 'packages/cart' },
      target: 'libs/basket/cart',
    });
    expect((plan['files'] as { items: { path: string }[] }).items.map(({ path }) => path).sort()).toEqual([
      'packages/cart/dist/package.json',
      'packages/cart/package.json',
      'packages/cart/src/index.ts',
      'packages/cart/src/sum.ts',
    ]);
    expect(plan['importers']).toEqual({
      total: 2,
      omitted: 0,
      items: [
        { file: 'app/lazy.js', line: 2, specifier: '../packages/cart', becomes: '../libs/basket/cart' },
        {
          file: 'app/main.ts',
          line: 1,
          specifier: '../packages/cart/src/index.js',
          becomes: '../libs/basket/cart/src/index.js',
        },
      ],
    });
    expect(plan['ownImports']).toMatchObject({
      items: [
        { file: 'packages/cart/src/index.ts', specifier: '../../../lib/log.js', becomes: '../../../../lib/log.js' },
      ],
    });
    expect(plan['packageImports']).toMatchObject({
      items: [{ file: 'app/main.ts', line: 2, specifier: '@shop/cart' }],
    });
    expect(plan['dependencies']).toMatchObject({
      items: [
        { file: 'app/package.json', name: 'app', range: 'file:../packages/cart', becomes: 'file:../libs/basket/cart' },
        { file: 'packages/cart/package.json', range: 'link:../tools', becomes: 'link:../../../packages/tools' },
      ],
    });
    expect((plan['steps'] as Result[]).map(({ order, action }) => `${String(order)} ${String(action)}`)).toEqual([
      '1 PREPARE',
      '2 MOVE',
      '3 REWRITE_OWN_IMPORTS',
      '4 REWRITE_IMPORTERS',
      '5 REWRITE_DEPENDENCIES',
      '6 INSTALL',
      '7 VERIFY',
    ]);
    const risks = (plan['risks'] as Result[]).map(({ level, what }) => `${String(level)} ${String(what)}`);
    expect(risks).toContain('MEDIUM 1 other components are inside it and move too: packages/cart/plugin.');
    expect(risks).toContain(
      'MEDIUM 1 imports are put together as the program runs; where they lead cannot be read off.',
    );
    expect(risks).toContain(
      'MEDIUM 1 packages use it as a workspace: the workspace patterns must cover libs/basket/cart.',
    );
  });

  it('leaves out the steps that have nothing to do, and warns of a target that is taken', async () => {
    const plan = await agent.run('MIGRATION', { component: 'packages/twin-a', target: 'lib' });
    expect((plan['steps'] as Result[]).map(({ action }) => action as string)).toEqual(['PREPARE', 'MOVE', 'VERIFY']);
    expect((plan['risks'] as Result[])[0]).toEqual({ level: 'HIGH', what: 'lib exists already and holds 1 entries.' });
  });

  it('passes on what the service refuses, and refuses a target inside the component', async () => {
    const run = (payload: Record<string, unknown>) => agent.run('MIGRATION', payload);
    await expect(run({ component: 'twin', target: 'x' })).rejects.toMatchObject({
      code: 'AMBIGUOUS_COMPONENT',
      retryable: false,
    });
    await expect(run({ component: 'none', target: 'x' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      retryable: false,
    });
    await expect(run({ component: 'app', target: 'app/sub' })).rejects.toMatchObject({
      code: 'BAD_PAYLOAD',
      message: 'payload.target must not be the component itself or inside it',
    });
  });
});
