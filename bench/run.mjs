// `npm run bench`: every benchmark, one after the other, and bench/RESULTS.md of what they gave. Some forty minutes on two
// cores; `-- --quick` is a look at all of them in a few, and leaves RESULTS.md alone; `-- --only engine,fan-out` runs some,
// and leaves it alone too.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { atEnd, endAll, unlessEnding } from './lib/ends.mjs';
import { installPeers } from './lib/peers.mjs';
import { targetTable, writeResults } from './lib/results.mjs';
import { asText } from './lib/table.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const BENCH = fileURLToPath(new URL('.', import.meta.url));
const ROOT = join(BENCH, '..');
const BENCHMARKS = [
  ...['engine', 'queue-depth', 'pickup', 'graphql', 'fan-out', 'stalled-reader', 'memory', 'restart'],
  'kill',
  'footprint',
  'console',
];

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const wanted = values.only?.split(',') ?? BENCHMARKS;
const unknown = wanted.filter((name) => !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.join(', ')}.`);
  process.exit(2);
}

prepare();
const folder = temporaryFolder();
const reports = {};
const failed = [];
for (const name of BENCHMARKS.filter((benchmark) => wanted.includes(benchmark))) {
  const file = join(folder.path, `${name}.json`);
  await run(name, file);
  await unlessEnding();
  if (existsSync(file)) reports[name] = JSON.parse(readFileSync(file, 'utf8'));
  else failed.push(name);
}
console.log(asText(targetTable(reports)));
if (!values.quick && values.only === undefined && failed.length === 0) writeResults(reports);
else console.log('\nbench/RESULTS.md is as it was: it is written by a full run in which nothing failed.');
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`);
await endAll();
process.exit(failed.length > 0 ? 1 : 0);

/** On a fresh clone: dependencies and build of the product as `npm start` makes them, then the peers. */
function prepare() {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  const problem = installPeers();
  if (problem !== null) console.error(`${problem}; what needs them is left out`);
}

/** In a process of its own, so that none inherits a heap. It ends what it started when it is stopped. */
async function run(name, report) {
  const args = [join(BENCH, `${name}.mjs`), '--report', report, ...(values.quick ? ['--quick'] : [])];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  const ended = once(child, 'exit');
  const takeBack = atEnd(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await ended;
  takeBack();
}
