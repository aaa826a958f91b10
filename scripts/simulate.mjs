// `npm run simulate -- --minutes 5`: plays simulated worlds from new seeds, on every core, until the time is over.
// `--seed 12345` plays one and prints what happened in it; `--seeds 1000` plays so many; `--from 1` says where to begin.
// Exit code 1 where something is broken; each failure has a line that plays it again.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { prepareOrExit } from './lib/prepare-or-exit.mjs';
import { layOutSimulation, playSeeds, removeLayout, simulationIn } from './lib/simulation.mjs';

const WORKERS = Math.max(1, Math.min(8, availableParallelism()));
const MAX_FAILURES = 10;

const { seed, seeds, minutes, from } = parameters();
await prepareOrExit();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const folder = layOutSimulation('product');
try {
  if (seed === null) await playMany();
  else await playOne(seed);
} finally {
  removeLayout(folder);
}

async function playOne(one) {
  const { simulate } = await simulationIn(folder);
  const round = await simulate(one, (line) => console.log(line));
  const { steps, records, simulatedMs, hash, violation } = round;
  const faults = Object.entries(round.faults).map(([kind, count]) => `${kind} ${String(count)}`);
  console.log(`\nseed ${String(one)}: ${String(steps)} steps, ${String(records)} records, ${String(simulatedMs)} ms`);
  console.log(`faults: ${faults.join(', ')}\nhash: ${hash}`);
  if (violation === null) return;
  console.log(`BROKEN ${violation.rule}: ${violation.what}`);
  process.exitCode = 1;
}

async function playMany() {
  const startedAt = performance.now();
  const sum = { rounds: 0, steps: 0, records: 0, faults: new Map(), failures: 0 };
  const untilMs = minutes === null ? Infinity : startedAt + minutes * 60_000;
  let next = from;
  const last = seeds === null ? Infinity : from + seeds;
  const perSecond = () => sum.rounds / ((performance.now() - startedAt) / 1_000);
  const progress = setInterval(() => {
    console.error(`${String(sum.rounds)} rounds, ${perSecond().toFixed(1)} a second, ${String(sum.failures)} broken`);
  }, 10_000);
  await playSeeds(folder, WORKERS, {
    next: () => (next < last && performance.now() < untilMs && sum.failures < MAX_FAILURES ? next++ : null),
    onRound: ({ seed: played, steps, records, faults, violation }) => {
      sum.rounds += 1;
      sum.steps += steps;
      sum.records += records;
      for (const [kind, count] of Object.entries(faults)) sum.faults.set(kind, (sum.faults.get(kind) ?? 0) + count);
      if (violation === null) return;
      sum.failures += 1;
      console.log(`BROKEN ${violation.rule}: ${violation.what}\n  npm run simulate -- --seed ${String(played)}`);
    },
  });
  clearInterval(progress);
  const faults = [...sum.faults].sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(faults.map(([kind, count]) => `${String(count).padStart(9)}  ${kind}`).join('\n'));
  console.log(
    `${String(sum.rounds)} rounds from seed ${String(from)}, ${String(sum.steps)} steps, ${String(sum.records)} records, ` +
      `${perSecond().toFixed(1)} rounds a second, ${String(sum.failures)} broken`,
  );
  if (sum.failures > 0) process.exitCode = 1;
}

function parameters() {
  const number = (text, name) => {
    if (text === undefined) return null;
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0 && text !== '') return value;
    console.error(`--${name} is a number.`);
    process.exit(2);
  };
  const options = {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    minutes: { type: 'string' },
    from: { type: 'string' },
  };
  try {
    const { values } = parseArgs({ options });
    const one = number(values.seed, 'seed');
    const many = number(values.seeds, 'seeds');
    const time = number(values.minutes, 'minutes') ?? (many === null ? 1 : null);
    return { seed: one, seeds: many, minutes: time, from: number(values.from, 'from') ?? Date.now() % 1_000_000_000 };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run simulate -- [--minutes N] [--seeds N] [--from N] [--seed N]`);
    process.exit(2);
  }
}
