import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { DocumentCache } from '../../../src/server/admission/document-cache.js';

const document = parse('{ a }');

describe('document cache', () => {
  it('lets the least recently used go first', () => {
    const cache = new DocumentCache({ maxEntries: 2 });
    cache.set('a', document, 1);
    cache.set('b', document, 1);
    cache.get('a');
    cache.set('c', document, 1);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([document, undefined, document]);
  });

  it('is bounded by the length of the texts together', () => {
    const cache = new DocumentCache({ maxCharacters: 10 });
    cache.set('a', document, 6);
    cache.set('b', document, 6);
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, document]);
    cache.set('c', document, 11);
    expect([cache.get('b'), cache.get('c'), cache.size]).toEqual([document, undefined, 1]);
  });

  it('is bounded by the tokens of the documents together', () => {
    const cache = new DocumentCache({ maxTokens: 7 });
    cache.set('a', document, 1);
    cache.set('b', document, 1);
    cache.set('c', document, 1);
    expect([cache.get('a'), cache.get('c'), cache.size]).toEqual([undefined, document, 2]);
  });

  it('counts a text that comes again once', () => {
    const cache = new DocumentCache({ maxCharacters: 10 });
    for (let round = 0; round < 5; round += 1) cache.set('a', document, 6);
    cache.set('b', document, 4);
    expect(cache.size).toBe(2);
  });
});
