import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Ring } from '../../src/lib/ring.js';

describe('a ring', () => {
  it('keeps the newest items under the numbers they came with', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 1_000 }),
        fc.nat({ max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (capacity, last, count, limit) => {
          const ring = new Ring<number>(capacity, last);
          for (let number = last + 1; number <= last + count; number += 1) ring.push(number);
          expect(ring.last).toBe(last + count);
          expect(ring.first).toBe(Math.max(last + 1, last + count - capacity + 1));
          for (let after = ring.first - 1; after <= ring.last; after += 1) {
            const expected = Array.from({ length: ring.last - after }, (_, i) => after + 1 + i).slice(0, limit);
            expect(ring.after(after, limit)).toEqual(expected);
          }
        },
      ),
    );
  });

  it('is empty at first: its oldest number is the one that comes next', () => {
    const ring = new Ring<string>(3, 41);
    expect([ring.first, ring.last, ring.after(41, 10)]).toEqual([42, 41, []]);
    ring.push('answer');
    expect([ring.first, ring.last, ring.after(41, 10)]).toEqual([42, 42, ['answer']]);
  });

  it('of one place holds the newest item', () => {
    const ring = new Ring<string>(1);
    for (const item of 'abc') ring.push(item);
    expect([ring.first, ring.after(2, 5)]).toEqual([3, ['c']]);
  });
});
