// `npm run simulate:mutants`: breaks the product on purpose, one thing at a time, and has the simulation find out.
// `--only quick` tries the few of `npm test`, `--only 'gate ignored'` one; `--seeds 300` says after how many to give up.
// Exit code 1 where a mutant survives, or can no longer be made.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS } from './lib/mutants.mjs';
import { prepareOrExit } from './lib/prepare-or-exit.mjs';
import { layOutSimulation, playSeeds, removeLayout } from './lib/simulation.mjs';

const WORKERS = Math.max(1, Math.min(8, availableParallelism()));
const { values } = parseArgs({ options: { only: { type: 'string' }, seeds: { type: 'string', default: '400' } } });
const seeds = Number(values.seeds);
const chosen = MUTANTS.filter(
  ({ name, quick }) => values.only === undefined || name === values.only || (values.only === 'quick' && quick),
);
if (chosen.length === 0 || !(seeds > 0)) {
  console.error(
    `Usage: npm run simulate:mutants -- [--only quick|NAME] [--seeds N]\n${MUTANTS.map(({ name }) => name).join('\n')}`,
  );
  process.exit(2);
}

await prepareOrExit();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
let survivors = 0;
for (const mutant of chosen) {
  const verdict = await tryOut(mutant);
  if (verdict === null) survivors += 1;
  console.log(`${mutant.name.padEnd(45)} ${verdict ?? `SURVIVED ${String(seeds)} seeds`}`);
}
console.log(`${String(chosen.length - survivors)} of ${String(chosen.length)} mutants caught`);
if (survivors > 0) process.exitCode = 1;

/** By what it was caught, in words; null where it was not. */
async function tryOut({ name, file, from, to }) {
  const folder = layOutSimulation('mutant');
  try {
    const path = join(folder, 'src', file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`mutant '${name}': ${file} does not have this once:\n${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
    let next = 1;
    let played = 0;
    let caught = null;
    await playSeeds(folder, WORKERS, {
      next: () => (caught === null && next <= seeds ? next++ : null),
      onRound: ({ seed, violation }) => {
        played += 1;
        if (violation === null || caught !== null) return;
        const what = violation.what.split('\n')[0].slice(0, 110);
        caught = `caught by '${violation.rule}' after ${String(played)} seeds (seed ${String(seed)}): ${what}`;
      },
    });
    return caught;
  } finally {
    removeLayout(folder);
  }
}
