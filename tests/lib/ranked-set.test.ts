import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RankedSet } from '../../src/lib/ranked-set.js';

/** The simplest thing that could be right. */
class Model {
  readonly #members = new Set<number>();

  add(key: number): void {
    this.#members.add(key);
  }

  delete(key: number): boolean {
    return this.#members.delete(key);
  }

  sorted(): number[] {
    return [...this.#members].sort((a, b) => a - b);
  }
}

function compare(set: RankedSet, model: Model, probes: readonly number[]): void {
  const sorted = model.sorted();
  expect(set.size).toBe(sorted.length);
  expect(set.min()).toBe(sorted[0]);
  for (const probe of probes) {
    expect(set.rank(probe)).toBe(sorted.filter((member) => member < probe).length);
    expect([...set.above(probe)].join()).toBe(sorted.filter((member) => member > probe).join());
    expect([...set.below(probe)].join()).toBe(
      sorted
        .filter((member) => member < probe)
        .reverse()
        .join(),
    );
  }
}

/** A number that counts how often it is compared. */
function counting(value: number): { key: number; comparisons: () => number } {
  let comparisons = 0;
  const key = {
    valueOf: () => {
      comparisons += 1;
      return value;
    },
  };
  return { key: key as unknown as number, comparisons: () => comparisons };
}

const member = fc.integer({ min: -20, max: 60 });

describe('a ranked set', () => {
  it('is a sorted set that knows ranks, whatever is added and deleted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(member, fc.boolean()), { maxLength: 150 }), (changes) => {
        const set = new RankedSet();
        const model = new Model();
        for (const [key, adds] of changes) {
          if (adds) {
            set.add(key);
            model.add(key);
          } else expect(set.delete(key)).toBe(model.delete(key));
        }
        compare(set, model, [-21, 0, 7, 60, 61]);
      }),
    );
  });

  it('stays right while its chunks split and empty', () => {
    const run = fc.record({
      from: fc.integer({ min: 0, max: 3_000 }),
      count: fc.integer({ min: 1, max: 1_200 }),
      step: fc.constantFrom(1, 2, 7),
      adds: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(run, { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: -1, max: 12_000 }), { maxLength: 4 }),
        (runs, probes) => {
          const set = new RankedSet();
          const model = new Model();
          let same = true;
          for (const { from, count, step, adds } of runs) {
            for (let i = 0; i < count; i += 1) {
              const key = from + i * step;
              if (adds) {
                set.add(key);
                model.add(key);
              } else same &&= set.delete(key) === model.delete(key);
            }
          }
          expect(same).toBe(true);
          compare(set, model, probes);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['rising', (i: number) => i],
    ['falling', (i: number) => 20_000 - i],
    ['scattered', (i: number) => (i * 7_919) % 20_011],
  ])('ranks a queue of many that came in %s order', (_, keyAt) => {
    const set = new RankedSet();
    const keys = Array.from({ length: 20_000 }, (__, i) => keyAt(i));
    for (const key of keys) set.add(key);
    const sorted = [...keys].sort((a, b) => a - b);
    expect(sorted.every((key, rank) => set.rank(key) === rank)).toBe(true);
    expect(keys.every((key) => set.delete(key))).toBe(true);
    expect([set.size, set.min(), set.rank(5)]).toEqual([0, undefined, 0]);
  });

  it('takes a member that it has already only once', () => {
    const set = new RankedSet();
    for (const key of [3, 3, 3]) set.add(key);
    expect([set.size, set.delete(3), set.delete(3)]).toEqual([1, true, false]);
  });

  it('keeps apart keys as large as queue keys are', () => {
    const set = new RankedSet();
    const keys = [9, 5, 0].flatMap((priority) => [1, 2].map((order) => (9 - priority) * 2 ** 45 + order));
    for (const key of [...keys].reverse()) set.add(key);
    expect(keys.map((key) => set.rank(key))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('compares some log n times to rank, to add and to delete, however many members it has', () => {
    const set = new RankedSet();
    for (let i = 0; i < 200_000; i += 1) set.add(2 * i);
    const { key, comparisons } = counting(123_457);
    expect(set.rank(key)).toBe(61_729);
    expect(comparisons()).toBeLessThanOrEqual(20);
    const from = comparisons();
    set.add(key);
    set.delete(key);
    expect(comparisons() - from).toBeLessThanOrEqual(40);
  });
});
