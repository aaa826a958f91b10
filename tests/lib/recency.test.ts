import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Recency } from '../../src/lib/recency.js';

describe('a recency', () => {
  it('gives keys by their last touch, whatever is touched and let go of', () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 20 }),
      goes: fc.boolean(),
      gap: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3_000 }), fc.nat(), (steps, probe) => {
        const recency = new Recency<number>();
        const model = new Map<number, number>();
        let mark = 0;
        for (const { key, goes, gap } of steps) {
          mark += gap;
          if (goes) {
            recency.delete(key);
            model.delete(key);
          } else {
            recency.touch(key, mark);
            model.set(key, mark);
          }
        }
        expect(recency.size).toBe(model.size);
        for (const before of [Infinity, probe % (mark + 1)]) {
          const expected = [...model].filter(([, at]) => at < before).sort(([, a], [, b]) => b - a);
          expect([...recency.before(before)].map((each) => [each.key, each.mark])).toEqual(expected);
        }
      }),
    );
  });

  it('holds no more places than twice its keys, but for a few', () => {
    const recency = new Recency<number>();
    for (let mark = 1; mark <= 100_000; mark += 1) {
      recency.touch(mark % 700, mark);
      expect(recency.places).toBeLessThanOrEqual(1_400);
    }
    expect([...recency.before(Infinity)]).toHaveLength(700);
  });
});
