import { describe, expect, it } from '@jest/globals';
import { simulate, type Round } from './simulate.js';

/** More of them, and others: `npm run simulate`. */
const SEEDS = 2_000;
const LONG_MS = 600_000;

/** What a failure prints: the line that plays it again, what is broken, and what came last. */
function inWords({ seed, violation, trace }: Round): string {
  if (violation === null) return '';
  const [rule, what] = [violation.rule, violation.what];
  return `npm run simulate -- --seed ${seed}\n${rule}: ${what}\n${trace.slice(-25).join('\n')}`;
}

describe('the pool in simulated worlds', () => {
  it(
    'keeps every promise, whatever fails, and settles every task once nothing fails any more',
    async () => {
      const faults = new Set<string>();
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const round = await simulate(seed);
        expect(inWords(round)).toBe('');
        for (const kind of Object.keys(round.faults)) faults.add(kind);
      }
      expect([...faults].sort()).toEqual([
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
      ]);
    },
    LONG_MS,
  );

  it('goes the same way every time for the same seed, to the last step', async () => {
    for (const seed of [3, 58, 277, 1_204, 90_210]) {
      const first = await simulate(seed);
      expect((await simulate(seed)).hash).toBe(first.hash);
    }
  });
});
