import { describe, expect, it } from '@jest/globals';
import { WeightedCache } from '../../src/lib/weighted-cache.js';

describe('a weighted cache', () => {
  it('lets the least recently used go first', () => {
    const cache = new WeightedCache<string, number>(10);
    cache.set('a', 1, 4);
    cache.set('b', 2, 4);
    cache.get('a');
    cache.set('c', 3, 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.weight]).toEqual([1, undefined, 3, 8]);
  });

  it('counts a key that comes again once, by its new weight', () => {
    const cache = new WeightedCache<string, number>(10);
    for (let weight = 1; weight <= 10; weight += 1) cache.set('a', weight, weight);
    expect([cache.get('a'), cache.weight]).toEqual([10, 10]);
  });

  it('keeps nothing that is too heavy by itself, and none of it where it was lighter before', () => {
    const cache = new WeightedCache<string, number>(10);
    cache.set('a', 1, 1);
    cache.set('a', 2, 11);
    expect([cache.get('a'), cache.weight]).toEqual([undefined, 0]);
  });
});
