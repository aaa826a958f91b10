import { describe, it } from '@jest/globals';
import { expectEverySecondSeedToHold, LONG_MS } from './seeds.js';

describe('the pool in simulated worlds', () => {
  it(
    'keeps every promise whatever fails, and settles every task once nothing fails any more (even seeds)',
    () => expectEverySecondSeedToHold(2),
    LONG_MS,
  );
});
