import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from '@jest/globals';
import { buildSchema, type DocumentNode, getOperationAST, parse } from 'graphql';
import { PlanCache } from '../../../src/server/execution/plans.js';

it('keeps no more documents than have 100,000 tokens together, however little of them is executed', async () => {
  const cache = new PlanCache(buildSchema('type Query { a: Int }'));
  const kept: WeakRef<DocumentNode>[] = [];
  for (let nth = 0; nth < 150; nth += 1) {
    // A thousand tokens and more, and one field.
    const document = parse(`query Q${String(nth)} { ${'a '.repeat(1_000)} }`);
    expect(cache.get(document, getOperationAST(document)!, {})).not.toBeNull();
    kept.push(new WeakRef(document));
  }
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A reference that was just made is held until the turn is over.
  await new Promise(setImmediate);
  collect();
  const alive = kept.filter((reference) => reference.deref() !== undefined).length;
  expect(alive).toBeLessThanOrEqual(100);
  expect(alive).toBeGreaterThan(50);
});
