import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findChromium, installChromium } from './chromium.mjs';
import { filesUnder } from './fingerprint.mjs';
import { checkLicences } from './licences.mjs';
import { checkPackage } from './package-check.mjs';
import { ROOT } from './root.mjs';
import { runNode } from './run.mjs';
import { installTerminalTools } from './terminal-tools.mjs';

/**
 * What a check came to: `output` is shown where it failed, and it counts as one where it has no `passed` and `failed`.
 *
 * @typedef {{ ok: boolean, output: string, passed?: number, failed?: number, note?: string }} Outcome
 */

/**
 * Every check there is, in the order of `npm test`: first what is quick. The compiler's look at `src` is the build. Those that are not
 * tests only read, so that they can run beside each other.
 *
 * @type {readonly { name: string, kind?: 'tests', needs?: string, run: () => Promise<Outcome> }[]}
 */
export const CHECKS = [
  { name: 'types', run: checkTypes },
  { name: 'format', run: () => tool('prettier', 'bin/prettier.cjs', '--check', ...cacheAt('prettier'), '.') },
  { name: 'lint', run: () => tool('eslint', 'bin/eslint.js', '--max-warnings=0', ...cacheAt('eslint'), '.') },
  { name: 'imports', run: () => tool('dependency-cruiser', 'bin/dependency-cruise.mjs', 'src', 'console') },
  { name: 'dead-code', run: () => tool('knip', 'bin/knip.js', '--no-progress') },
  { name: 'schema', needs: 'scripts/emit-schema.mjs', run: () => runNode(['scripts/emit-schema.mjs', '--check']) },
  { name: 'configuration', run: () => runNode(['scripts/config-table.mjs', '--check']) },
  { name: 'command-line', run: () => runNode(['scripts/command-line-docs.mjs', '--check']) },
  { name: 'licences', run: checkLicences },
  { name: 'generated', needs: 'codegen.yml', run: () => runNode(['scripts/check-generated.mjs']) },
  { name: 'reference', run: () => runNode(['scripts/api-reference.mjs', '--check']) },
  { name: 'package', run: checkPackage },
  { name: 'unit', kind: 'tests', run: checkUnits },
  { name: 'simulation', kind: 'tests', run: () => jest('simulation') },
  { name: 'e2e', kind: 'tests', run: () => jest('e2e') },
  { name: 'browser', kind: 'tests', run: checkInBrowser },
];

/** As in package.json's `jest`. */
const JEST_PROGRAM = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

/** Longer than this a Jest project takes only when it hangs. */
const JEST_TIMEOUT_MS = 600_000;

/** What Jest gets to end by itself after its last test. */
const JEST_EXIT_MS = 15_000;

const PROJECTS = [
  'tests',
  'tests/browser/react-page',
  'examples',
  'examples/urql',
  'examples/apollo-client',
  'console',
];

/** Tests, examples and web pages against their own compiler options; generated code against those of `src`. */
async function checkTypes() {
  const outcomes = [];
  for (const project of PROJECTS.map((folder) => `${folder}/tsconfig.json`)) {
    outcomes.push(await tool('typescript', 'bin/tsc', '--noEmit', '-p', project));
  }
  const unchecked = filesUnder('src/generated').filter((path) =>
    readFileSync(join(ROOT, path), 'utf8').includes('@ts-nocheck'),
  );
  return {
    ok: outcomes.every(({ ok }) => ok) && unchecked.length === 0,
    output: [
      ...outcomes.map(({ output }) => output),
      ...unchecked.map((path) => `${path} turns the compiler off.\n`),
    ].join(''),
  };
}

/** Those of the command line need a terminal, and the shells that it completes in; without one they fail and say so. */
async function checkUnits() {
  const problem = await installTerminalTools();
  const outcome = await jest('unit');
  return problem === null ? outcome : { ...outcome, output: `${problem}${outcome.output}` };
}

async function checkInBrowser() {
  const problem = findChromium() === null ? await installChromium() : null;
  if (problem !== null) return { ok: false, output: problem, note: 'could not run' };
  return jest('browser');
}

/** Runs one of the projects in jest.config.js; what it prints is shown as it comes. */
async function jest(project, ...parameters) {
  const report = join(ROOT, '.cache', `jest-${project}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });

  const lingering = new AbortController();
  const watch = setInterval(() => {
    if (!existsSync(report)) return;
    clearInterval(watch);
    setTimeout(() => lingering.abort('tests are over, but one of them left something open'), JEST_EXIT_MS).unref();
  }, 1000);
  const ended = await runNode(
    [...JEST_PROGRAM, '--selectProjects', project, '--ci', '--json', '--outputFile', report, ...parameters],
    { live: true, timeoutMs: JEST_TIMEOUT_MS, signal: lingering.signal },
  );
  clearInterval(watch);
  if (!existsSync(report)) return { ok: false, output: ended.output, note: 'no result' };

  const result = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = result.numPendingTests + result.numTodoTests;
  const passed = result.numPassedTests;
  // Jest may also fail as a whole, with every test passed.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites || (ended.ok ? 0 : 1);
  const note = `${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
  return { ok: failed === 0, output: ended.output, passed, failed, note };
}

/** Runs the program of a dependency. */
function tool(dependency, program, ...parameters) {
  return runNode([join(ROOT, 'node_modules', dependency, program), ...parameters]);
}

/** By content, not by time: a fresh clone has new times, and a cache that came from elsewhere is still good. */
function cacheAt(name) {
  return ['--cache', '--cache-strategy', 'content', '--cache-location', `.cache/${name}`];
}
