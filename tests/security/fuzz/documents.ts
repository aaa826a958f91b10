import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { randomOperation, type RandomOperation } from '../../support/random-documents.js';
import type { Chance } from './chance.js';
import { anyValue } from './values.js';

/** Ids, names and cursors that exist on the server, by the name of the argument that takes them. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** What would fill the disk, and what would leave nothing to be looked at; tools end another pool than this. */
const WITHOUT = ['Mutation.createBackup', 'Mutation.shutdownPool'];

const STREAMS = ['taskLifecycle', 'agentLifecycle', 'degradation', 'poolEvents', 'poolMetrics', 'agentAssignments'];

/** A valid operation of the schema more often than not, with variables that are wrong now and then. */
export function anyOperation(chance: Chance, schema: GraphQLSchema, known: Known): RandomOperation {
  if (chance.is(0.1)) return stream(chance, known);
  const root = (chance.is(0.5) ? schema.getQueryType() : schema.getMutationType()) as GraphQLObjectType;
  const { query, variables } = randomOperation(schema, root, chance.next(), { known, without: WITHOUT });
  const changed = chance.is(0.2)
    ? Object.fromEntries(Object.entries(variables).map(([name]) => [name, anyValue(chance)]))
    : variables;
  // Programs that are started would only take the processor from what is looked at.
  return JSON.parse(JSON.stringify({ query, variables: changed }).replaceAll('PROCESS', 'REMOTE')) as RandomOperation;
}

function stream(chance: Chance, known: Known): RandomOperation {
  const field = chance.pick(STREAMS);
  const cursor = chance.is(0.5) ? chance.pick(known['after'] ?? ['']) : anyValue(chance, 0);
  const given =
    field === 'agentAssignments'
      ? `agentId: ${JSON.stringify(chance.pick(known['agentId'] ?? ['']))}, sessionToken: $x`
      : field === 'poolMetrics'
        ? `intervalMs: ${String(chance.pick([100, 99, 60_001, 1_000]))}, pool: $x`
        : 'after: $x';
  const type = field === 'agentAssignments' ? 'String!' : field === 'poolMetrics' ? 'String!' : 'Cursor';
  return { query: `subscription ($x: ${type}) { ${field}(${given}) { __typename } }`, variables: { x: cursor } };
}

/** Documents that grow where they are understood rather than where they are written. */
export function bomb(chance: Chance): RandomOperation {
  const n = 1 + chance.small(2_000);
  const list = (text: (nth: number) => string): string => Array.from({ length: n }, (_, nth) => text(nth)).join(' ');
  const query = chance.pick([
    () => `{ ${'a{'.repeat(n)}b${'}'.repeat(n)} }`,
    () => `{ ${list((nth) => `a${String(nth)}: pools { name }`)} }`,
    () =>
      `{ ...F0 } ${list((nth) => `fragment F${String(nth)} on Query { ...F${String(nth + 1)} ...F${String(nth + 1)} }`)}`,
    () => `{ ...F } fragment F on Query { ...F }`,
    () => `{ __typename ${'@include(if: true) '.repeat(n)} }`,
    () => `query (${list((nth) => `$v${String(nth)}: Int = ${String(nth)}`)}) { __typename }`,
    () => `{ pool(name: ${'['.repeat(n)}${']'.repeat(n)}) { name } }`,
    () => `{ ${list(() => 'pool { name }')} }`,
    () => `{ pool { ${list((nth) => `... on Pool { x${String(nth)}: name }`)} } }`,
    () => `{ pool { ${list((nth) => `nme${String(nth)}`)} } }`,
    () => `"""${'\\u0041'.repeat(n)}""" { __typename }`,
    () => `#${'x'.repeat(n * 50)}\n{ __typename }`,
    () => `{ __schema { types { ${'fields { type { '.repeat(n % 12)} name ${'} }'.repeat(n % 12)} } } }`,
  ])();
  return { query, variables: {} };
}
