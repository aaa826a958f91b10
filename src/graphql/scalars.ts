import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { instantText } from '../lib/instant-text.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Inside the server an instant is a number of milliseconds since 1970 UTC. */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description: 'An instant as RFC 3339 text in UTC with milliseconds, such as `2026-03-01T09:30:00.000Z`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => {
    if (typeof value === 'number' && Number.isFinite(value)) return instantText(value);
    throw new GraphQLError('An instant is a number of milliseconds.');
  },
  parseValue: (value) => {
    const instant = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : NaN;
    if (Number.isNaN(instant))
      throw new GraphQLError('A DateTime is RFC 3339 text with an offset, such as "2026-03-01T09:30:00Z".');
    return instant;
  },
});

export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description:
    'A place in the event log of one pool, as text that only the server can read or order. ' +
    'Keep it as it is: it stays good over reconnects and restarts for as long as the log reaches back to it.',
  serialize: String,
  parseValue: (value) => {
    if (typeof value === 'string') return value;
    throw new GraphQLError('A Cursor is text that this server gave.');
  },
});

export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value, as it is: an object, a list, text, a number, true, false or null.',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral,
});

export const JsonObject = new GraphQLScalarType<object, object>({
  name: 'JSONObject',
  description: 'Any JSON object, as it is. The order of its keys means nothing.',
  serialize: objectOnly,
  parseValue: objectOnly,
  parseLiteral: (node, variables) => objectOnly(parseLiteral(node, variables)),
});

function objectOnly(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new GraphQLError('A JSONObject is a JSON object.');
}

/** As graphql-js does it, but with ordinary objects and refusing what JSON has no word for. */
function parseLiteral(node: ValueNode, variables?: Readonly<Record<string, unknown>> | null): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      // `fromEntries` makes even a key like `__proto__` a plain key.
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, parseLiteral(value, variables)]));
    case Kind.LIST:
      return node.values.map((value) => parseLiteral(value, variables));
    case Kind.ENUM:
      throw new GraphQLError('JSON has no names; write text in quotes.', { nodes: node });
    case Kind.INT:
    case Kind.FLOAT: {
      const number = Number(node.value);
      if (!Number.isFinite(number)) throw new GraphQLError('JSON has no number as large as this.', { nodes: node });
      return number;
    }
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.VARIABLE:
      return variables?.[node.name.value] ?? null;
    case Kind.NULL:
      return null;
  }
}
