import { describe, expect, it } from '@jest/globals';
import { expectEverySecondSeedToHold, LONG_MS } from './seeds.js';
import { simulate } from './simulate.js';

describe('the pool in simulated worlds', () => {
  it(
    'keeps every promise whatever fails, and settles every task once nothing fails any more (odd seeds)',
    () => expectEverySecondSeedToHold(1),
    LONG_MS,
  );

  it(
    'goes the same way every time for the same seed, to the last step',
    async () => {
      for (const seed of [3, 58, 277, 1_204, 90_210]) {
        const { hash } = await simulate(seed);
        expect((await simulate(seed)).hash).toBe(hash);
      }
    },
    LONG_MS,
  );
});
