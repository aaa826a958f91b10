import { describe, expect, it } from '@jest/globals';
import { buildSchema, getIntrospectionQuery } from 'graphql';
import { EVERYBODY } from '../../../src/access/caller.js';
import { createSchema } from '../../../src/graphql/schema.js';
import { Admission } from '../../../src/server/admission/admission.js';
import { DEFAULT_DOCUMENT_LIMITS } from '../../../src/server/admission/limits.js';

const admission = new Admission({ schema: createSchema() });

interface Shown {
  readonly code: unknown;
  readonly field?: unknown;
  readonly limit?: unknown;
  readonly message: string;
}

function verdictOf(
  query: string,
  variables: Record<string, unknown> = {},
  operationName?: string,
  by = admission,
): Shown[] {
  const { errors = [] } = by.admit({ query, variables, operationName }, EVERYBODY);
  return errors.map(({ message, extensions }) => ({ ...extensions, code: extensions['code'], message }));
}

/** The code of the first refusal, or `admitted`. */
function codeOf(query: string, variables?: Record<string, unknown>, operationName?: string): unknown {
  const [first] = verdictOf(query, variables, operationName);
  return first === undefined ? 'admitted' : first.code;
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

describe('admission', () => {
  it('admits an ordinary operation', () => {
    expect(codeOf('{ pool { name agents { id status } } }')).toBe('admitted');
  });

  it('refuses what is no GraphQL', () => {
    expect(verdictOf('{ pool {')).toMatchObject([{ code: 'GRAPHQL_PARSE_FAILED' }]);
    expect(codeOf('')).toBe('GRAPHQL_PARSE_FAILED');
    expect(codeOf('{ pool @ }')).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('refuses what the schema has not, with a suggestion', () => {
    expect(verdictOf('{ poool { name } }')).toMatchObject([
      { code: 'GRAPHQL_VALIDATION_FAILED', message: expect.stringContaining('Did you mean') },
    ]);
  });

  it('gives no suggestion and no schema where introspection is closed', () => {
    const closed = new Admission({ schema: createSchema(), introspection: 'closed' });
    const [unknown] = verdictOf('{ poool { name } }', {}, undefined, closed);
    expect(unknown?.message).toBe('Cannot query field "poool" on type "Query".');
    expect(verdictOf('{ __schema { queryType { name } } }', {}, undefined, closed)[0]?.code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    );
  });

  it('says once what is wrong in many places in the same way, with all of them', () => {
    const { errors = [] } = admission.admit({ query: '{ pool { name @a @a @a noName } }' }, EVERYBODY);
    expect(errors.map(({ message, locations }) => [message, locations?.map(({ column }) => column)])).toEqual([
      ['Unknown directive "@a".', [15, 18, 21]],
      [expect.stringContaining('noName'), [24]],
    ]);
  });

  it('tells at most 21 errors of a document that has more', () => {
    expect(verdictOf(`{ pool { ${times(45, (index) => `nothing${String(index)}`)} } }`)).toHaveLength(21);
  });

  it('quotes a long name at no more than 500 characters', () => {
    const [error] = verdictOf(`{ ${'a'.repeat(100_000)} }`);
    expect(error?.message.length).toBe(500);
  });

  it('remembers good documents and no bad ones', () => {
    const { document, errors } = {
      document: undefined,
      ...admission.admit({ query: '{ pools { name } }' }, EVERYBODY),
    };
    expect(errors).toBeUndefined();
    expect({ document: undefined, ...admission.admit({ query: '{ pools { name } }' }, EVERYBODY) }.document).toBe(
      document,
    );
  });

  describe('limits', () => {
    it('counts tokens, not characters', () => {
      expect(codeOf(`{ pool { name } } # ${'a'.repeat(100_000)}`)).toBe('admitted');
      expect(verdictOf(`{ ${times(2_001, () => 'a')} }`)).toMatchObject([
        { code: 'OPERATION_TOO_COMPLEX', limit: 2_000 },
      ]);
    });

    it('tells a syntax error from a document that is too long', () => {
      expect(codeOf(`{ ${times(100, () => 'a')} `)).toBe('GRAPHQL_PARSE_FAILED');
    });

    it('counts levels of fields, 15 at most', () => {
      const levels = (count: number): string => {
        const fields = [
          'pool',
          'agents',
          ...Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'currentTask' : 'assignedAgent')),
        ].slice(0, count - 1);
        return `{ ${fields.map((field) => `${field} {`).join(' ')} id ${'}'.repeat(fields.length)} }`;
      };
      expect(codeOf(levels(15))).toBe('admitted');
      expect(verdictOf(levels(16))).toMatchObject([{ code: 'OPERATION_TOO_COMPLEX', limit: 15 }]);
    });

    it('refuses brackets within brackets before a parser follows them, whatever they hold', () => {
      const lists = (count: number): string => `{ pool(name: ${'['.repeat(count)}${']'.repeat(count)}) { name } }`;
      const objects = `{ pool(name: ${'{ a: '.repeat(300)}1${' }'.repeat(300)}) { name } }`;
      for (const query of [lists(990), lists(214), objects, '{ pool '.repeat(900), `query ($a: ${'['.repeat(900)}`])
        expect(verdictOf(query)).toMatchObject([
          { code: 'OPERATION_TOO_COMPLEX', message: expect.stringContaining('brackets') },
        ]);
      expect(verdictOf(lists(212))).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED' }]);
      // In a text or a comment they are nothing.
      expect(verdictOf(`{ pool(name: "${'['.repeat(500)}") { name } } # ${'('.repeat(500)}`)).toEqual([]);
    });

    it('counts levels through fragments', () => {
      const query = `{ pool { agents { currentTask { ...A } } } }
        fragment A on Task { assignedAgent { currentTask { ...B } } } fragment B on Task { assignedAgent { currentTask { ...C } } }
        fragment C on Task { assignedAgent { currentTask { ...D } } } fragment D on Task { assignedAgent { currentTask { ...E } } }
        fragment E on Task { assignedAgent { currentTask { assignedAgent { currentTask { assignedAgent { id } } } } } }`;
      expect(verdictOf(query)).toMatchObject([{ code: 'OPERATION_TOO_COMPLEX', limit: 15 }]);
    });

    it('counts aliases, also those that fragments multiply', () => {
      expect(codeOf(`{ ${times(50, (index) => `a${String(index)}: __typename`)} }`)).toBe('admitted');
      expect(verdictOf(`{ ${times(51, (index) => `a${String(index)}: __typename`)} }`)).toMatchObject([
        { code: 'OPERATION_TOO_COMPLEX', limit: 50 },
      ]);
      expect(
        codeOf(`{ pool { ...A ...A ...A } } fragment A on Pool { ${times(20, (index) => `a${String(index)}: name`)} }`),
      ).toBe('OPERATION_TOO_COMPLEX');
    });

    it('counts root fields', () => {
      expect(codeOf(`{ ${times(51, () => '__typename')} }`)).toBe('OPERATION_TOO_COMPLEX');
      expect(codeOf(`mutation { ...A } fragment A on Mutation { ${times(51, () => 'pausePool { cursor }')} }`)).toBe(
        'OPERATION_TOO_COMPLEX',
      );
    });

    it('counts directives in one place, wherever that is', () => {
      const eleven = '@skip(if: false)'.repeat(11);
      for (const query of [
        `{ pool { name ${eleven} } }`,
        `query ${eleven} { __typename }`,
        `{ pool { ... ${eleven} { name } } }`,
        `query ($a: Int ${eleven}) { __typename }`,
      ]) {
        expect(verdictOf(query)).toMatchObject([{ code: 'OPERATION_TOO_COMPLEX', limit: 10 }]);
      }
    });

    it('refuses a document that takes too long to validate as too complex', () => {
      expect(codeOf(`{ pool { ${times(1_900, () => 'name')} } }`)).toBe('OPERATION_TOO_COMPLEX');
    });

    it('can be set', () => {
      const strict = new Admission({ schema: createSchema(), limits: { ...DEFAULT_DOCUMENT_LIMITS, maxDepth: 3 } });
      expect(verdictOf('{ pool { agents { performance { tasksFailed } } } }', {}, undefined, strict)[0]).toMatchObject({
        limit: 3,
      });
    });
  });

  describe('cost', () => {
    const page =
      'query ($n: Int! = 200) { pool { tasks(first: $n) { nodes { history(first: $n) { task { attempts { number } } } } } } }';

    it('multiplies the sizes of lists within lists', () => {
      expect(codeOf('{ pool { tasks(first: 200) { nodes { id } } } }')).toBe('admitted');
      expect(
        verdictOf('{ pool { tasks(first: 200) { nodes { history(first: 200) { task { attempts { number } } } } } } }'),
      ).toMatchObject([{ code: 'OPERATION_TOO_COMPLEX', limit: 100_000 }]);
    });

    it('takes sizes from variables and their defaults', () => {
      expect(codeOf(page)).toBe('OPERATION_TOO_COMPLEX');
      expect(codeOf(page, { n: 5 })).toBe('admitted');
    });

    it('takes the default of an argument that is left out', () => {
      const schema = buildSchema(
        'type Query { few(first: Int! = 2): [Query!]! many(first: Int! = 100): [Query!]! id: ID }',
      );
      const small = new Admission({ schema, limits: { ...DEFAULT_DOCUMENT_LIMITS, maxValues: 1_000 } });
      expect(verdictOf('{ few { few { few { id } } } }', {}, undefined, small)).toEqual([]);
      expect(verdictOf('{ many { many { id } } }', {}, undefined, small)[0]?.code).toBe('OPERATION_TOO_COMPLEX');
    });

    it('leaves a page that is too long to the field, which says so better', () => {
      expect(codeOf('{ pool { tasks(first: 100000) { nodes { id } } } }')).toBe('admitted');
      expect(codeOf('{ pool { tasks(first: -1) { nodes { id } } } }')).toBe('admitted');
    });

    it('counts no page as longer than the fields allow', () => {
      const schema = buildSchema('type Query { some(first: Int! = 2): [Query!]! id: ID }');
      const few = new Admission({ schema, limits: { ...DEFAULT_DOCUMENT_LIMITS, maxValues: 1_000 } });
      const many = new Admission({ schema, limits: { ...DEFAULT_DOCUMENT_LIMITS, maxValues: 1_000, maxPage: 500 } });
      expect(verdictOf('{ some(first: 9999) { id } }', {}, undefined, few)).toEqual([]);
      expect(verdictOf('{ some(first: 9999) { id a: id } }', {}, undefined, many)[0]?.code).toBe(
        'OPERATION_TOO_COMPLEX',
      );
    });

    it('counts a fragment bomb without setting it off', () => {
      const fragments = times(
        60,
        (index) => `fragment F${String(index)} on Pool { ${times(8, () => `...F${String(index + 1)}`)} }`,
      );
      const startedAtMs = performance.now();
      expect(codeOf(`{ pool { ...F0 } } ${fragments} fragment F60 on Pool { name }`)).toBe('OPERATION_TOO_COMPLEX');
      expect(performance.now() - startedAtMs).toBeLessThan(5_000);
    });

    it('survives fragments that spread each other', () => {
      expect(codeOf('{ pool { ...A } } fragment A on Pool { name ...B } fragment B on Pool { ...A }')).toBe(
        'GRAPHQL_VALIDATION_FAILED',
      );
      expect(codeOf('{ pool { ...A } } fragment A on Pool { ...A }')).toBe('GRAPHQL_VALIDATION_FAILED');
    });

    it('counts what many aliases ask for together', () => {
      const tasks = times(
        50,
        (index) =>
          `t${String(index)}: tasks(first: 200) { nodes { id type status priority createdAt } edges { cursor node { id type status } } }`,
      );
      expect(codeOf(`{ pool { ${tasks} } }`)).toBe('OPERATION_TOO_COMPLEX');
    });
  });

  describe('introspection', () => {
    it('admits the query of GraphiQL and other tools', () => {
      for (const options of [
        {},
        {
          descriptions: true,
          specifiedByUrl: true,
          directiveIsRepeatable: true,
          schemaDescription: true,
          inputValueDeprecation: true,
        },
      ]) {
        expect(codeOf(getIntrospectionQuery(options))).toBe('admitted');
      }
    });

    it.each([3, 4, 6, 8, 12, 100])('refuses a query for the types of the types, %d deep', (depth) => {
      const query = `{ __schema { types { ${'fields { type { '.repeat(depth)} name ${'} }'.repeat(depth)} } } }`;
      expect(codeOf(query)).toBe('OPERATION_TOO_COMPLEX');
    });

    it('refuses to give the whole schema many times over', () => {
      const all =
        'types { fields { name description args { name description type { name ofType { name ofType { name } } } } type { name ofType { name ofType { name } } } } inputFields { name type { name ofType { name } } } }';
      expect(codeOf(`{ ${times(45, (index) => `s${String(index)}: __schema { ${all} }`)} }`)).toBe(
        'OPERATION_TOO_COMPLEX',
      );
    });
  });

  describe('variables', () => {
    const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } } }';

    it('names the field that is wrong', () => {
      expect(verdictOf(submit, { input: { type: 'COOK', priority: 'high', requiredSkills: ['a', 7] } })).toMatchObject([
        { code: 'BAD_USER_INPUT', field: 'type' },
        { code: 'BAD_USER_INPUT', field: 'requiredSkills.1' },
        { code: 'BAD_USER_INPUT', field: 'priority' },
      ]);
    });

    it('names the variable that is missing, or is itself wrong', () => {
      expect(verdictOf(submit)).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'input' }]);
      expect(verdictOf('query ($id: ID!) { task(id: $id) { id } }', { id: ['a'] })).toMatchObject([
        { code: 'BAD_USER_INPUT', field: 'id' },
      ]);
      expect(verdictOf('query ($id: ID!) { task(id: $id) { id } }', { id: null })).toMatchObject([
        { code: 'BAD_USER_INPUT', field: 'id' },
      ]);
    });

    it('names a field that the input has not', () => {
      expect(verdictOf(submit, { input: { colour: 'red' } })).toMatchObject([
        { code: 'BAD_USER_INPUT', message: expect.stringContaining('colour') },
      ]);
    });

    it('refuses values nested deeper than any code should follow', () => {
      const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
      expect(codeOf(submit, { input: { payload: { deep: deep(30) } } })).toBe('admitted');
      expect(verdictOf(submit, { input: { payload: { deep: deep(100_000) } } })).toMatchObject([
        { code: 'BAD_USER_INPUT', field: 'input' },
      ]);
    });
  });

  describe('operations', () => {
    it('wants to know which of several', () => {
      expect(verdictOf('query A { __typename } query B { __typename }')).toMatchObject([
        { code: 'BAD_USER_INPUT', field: 'operationName' },
      ]);
      expect(codeOf('query A { __typename } query B { __typename }', {}, 'B')).toBe('admitted');
      expect(codeOf('query A { __typename }', {}, 'C')).toBe('BAD_USER_INPUT');
    });
  });
});
