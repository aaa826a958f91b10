import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  buildSchema,
  execute,
  type ExecutionResult,
  getNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { createSchema } from '../../../src/graphql/schema.js';
import { Executor } from '../../../src/server/execution/executor.js';
import { Service } from '../../graphql/service.js';
import { randomFrom, randomOperation, type RandomOperation } from '../../support/random-documents.js';

const RUNS = Number(process.env['RUNS'] ?? 400);

/** As it goes over the wire, with all that an error tells, in the order in which it is told. */
function shown({ data, errors }: ExecutionResult): unknown {
  return JSON.parse(
    JSON.stringify({
      data,
      errors: errors?.map((error) => ({ ...error.toJSON(), original: error.originalError?.message })),
    }),
  );
}

describe('an operation executed from its plan', () => {
  let service: Service;
  let known: Readonly<Record<string, readonly unknown[]>>;
  beforeAll(async () => {
    service = await Service.open({ size: 3 });
    const tasks = [];
    for (let index = 0; index < 8; index += 1) tasks.push(await service.submit({ payload: { index } }));
    const [first, second] = tasks;
    const { coordinator } = service;
    await coordinator.requirePool('default').execute({
      type: 'CompleteTask',
      taskId: first!.id,
      leaseToken: null,
      result: { done: true },
    });
    await coordinator.requirePool('default').execute({ type: 'CancelTask', taskId: second!.id, reason: 'no more' });
    const ids = [...tasks.map(({ id }) => id), ...coordinator.requirePool('default').view.agents.keys()];
    known = { id: ids, agentId: ids, pool: ['default'], name: ['default'] };
  });
  afterAll(() => service.close());

  it('has the data and the errors that graphql-js gives, for documents made at random from the schema', async () => {
    const schema = createSchema();
    const executor = new Executor(schema);
    const seen = { data: 0, errors: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const operation = randomOperation(schema, schema.getQueryType() as GraphQLObjectType, seed, {
          known,
          without: ['Pool.isolationReport', 'Query.events'],
        });
        const document = parse(operation.query);
        if (validate(schema, document).length > 0) return;
        const args = { schema, document, variableValues: operation.variables, contextValue: service.context };
        const expected = shown(await execute(args));
        expect(shown(await executor.execute(args))).toEqual(expected);
        // Again, from the plan that is kept by now.
        expect(shown(await executor.execute(args))).toEqual(expected);
        if ((expected as ExecutionResult).data) seen.data += 1;
        if ((expected as ExecutionResult).errors) seen.errors += 1;
      }),
      { numRuns: RUNS },
    );
    expect(seen.data).toBeGreaterThan(RUNS / 4);
    expect(seen.errors).toBeGreaterThan(RUNS / 20);
  });
});

describe('a schema whose resolvers fail in every way there is', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const chaos = { seed: 0, isAsync: false };
  makeFaulty(schema, chaos);

  const agree = async ({ query, variables }: RandomOperation): Promise<ExecutionResult | null> => {
    const document = parse(query);
    if (validate(schema, document).length > 0) return null;
    const args = { schema, document, variableValues: variables, rootValue: {}, contextValue: {} };
    const expected = await execute(args);
    const executor = new Executor(schema);
    expect(shown(await executor.execute(args))).toEqual(shown(expected));
    return expected;
  };

  it.each([
    ['at once', false],
    ['later', true],
  ])('gets the same nulls and the same errors, in the same order, where they answer %s', async (_how, isAsync) => {
    const seen = { data: 0, errors: 0, nothing: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (seed, fault) => {
        Object.assign(chaos, { seed: fault, isAsync });
        const root = (seed % 4 === 0 ? schema.getMutationType() : schema.getQueryType()) as GraphQLObjectType;
        const result = await agree(randomOperation(schema, root, seed));
        if (result?.data) seen.data += 1;
        if (result?.data === null) seen.nothing += 1;
        if (result?.errors) seen.errors += 1;
      }),
      { numRuns: RUNS },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 20);
  });

  it.each([
    ['an alias that every object has', '{ __proto__: serverInfo { constructor: version } }'],
    ['fields asked for twice', '{ serverInfo { version } serverInfo { limits { maxAttempts } version } }'],
    [
      'the schema',
      '{ __schema { types { name fields { name type { kind ofType { name } } } } } __type(name: "Pool") { name } }',
    ],
    ['two operations without a name', 'query A { __typename } query B { __typename }'],
  ])('agrees about %s', async (_what, query) => {
    Object.assign(chaos, { seed: 7, isAsync: false });
    expect(await agree({ query, variables: {} })).not.toBeNull();
  });
});

/** Every field gives a value of its type, null, an error or something else, as its place in the answer and the seed decide. */
function makeFaulty(schema: GraphQLSchema, chaos: { seed: number; isAsync: boolean }): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, _args, _context, info) => {
        const place: unknown[] = [];
        for (let path: typeof info.path | undefined = info.path; path !== undefined; path = path.prev)
          place.push(path.key);
        const random = randomFrom(chaos.seed ^ hash(place.join('.')));
        const make = (): unknown => valueOf(info.returnType, random, chaos.isAsync);
        // One that fails at once, beside one that fails later in a list, is a rejection that graphql-js leaves unhandled.
        if (!chaos.isAsync) return make();
        return random() < 0.3
          ? new Promise((resolve) => setImmediate(resolve)).then(make)
          : Promise.resolve().then(make);
      };
    }
  }
}

function valueOf(type: GraphQLOutputType, random: () => number, isAsync: boolean): unknown {
  const fault = random();
  if (fault < 0.01) throw new Error('it failed');
  if (fault < 0.02) return new Error('it gave an error');
  if (fault < 0.03) return null;
  if (fault < 0.04) return undefined;
  if (fault < 0.05) return Symbol.iterator;
  const inner: GraphQLOutputType = getNullableType(type);
  if (isListType(inner)) {
    return Array.from({ length: Math.floor(random() * 4) }, (): unknown => {
      try {
        const item = valueOf(inner.ofType, random, isAsync);
        return isAsync ? Promise.resolve(item) : item;
      } catch (error) {
        if (isAsync) return Promise.reject(error instanceof Error ? error : new Error('it failed'));
        return error;
      }
    });
  }
  if (isEnumType(inner)) {
    const values = inner.getValues();
    return values[Math.floor(random() * values.length)]?.value;
  }
  switch (inner.name) {
    case 'Int':
      return random() < 0.05 ? 2 ** 40 : Math.floor(random() * 100);
    case 'Float':
      return random() < 0.05 ? NaN : random();
    case 'Boolean':
      return random() < 0.5;
    case 'ID':
    case 'String':
    case 'Cursor':
    case 'DateTime':
      return random() < 0.05 ? { no: 'text' } : 'text';
    default:
      return {};
  }
}

function hash(text: string): number {
  let sum = 2_166_136_261;
  for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 16_777_619);
  return sum >>> 0;
}
