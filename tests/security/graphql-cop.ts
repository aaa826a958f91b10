import { http, post, type Result } from '../server/transports.js';
import type { Headers } from './ways-in.js';

/** Of a scan: where, and as whom. */
export interface Target {
  readonly url: string;
  readonly headers: Headers;
}

/**
 * What graphql-cop looks for, each asked in our own words and judged as it does: true is a finding. Where it looks at
 * one form of a weakness, its other forms are looked at as well.
 *
 * @see https://github.com/dolevf/graphql-cop
 */
export const CHECKS: Readonly<Record<string, (target: Target) => Promise<boolean>>> = {
  introspection: async (target) => (await asked(target, '{ __schema { types { name } } }')).data?.['__schema'] != null,
  'a type by its name': async (target) =>
    (await asked(target, '{ __type(name: "Query") { name } }')).data?.['__type'] != null,
  'field suggestions': async (target) =>
    /Did you mean/.test(
      await told(
        target,
        '{ __schema { directive } }',
        '{ poool { name } }',
        'mutation { pausePol { cursor } }',
        '{ pool(nme: "a") { name } }',
        'mutation { submitTask(input: { typ: GENERAL }) { cursor } }',
        'mutation { submitTask(input: { type: GENERA }) { cursor } }',
        '{ ... on Querry { __typename } }',
      ),
    ),
  'an editor for everybody': async ({ url, headers }) => {
    const paths = ['/graphiql', '/playground', '/console', '/graphql', '/altair', '/voyager', '/explorer'];
    const pages = await Promise.all(
      paths.map((path) => http(url + path, { headers: { ...headers, accept: 'text/html' } })),
    );
    return pages.some(({ text }) => /graphiql|playground|altair|voyager|apollo-sandbox/i.test(text));
  },
  'alias overloading': async (target) =>
    (await asked(target, `{ ${times(101, (nth) => `alias${nth}: __typename`)} }`)).data?.['alias100'] != null,
  'alias overloading by a fragment': async (target) => {
    const spreads = times(50, (nth) => `a${nth}: pool { ...F }`);
    return (await asked(target, `{ ${spreads} } fragment F on Pool { x: name y: name }`)).data != null;
  },
  'batches of operations': async ({ url, headers }) => {
    const { text } = await post(url, Array(10).fill({ query: '{ __typename }' }), headers);
    return Array.isArray(JSON.parse(text));
  },
  'directive overloading': async (target) => {
    const { errors = [] } = await asked(target, `{ __typename ${'@aa'.repeat(10)} }`);
    return errors.length >= 10;
  },
  'directive overloading, a thousand': async (target) => {
    const { errors = [] } = await asked(target, `{ __typename ${'@aa'.repeat(900)} }`);
    return errors.length !== 1;
  },
  'circular introspection': async (target) => {
    const deep = '{ type { fields '.repeat(3);
    const { data } = await asked(target, `{ __schema { types { fields ${deep} { name } ${'} }'.repeat(3)} } } }`);
    return data?.['__schema'] != null;
  },
  'circular fragments': async (target) => {
    const fragments = 'fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }';
    return (await asked(target, `{ __schema { ...A } } ${fragments}`)).errors === undefined;
  },
  'field duplication': async (target) => (await asked(target, `{ ${'__typename '.repeat(500)} }`)).data != null,
  'queries by GET': async ({ url, headers }) => hasData(await http(`${url}/graphql?query={__typename}`, { headers })),
  'mutations by GET': async ({ url, headers }) => {
    const address = `${url}/graphql?query=${encodeURIComponent('mutation { __typename }')}`;
    const [plain, asStream, unforged] = await Promise.all([
      http(address, { headers }),
      http(address, { headers: { ...headers, accept: 'text/event-stream' } }),
      http(address, { headers: { ...headers, 'apollo-require-preflight': '1' } }),
    ]);
    return [plain, asStream, unforged].some(hasData);
  },
  'queries by a form': async ({ url, headers }) => {
    const types = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=b', ''];
    const bodies = ['query={__typename}', '{"query":"{__typename}"}'];
    const sent = types.flatMap((type) =>
      bodies.map((body) =>
        http(`${url}/graphql`, {
          method: 'POST',
          headers: { ...headers, ...(type && { 'content-type': type }) },
          body,
        }),
      ),
    );
    const inAddress = http(`${url}/graphql?query={__typename}`, { method: 'POST', headers });
    return (await Promise.all([...sent, inAddress])).some(hasData);
  },
  'trace mode': async (target) => {
    const { url, headers } = target;
    const debugging = {
      ...headers,
      'apollo-tracing': '1',
      'x-apollo-tracing': '1',
      'apollo-federation-include-trace': 'ftv1',
    };
    const { text } = await post(url, { query: '{ __typename }' }, debugging);
    return /tracing|ftv1|stacktrace|exception/i.test(text);
  },
  'unhandled errors': async (target) =>
    /exception|stack|node_modules|\.js|INTERNAL/i.test(
      await told(
        target,
        'qwerty cop { abc }',
        '',
        '{',
        '\u0000',
        'query { pool(name: 1) { name } }',
        '{ a: pool a: pools }',
      ),
    ),
};

/** `__typename` tells a scanner that there is GraphQL, and is what it begins with. */
export async function answersTypename(target: Target): Promise<boolean> {
  return (await asked(target, '{ __typename }')).data != null;
}

async function asked({ url, headers }: Target, query: string): Promise<Result> {
  return JSON.parse((await post(url, { query }, headers)).text) as Result;
}

/** All that is answered to these. */
async function told({ url, headers }: Target, ...queries: readonly string[]): Promise<string> {
  const answers = await Promise.all(queries.map((query) => post(url, { query }, headers)));
  return answers.map(({ text }) => text).join('\n');
}

function hasData({ text }: { readonly text: string }): boolean {
  return /"data":\s*\{/.test(text);
}

function times(count: number, text: (nth: string) => string): string {
  return Array.from({ length: count }, (_, nth) => text(String(nth))).join(' ');
}
