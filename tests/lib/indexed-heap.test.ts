import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IndexedHeap } from '../../src/lib/indexed-heap.js';

interface Item {
  readonly rank: number;
  readonly key: string;
}

/** A strict total order: equal ranks go by key. */
const before = (a: Item, b: Item): boolean => (a.rank === b.rank ? a.key < b.key : a.rank < b.rank);

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n');
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ key, rank: fc.integer({ min: 0, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ key, rank: fc.constant(null) }) },
);

/** A heap and how often it compared. */
function counted(): { heap: IndexedHeap<string, Item>; comparisons: () => number } {
  let comparisons = 0;
  const heap = new IndexedHeap<string, Item>((a, b) => {
    comparisons += 1;
    return before(a, b);
  });
  return { heap, comparisons: () => comparisons };
}

describe('an indexed heap', () => {
  it('is a sorted map, whatever is set, moved and deleted', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const heap = new IndexedHeap<string, Item>(before);
        const model = new Map<string, Item>();
        for (const { key: at, rank } of changes) {
          if (rank === null) expect(heap.delete(at)).toBe(model.delete(at));
          else {
            heap.set(at, { rank, key: at });
            model.set(at, { rank, key: at });
          }
          const sorted = [...model.values()].sort((a, b) => (before(a, b) ? -1 : 1));
          expect(heap.size).toBe(model.size);
          expect(heap.has(at)).toBe(model.has(at));
          expect(heap.get(at)).toEqual(model.get(at));
          expect(heap.peek()?.value).toEqual(sorted[0]);
          expect([...heap.inOrder()].map(({ value }) => value)).toEqual(sorted);
        }
      }),
    );
  });

  it('gives its members in order without being changed by it, also where the reader stops early', () => {
    const heap = new IndexedHeap<string, Item>(before);
    for (const [i, letter] of ['q', 'w', 'e', 'r', 't', 'y'].entries()) heap.set(letter, { rank: 10 - i, key: letter });
    const [first] = heap.inOrder();
    expect(first?.key).toBe('y');
    expect([...heap.inOrder()].map(({ key: at }) => at).join('')).toBe('ytrewq');
    expect(heap.size).toBe(6);
  });

  it('has nothing to give while empty', () => {
    const heap = new IndexedHeap<string, Item>(before);
    expect([heap.peek(), heap.get('a'), heap.delete('a'), [...heap.inOrder()]]).toEqual([
      undefined,
      undefined,
      false,
      [],
    ]);
  });

  it('compares some log n times at a change, however many members it has', () => {
    const { heap, comparisons } = counted();
    const size = 2 ** 14;
    const item = (i: number): Item => ({ rank: (i * 7_919) % size, key: String(i) });
    for (let i = 0; i < size; i += 1) heap.set(String(i), item(i));
    let worst = 0;
    for (let i = 0; i < 2_000; i += 1) {
      const at = String((i * 31) % size);
      const from = comparisons();
      if (i % 2 === 0) heap.delete(at);
      else heap.set(at, { rank: (i * 104_729) % size, key: at });
      worst = Math.max(worst, comparisons() - from);
    }
    // Up and down once: one comparison for each level up, two for each down.
    expect(worst).toBeLessThanOrEqual(3 * 15);
  });

  it('compares nothing to peek or to look up, and some log n times for each member taken in order', () => {
    const { heap, comparisons } = counted();
    for (let i = 0; i < 10_000; i += 1) heap.set(String(i), { rank: i, key: String(i) });
    const from = comparisons();
    heap.peek();
    heap.get('77');
    heap.has('77');
    expect(comparisons()).toBe(from);
    let taken = 0;
    for (const member of heap.inOrder()) {
      expect(member.value.rank).toBe(taken);
      taken += 1;
      if (taken === 100) break;
    }
    expect(comparisons() - from).toBeLessThanOrEqual(100 * 3 * 8);
  });
});
