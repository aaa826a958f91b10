import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LabelledTree } from '../../src/lib/labelled-tree.js';

const LABELS = ['a', 'b', 'c', 'd'];

type Step = { readonly key: number; readonly labels: readonly string[] } | { readonly drop: number };

const step = fc.oneof(
  fc.record({ key: fc.integer({ min: 0, max: 2 ** 48 }), labels: fc.subarray(LABELS) }),
  fc.record({ drop: fc.nat(100) }),
);

describe('a labelled tree', () => {
  it('finds the least number without a label, as a look at all of them does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const tree = new LabelledTree();
        const all = new Map<number, readonly string[]>();
        for (const each of steps) {
          take(tree, all, each);
          const sorted = [...all].sort(([a], [b]) => a - b);
          expect(tree.size).toBe(all.size);
          expect(tree.min()).toBe(sorted[0]?.[0] ?? null);
          for (const label of LABELS) {
            const first = sorted.find(([, labels]) => !labels.includes(label));
            expect(tree.firstWithout(label)).toBe(first?.[0] ?? null);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('passes over a hundred thousand numbers with the label in some twenty steps', () => {
    const tree = new LabelledTree();
    let looked = 0;
    const labels = new Proxy(['a'], {
      get: (target, property): unknown => {
        if (property === 'includes') looked += 1;
        return Reflect.get(target, property) as unknown;
      },
    });
    for (let key = 0; key < 100_000; key += 1) tree.add(key, key === 77_777 ? ['b'] : labels);
    looked = 0;
    expect(tree.firstWithout('a')).toBe(77_777);
    expect(looked).toBeLessThan(200);
  });
});

function take(tree: LabelledTree, all: Map<number, readonly string[]>, each: Step): void {
  if ('key' in each) {
    if (all.has(each.key)) return;
    tree.add(each.key, each.labels);
    all.set(each.key, each.labels);
    return;
  }
  const key = [...all.keys()][each.drop];
  if (key === undefined) return;
  tree.delete(key);
  all.delete(key);
}
