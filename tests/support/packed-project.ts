import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const RUN_WITHIN_MS = 240_000;

export interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** An empty project into which the package was installed from its tarball. */
export interface PackedProject {
  readonly folder: string;
  readonly manifest: Manifest;
  /** What a program prints that runs in its folder. Rejects with all that it wrote where it fails. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  remove(): void;
}

/**
 * Packs what is built and installs it as anybody would: with install scripts, and without our lock file. Where a dependency says that
 * it is not for this Node, this fails.
 */
export async function installPacked(): Promise<PackedProject> {
  const manifest = readManifest('package.json');
  const folder = mkdtempSync(join(tmpdir(), 'coordination-pool-packed-'));
  const run = runnerIn(folder);
  const tarball = await run('npm', 'pack', resolve('.'), '--ignore-scripts', '--loglevel=error');
  // Without the versions of ours, each would be a request to the registry.
  const beside = ['typescript', '@types/node', ...Object.keys(manifest.peerDependencies ?? {})];
  const project = {
    private: true,
    type: 'module',
    dependencies: { 'coordination-pool': `file:${tarball.trim()}` },
    devDependencies: Object.fromEntries(beside.map((name) => [name, manifest.devDependencies[name]])),
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
  await packBinding(join(folder, '.bindings'));
  await run('npm', 'install', '--engine-strict', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
  return { folder, manifest, run, remove: () => rmSync(folder, { recursive: true }) };
}

function runnerIn(folder: string): PackedProject['run'] {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    npm_config_better_sqlite3_local_prebuilds: join(folder, '.bindings'),
  };
  return async (program, ...args) => {
    try {
      return (await promisify(execFile)(program, args, { cwd: folder, env, timeout: RUN_WITHIN_MS })).stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
    }
  };
}

/**
 * Puts the SQLite binding that is built here where its install script looks before it downloads one, so that the script has nothing
 * to download or to compile for a minute. On a platform of which its author speaks otherwise, it does what it always does.
 */
async function packBinding(folder: string): Promise<void> {
  const { version } = readManifest('node_modules/better-sqlite3/package.json');
  const { platform, arch, versions } = process;
  const file = `better-sqlite3-v${version}-node-v${versions.modules}-${platform}-${arch}.tar.gz`;
  mkdirSync(folder);
  const binary = 'build/Release/better_sqlite3.node';
  await promisify(execFile)('tar', ['czf', join(folder, file), '-C', 'node_modules/better-sqlite3', binary]);
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}
