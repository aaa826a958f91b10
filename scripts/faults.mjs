// `npm run test:faults`: runs every suite in tests/faults/suites, one after the other, and prints one table. About fifteen minutes;
// `--minutes N` makes that shorter or longer, `--rounds N` sets the rounds of each suite, `--seed S` the choices, `--only a,b` the
// suites. Exit code 1 where anything was lost, done twice or went wrong silently. What a suite is: tests/faults/README.md.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { prepareOrExit } from './lib/prepare-or-exit.mjs';
import { ROOT } from './lib/root.mjs';
import { runNode, stopOnSignals } from './lib/run.mjs';

/** What the suites are sized for, all together. */
const FULL_MINUTES = 15;
const SUITES = join(ROOT, 'tests/faults/suites');

const COLUMNS = [
  ['suite', ({ suite }) => suite],
  ['rounds', ({ rounds }) => rounds],
  ['took', ({ tookS }) => `${Math.round(tookS)} s`],
  ['acknowledged', ({ acknowledged }) => acknowledged],
  ['lost', ({ lost }) => lost],
  ['accepted twice', ({ twice }) => twice],
  ['ambiguous resolved', ({ ambiguous }) => ambiguous],
  ['silent', ({ silent }) => silent],
  ['recovery p50', ({ recoveryP50Ms }) => milliseconds(recoveryP50Ms)],
  ['max', ({ recoveryMaxMs }) => milliseconds(recoveryMaxMs)],
  [
    'faults',
    ({ faults = {} }) =>
      Object.entries(faults)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
  ],
];

endWithNpm();
const { minutes, rounds, seed, only } = optionsOf(process.argv.slice(2));
await prepareOrExit();
stopOnSignals();
const lines = [];
for (const name of suiteNames(only)) lines.push(await runSuite(name));
process.stdout.write(`${table(lines)}\n`);
for (const { suite, problems = [] } of lines)
  for (const problem of problems) process.stdout.write(`${suite}: ${problem}\n`);
process.exitCode = lines.some(isBad) ? 1 : 0;

function optionsOf(args) {
  const names = ['minutes', 'rounds', 'seed', 'only'];
  try {
    const { values } = parseArgs({
      args,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    });
    for (const name of names.slice(0, 3))
      if (values[name] !== undefined && !(Number(values[name]) > 0)) throw new Error(`--${name} must be above 0`);
    return values;
  } catch (error) {
    process.stderr.write(
      `${error.message}\nUsage: npm run test:faults -- [--minutes N | --rounds N] [--seed S] [--only a,b]\n`,
    );
    process.exit(2);
  }
}

function suiteNames(wanted) {
  const names = readdirSync(SUITES)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => basename(file, '.mjs'));
  const chosen = wanted?.split(',') ?? names;
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length === 0) return chosen;
  process.stderr.write(`There is no suite ${unknown.join(', ')}; there are ${names.join(', ')}.\n`);
  process.exit(2);
}

/** Its line, or one that says why there is none. */
async function runSuite(name) {
  const size =
    rounds === undefined ? ['--scale', String((minutes ?? FULL_MINUTES) / FULL_MINUTES)] : ['--rounds', rounds];
  const args = [join(SUITES, `${name}.mjs`), ...size, ...(seed === undefined ? [] : ['--seed', seed])];
  const fromMs = performance.now();
  const { ok, output } = await runNode(args, { progress: true });
  const tookS = (performance.now() - fromMs) / 1_000;
  const line = resultIn(output);
  const lastWords = output.trim().split('\n').at(-1);
  if (line === null) return { suite: name, tookS, problems: [`it ended without a result: ${lastWords}`] };
  return ok || isBad(line) ? { ...line, tookS } : { ...line, tookS, problems: [`it failed: ${lastWords}`] };
}

/** The last line of its standard output that is JSON. */
function resultIn(output) {
  const text = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .at(-1);
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isBad({ lost, twice, silent, problems = [] }) {
  return lost > 0 || twice > 0 || silent > 0 || problems.length > 0;
}

function table(results) {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...results.map((line) => COLUMNS.map(([, of]) => String(of(line) ?? '-'))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function milliseconds(value) {
  return value == null ? '-' : `${value} ms`;
}
