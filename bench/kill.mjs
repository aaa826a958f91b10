// Is anything lost or accepted twice when the server is killed, again and again, under load? Target: neither, in 100 rounds.
// Use: node bench/kill.mjs [--rounds 100]. It is the suite `kill` of `npm run test:faults`, which has ten more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bench } from './lib/bench.mjs';
import { atEnd } from './lib/ends.mjs';
import { figure } from './lib/figures.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

await bench('Killed under load', { full: { rounds: 100 }, quick: { rounds: 5 } }, async (options) => {
  const { rounds, acknowledged, lost, twice, ambiguous, recoveryP50Ms, recoveryMaxMs } = await killed(options.rounds);
  const head = [
    'rounds',
    'acknowledged',
    'lost',
    'accepted twice',
    'left without an answer',
    'back after s',
    'at most',
  ];
  const row = [rounds, acknowledged, lost, twice, ambiguous, recoveryP50Ms / 1_000, recoveryMaxMs / 1_000].map(figure);
  const notes = [
    'SIGKILL under load, while a snapshot is written or cleaned up, and while the server starts; fsync before the answer',
    'acknowledged: submissions, completions, failures, cancellations and replays, each written to a ledger of the caller, which is then held against the log',
    'left without an answer: asked again with the same idempotency key or lease, and then found in the log once, or not at all',
  ];
  return { tables: [{ title: 'SIGKILL of the server', head, rows: [row], notes }], figures: { rounds, lost, twice } };
});

/** The line of the suite's result. It ends with exit code 1 where something was lost; that is a figure, and no failure to measure. */
async function killed(rounds) {
  const suite = spawn(process.execPath, ['tests/faults/suites/kill.mjs', '--rounds', String(rounds)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(suite, 'exit');
  const takeBack = atEnd(async () => {
    suite.kill('SIGTERM');
    await ended;
  });
  let output = '';
  for await (const chunk of suite.stdout.setEncoding('utf8')) output += chunk;
  await ended;
  takeBack();
  const line = output.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`the suite gave no result: ${line.slice(0, 300)}`);
  return JSON.parse(line);
}
