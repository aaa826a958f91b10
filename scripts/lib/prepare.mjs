import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { filesUnder, fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { ROOT } from './root.mjs';
import { runNode, runNpm } from './run.mjs';

/**
 * What has to be made before the product can run, in order. Each is done only when what it is made from has
 * changed since (by content, so that a checkout or a touch costs nothing), which takes some 20 ms to find out.
 *
 * @type {readonly { name: string, doing: string, isDue: () => boolean, make: () => Promise<{ ok: boolean, output: string }> }[]}
 */
export const PREPARATIONS = [
  {
    name: 'install',
    doing: 'Installing dependencies (npm ci; a minute or two where better-sqlite3 has to be compiled)',
    isDue: () => readStamp(INSTALLED) !== installation() && !adoptInstallation(),
    make: install,
  },
  {
    name: 'build',
    doing: 'Building the server',
    isDue: () => readStamp(SERVER_BUILT) !== serverSources(),
    make: buildServer,
  },
  {
    name: 'console',
    doing: 'Building the web pages',
    isDue: () => existsSync(join(ROOT, 'console/vite.config.ts')) && readStamp(CONSOLE_BUILT) !== consoleSources(),
    make: buildConsole,
  },
];

const INSTALLED = 'node_modules/.coordination-pool-stamp';
const SERVER_BUILT = 'dist/.server-stamp';
const CONSOLE_BUILT = 'dist/console/.stamp';

/** Native modules are for one platform and one ABI, so another Node needs another installation. */
const installation = () =>
  fingerprint(['package-lock.json'], [process.platform, process.arch, process.versions.modules]);
const serverSources = () => fingerprint(['src', 'tsconfig.json', 'package-lock.json']);
const consoleSources = () =>
  fingerprint(['console', 'src/generated', 'src/sdk', 'schema', 'tsconfig.json', 'package-lock.json']);

async function install() {
  const stamp = installation();
  const result = await runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (!result.ok) return result;
  const problem = nativeProblem();
  if (problem !== null) return { ok: false, output: `${result.output}${problem}\n` };
  writeStamp(INSTALLED, stamp);
  return result;
}

/** Takes over what somebody installed by hand, if it is what the lock file asks for and works with this Node. */
function adoptInstallation() {
  const installed = packagesIn('node_modules/.package-lock.json');
  if (installed === null) return false;
  const isInstalled = ([path, { version, optional, devOptional, link }]) =>
    path === '' ||
    link ||
    (installed[path] === undefined ? optional || devOptional : installed[path].version === version);
  if (!Object.entries(packagesIn('package-lock.json')).every(isInstalled) || nativeProblem() !== null) return false;
  writeStamp(INSTALLED, installation());
  return true;
}

function packagesIn(lockFile) {
  const path = join(ROOT, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : null;
}

/** The one dependency with code of its own to compile; a failed compilation can go unnoticed until it is loaded. */
function nativeProblem() {
  try {
    const Database = createRequire(join(ROOT, 'package.json'))('better-sqlite3');
    new Database(':memory:').close();
    return null;
  } catch (error) {
    return [
      `better-sqlite3 does not load: ${error.message}`,
      'Its installation needs install scripts to be on (npm config get ignore-scripts) and, where no prebuilt binary',
      'can be downloaded, Python 3, make and a C++ compiler.',
    ].join('\n');
  }
}

async function buildServer() {
  const stamp = serverSources();
  const result = await runNode([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json']);
  removeOrphans();
  if (result.ok) writeStamp(SERVER_BUILT, stamp);
  return result;
}

/** Output of sources that are gone would still be found by whoever imports it. */
function removeOrphans() {
  for (const path of filesUnder('dist')) {
    const module = /^dist\/(?!console\/)(.+?)(?:\.d\.ts|\.js|\.js\.map)$/.exec(path)?.[1];
    if (module !== undefined && !existsSync(join(ROOT, 'src', `${module}.ts`))) rmSync(join(ROOT, path));
  }
}

async function buildConsole() {
  const stamp = consoleSources();
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const env = { NODE_ENV: 'production' };
  const result = await runNode([vite, 'build', 'console', '--outDir', join(ROOT, 'dist/console'), '--emptyOutDir'], {
    env,
  });
  if (result.ok) writeStamp(CONSOLE_BUILT, stamp);
  return result;
}
