// `npm test`: prepares, then runs every check there is, all of them also after one has failed.
// `npm test -- --only unit,lint` runs some. The last line is `N passed, N failed`: every Jest test counts as one,
// and so does every other check. Exit code 1 when anything failed, 2 for a wrong parameter.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { nodeVersionProblem } from './lib/node-version.mjs';
import { ROOT } from './lib/root.mjs';

const problem = nodeVersionProblem();
if (problem !== null) {
  console.error(problem);
  process.exit(1);
}

const { CHECKS } = await import('./lib/checks.mjs');
const { PREPARATIONS } = await import('./lib/prepare.mjs');
const { stopOnSignals } = await import('./lib/run.mjs');
const { seconds } = await import('./lib/seconds.mjs');

endWithNpm();
stopOnSignals();
const chosen = chooseChecks();
const began = performance.now();
const lines = [];
const total = { passed: 0, failed: 0 };
if (await prepare()) {
  // Two of those that only read share the processors; tests have these to themselves.
  const isTest = ({ kind }) => kind === 'tests';
  await performAll(
    chosen.filter((check) => !isTest(check)),
    2,
  );
  await performAll(chosen.filter(isTest), 1);
}

console.log(`\n${lines.join('\n')}\n\nTook ${seconds(began)}.`);
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function chooseChecks() {
  const [option, names, ...rest] = process.argv.slice(2);
  if (option === undefined) return CHECKS;
  const wanted = names?.split(',') ?? [];
  const unknown = wanted.filter((name) => !CHECKS.some((check) => check.name === name));
  if (option === '--only' && wanted.length > 0 && unknown.length === 0 && rest.length === 0) {
    return CHECKS.filter(({ name }) => wanted.includes(name));
  }
  console.error(`Usage: npm test -- --only ${CHECKS.map(({ name }) => name).join(',')}`);
  process.exit(2);
}

/** Whether it makes sense to go on: without dependencies no check can run. */
async function prepare() {
  for (const { name, doing, isDue, make } of PREPARATIONS) {
    if (!isDue()) continue;
    console.log(`${doing} ...`);
    const ok = await perform(name, make);
    if (!ok && name === 'install') return false;
  }
  return true;
}

/** In this order, so many at a time. */
async function performAll(checks, atOnce) {
  const waiting = [...checks];
  const takeTurns = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { name, needs = '.', run } = check;
      if (existsSync(join(ROOT, needs))) await perform(name, run);
      else console.log(`left out ${name}: there is no ${needs}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}

/** Runs one check, prints how it went, and what its tools printed if it went wrong. */
async function perform(name, run) {
  const startedAt = performance.now();
  const { ok, output, passed = ok ? 1 : 0, failed = ok ? 0 : 1, note = '' } = await run();
  total.passed += passed;
  total.failed += failed;
  const line = `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds(startedAt).padStart(8)}${note === '' ? '' : `  ${note}`}`;
  lines.push(line);
  console.log(ok ? line : `${line}\n${output}`);
  return ok;
}
