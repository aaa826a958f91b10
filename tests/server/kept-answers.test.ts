import { describe, expect, it } from '@jest/globals';
import { getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { KeptAnswers } from '../../src/server/kept-answers.js';

function operationOf(query: string): OperationDefinitionNode {
  return getOperationAST(parse(query)) as OperationDefinitionNode;
}

describe('kept answers', () => {
  const [a, b] = [operationOf('{ a }'), operationOf('{ b }')];

  it('are those of one revision, one operation and one way of asking', () => {
    const kept = new KeptAnswers();
    kept.set(1, a, 'x', 'ax');
    kept.set(1, a, 'y', 'ay');
    kept.set(1, b, 'x', 'bx');
    expect([kept.get(1, a, 'x'), kept.get(1, a, 'y'), kept.get(1, b, 'x')]).toEqual(['ax', 'ay', 'bx']);
    expect([kept.get(1, b, 'y'), kept.get(2, a, 'x'), kept.get(0, a, 'x')]).toEqual([undefined, undefined, undefined]);
  });

  it('go with the next revision', () => {
    const kept = new KeptAnswers();
    kept.set(1, a, 'x', 'old');
    kept.set(2, b, 'x', 'new');
    expect([kept.get(2, a, 'x'), kept.get(1, a, 'x'), kept.get(2, b, 'x')]).toEqual([undefined, undefined, 'new']);
  });

  it('are bounded, each and together', () => {
    const kept = new KeptAnswers();
    kept.set(1, a, '', 'x'.repeat(256 * 1_024 + 1));
    expect(kept.get(1, a, '')).toBeUndefined();
    const text = 'x'.repeat(255 * 1_024);
    for (let index = 0; index < 33; index += 1) kept.set(1, a, String(index), text);
    expect([kept.get(1, a, '0'), kept.get(1, a, '32')]).toEqual([undefined, text]);
  });
});
