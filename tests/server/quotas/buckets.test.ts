import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Buckets } from '../../../src/server/quotas/buckets.js';

describe('buckets', () => {
  it('hold a burst, say to the millisecond when there is enough again, and fill no further', () => {
    let nowMs = 0;
    const buckets = new Buckets({ perSecond: 100, burst: 300, nowMs: () => nowMs });
    const bucket = buckets.of('a');
    expect(bucket.msUntil(300)).toBe(0);
    bucket.spend(300);
    expect(bucket.msUntil(10)).toBe(100);
    nowMs = 99;
    expect(bucket.msUntil(10)).toBe(1);
    nowMs = 100;
    expect(bucket.msUntil(10)).toBe(0);
    nowMs = 1_000_000;
    expect([bucket.msUntil(300), buckets.of('b').msUntil(300)]).toEqual([0, 0]);
    bucket.spend(300);
    expect(bucket.msUntil(1)).toBe(10);
  });

  it('let through what is more than they hold once they are full, and have it come in afterwards', () => {
    let nowMs = 0;
    const bucket = new Buckets({ perSecond: 100, burst: 300, nowMs: () => nowMs }).of('a');
    expect(bucket.msUntil(1_000)).toBe(0);
    bucket.spend(1_000);
    expect(bucket.msUntil(1)).toBe(7_010);
    nowMs = 7_010;
    expect(bucket.msUntil(1)).toBe(0);
  });

  it('are so many and no more, and one that was pushed out comes back no fuller', () => {
    const buckets = new Buckets({ perSecond: 1, burst: 100, max: 3, nowMs: () => 0 });
    for (const key of ['a', 'b', 'c']) buckets.of(key).spend(100);
    buckets.of('a');
    // The least recently used is b by now.
    buckets.of('d');
    expect(buckets.size).toBe(3);
    expect(['b', 'a', 'd'].map((key) => buckets.of(key).msUntil(100))).toEqual([100_000, 100_000, 100_000]);
  });

  it('never give more in all than they held and what has come in, whoever asks in whichever order', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.nat(9), units: fc.integer({ min: 1, max: 20 }) })), (asked) => {
        const buckets = new Buckets({ perSecond: 1, burst: 20, max: 3, nowMs: () => 0 });
        let given = 0;
        for (const { key, units } of asked) {
          const bucket = buckets.of(String(key));
          if (bucket.msUntil(units) > 0) continue;
          bucket.spend(units);
          given += units;
        }
        expect(given).toBeLessThanOrEqual(3 * 20);
        expect(buckets.size).toBeLessThanOrEqual(3);
      }),
    );
  });
});
