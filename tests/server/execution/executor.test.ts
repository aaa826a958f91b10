import { describe, expect, it } from '@jest/globals';
import { buildSchema, type DocumentNode, execute, parse } from 'graphql';
import { Executor } from '../../../src/server/execution/executor.js';

const schema = buildSchema(`
  type Query { numbers: [Int!], query: Query, thing: Thing }
  interface Thing { name: String }
  type Book implements Thing { name: String }
`);

/** Fields of fields: each fragment spreads the next one twice. */
function nested(levels: number): DocumentNode {
  const fragments = Array.from(
    { length: levels },
    (_, level) =>
      `fragment F${String(level)} on Query { a: query { ...F${String(level + 1)} } b: query { ...F${String(level + 1)} } }`,
  );
  return parse(`{ ...F0 } ${fragments.join(' ')} fragment F${String(levels)} on Query { __typename }`);
}

describe('an executor', () => {
  it('leaves no rejection unhandled where one item of a list fails at once and another later', async () => {
    const rootValue = { numbers: [Promise.reject(new Error('later')), null] };
    const result = await new Executor(schema).execute({ schema, document: parse('{ numbers }'), rootValue });
    expect(result.errors?.map(({ message, path }) => [message, path])).toEqual([
      ['Cannot return null for non-nullable field Query.numbers.', ['numbers', 1]],
    ]);
    // What is left unhandled by the next turn fails the test.
    await new Promise((resolve) => setImmediate(resolve));
  });

  it.each([
    ['a field of an abstract type', parse('{ thing { __typename name } }')],
    ['what is too large for a plan', nested(12)],
  ])('leaves %s to graphql-js', async (_what, document) => {
    const rootValue: Record<string, unknown> = { thing: { __typename: 'Book', name: 'x' } };
    const executor = new Executor(schema);
    const operation = document.definitions[0];
    expect(executor.plan(document, operation as never, {})).toBeNull();
    expect(await executor.execute({ schema, document, rootValue })).toEqual(
      await execute({ schema, document, rootValue }),
    );
  });
});
