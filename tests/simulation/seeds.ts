import { expect } from '@jest/globals';
import { simulate, type Round } from './simulate.js';

/** More of them, and new ones every time: `npm run simulate`. */
const SEEDS = 1_000;
export const LONG_MS = 900_000;

const FAULTS = [
  'agent crash',
  'agent crash at start',
  'agent crash at work',
  'crash',
  'cursor expired',
  'damaged snapshot',
  'doubled message',
  'events missed',
  'fail-stop',
  'failed flush',
  'failed task',
  'full disk',
  'late message',
  'lost message',
  'orderly restart',
  'partition',
  'silent agent',
  'slow disk',
  'stalled event loop',
  'torn write',
  'unanswered write kept',
  'wall clock set',
];

/** Every second seed from `first` on, so that two files of tests share them. Each fault there is must have struck. */
export async function expectEverySecondSeedToHold(first: number): Promise<void> {
  const struck = new Set<string>();
  for (let seed = first; seed <= SEEDS; seed += 2) {
    const round = await simulate(seed);
    expect(inWords(round)).toBe('');
    for (const kind of Object.keys(round.faults)) struck.add(kind);
  }
  expect(FAULTS.filter((kind) => !struck.has(kind))).toEqual([]);
}

/** What a failure prints: the line that plays it again, what is broken, and what came last. */
function inWords({ seed, violation, trace }: Round): string {
  if (violation === null) return '';
  return [`npm run simulate -- --seed ${seed}`, `${violation.rule}: ${violation.what}`, ...trace.slice(-25)].join('\n');
}
