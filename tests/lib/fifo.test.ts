import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Fifo } from '../../src/lib/fifo.js';

describe('a first-in-first-out line', () => {
  it('is an array that is pushed to and shifted from', () => {
    const pushes = fc.integer({ min: 1, max: 1_500 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), pushes), { maxLength: 12 }), (moves) => {
        const line = new Fifo<number>();
        const model: number[] = [];
        let next = 0;
        let same = true;
        for (const [isPush, count] of moves) {
          for (let i = 0; i < count; i += 1) {
            if (isPush) {
              line.push(next);
              model.push(next);
              next += 1;
            } else same &&= line.shift() === model.shift();
          }
          expect([same, line.size, line.peek()]).toEqual([true, model.length, model[0]]);
          expect(line.toArray()).toEqual(model);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gives nothing once empty, as often as it is asked, and goes on afterwards', () => {
    const line = new Fifo<string>();
    line.push('a');
    expect([line.shift(), line.shift(), line.shift(), line.size]).toEqual(['a', undefined, undefined, 0]);
    line.push('b');
    expect([line.peek(), line.size, line.toArray()]).toEqual(['b', 1, ['b']]);
  });

  it('lets go of what has left: a long life leaves no trace', () => {
    const line = new Fifo<{ readonly n: number }>();
    const first = { n: 0 };
    line.push(first);
    for (let n = 1; n < 10_000; n += 1) {
      line.push({ n });
      line.shift();
    }
    expect(line.toArray()).toEqual([{ n: 9_999 }]);
  });
});
