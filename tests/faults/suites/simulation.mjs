// Simulated worlds in which everything fails (tests/simulation), one after another. What a suite is: ../README.md; a round is a
// seed, and `--seed S` is the first of them.
import { availableParallelism } from 'node:os';
import { layOutSimulation, playSeeds, removeLayout } from '../../../scripts/lib/simulation.mjs';
import { runSuite } from '../suite.mjs';

const WORKERS = Math.max(1, Math.min(8, availableParallelism()));

await runSuite('simulation', 5_000, { roundWithinMs: 1_000 }, async ({ rounds, seed, say }) => {
  const folder = layOutSimulation('suite');
  const faults = {};
  const problems = [];
  let next = seed;
  let played = 0;
  await playSeeds(folder, WORKERS, {
    next: () => (next < seed + rounds ? next++ : null),
    onRound: ({ seed: one, faults: struck, violation }) => {
      played += 1;
      for (const [kind, count] of Object.entries(struck)) faults[kind] = (faults[kind] ?? 0) + count;
      if (violation !== null)
        problems.push(`${violation.rule}: ${violation.what}; npm run simulate -- --seed ${String(one)}`);
      if (played % 1_000 === 0) say(`${String(played)} of ${String(rounds)} seeds`);
    },
  });
  removeLayout(folder);
  return {
    rounds: played,
    faults,
    acknowledged: null,
    lost: 0,
    twice: 0,
    ambiguous: null,
    silent: problems.length,
    problems,
  };
});
