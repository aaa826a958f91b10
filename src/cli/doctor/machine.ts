import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Call } from '../call.js';
import { set } from '../connection.js';
import { EXIT } from '../exit-code.js';
import { fail, ok, warn, type Finding } from './finding.js';

const GIB = 1024 ** 3;
const LITTLE_GIB = 1;
const NEXT_TO_NOTHING_GIB = 0.1;

/** What can be said without a server. */
export function* checkMachine(call: Call<{ readonly dataDir?: string }>): Generator<Finding> {
  const { input, options } = call;
  const { engines } = JSON.parse(readFileSync(join(input.packageDirectory, 'package.json'), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  const { node } = process.versions;
  yield isAtLeast(node, engines.node.replace('>=', ''))
    ? ok('node', `${node} (needed: ${engines.node})`)
    : fail('node', `${node}, but ${engines.node} is needed`, 'Install a later Node.', EXIT.unexpected);
  const folder = resolve(input.cwd, options.dataDir ?? set(input.env['COORDINATION_POOL_DATA_DIR']) ?? 'data');
  if (existsSync(folder)) yield checkSpace(folder);
}

/** Only where the data directory is on this machine. */
function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / GIB;
  const detail = `${free.toFixed(1)} GiB free for ${folder}`;
  const advice = 'Make space: a server whose disk is full can only be read.';
  if (free < NEXT_TO_NOTHING_GIB) return fail('disk', detail, advice, EXIT.unexpected);
  return free < LITTLE_GIB ? warn('disk', detail, advice) : ok('disk', detail);
}

function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
