import {
  GraphQLError,
  GraphQLID,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { type Complete, executeFields, type Field, infoOf, type Selection } from './fields.js';
import { isPromise, located, type Path, type Run } from './run.js';

/** Left to graphql-js: what the schema has no use for, such as fields of abstract types, or what is too large. */
export class NotCompiled extends Error {}

/**
 * How values of a type become those of an answer; `selectionOf` tells what is asked of an object type below.
 *
 * @see https://spec.graphql.org/October2021/#CompleteValue() The words of errors are those of graphql-js.
 */
export function completing(type: GraphQLOutputType, selectionOf: (type: GraphQLObjectType) => Selection): Complete {
  const inner = nullable(type, selectionOf);
  return (run, field, path, value) => {
    if (value instanceof Error) throw value;
    return inner(run, field, path, value);
  };
}

function nullable(type: GraphQLOutputType, selectionOf: (type: GraphQLObjectType) => Selection): Complete {
  if (isNonNullType(type)) return nonNull(nullable(type.ofType, selectionOf));
  if (isListType(type)) return list(type.ofType, completing(type.ofType, selectionOf));
  if (isLeafType(type)) return leaf(type);
  if (isObjectType(type)) return object(type, selectionOf(type));
  throw new NotCompiled();
}

function nonNull(inner: Complete): Complete {
  return (run, field, path, value) => {
    const completed = inner(run, field, path, value);
    if (completed !== null) return completed;
    throw new Error(`Cannot return null for non-nullable field ${placeOf(field)}.`);
  };
}

function leaf(type: GraphQLLeafType): Complete {
  const isText = type === GraphQLString || type === GraphQLID;
  return (_run, _field, _path, value) => {
    if (value == null) return null;
    if (isText && typeof value === 'string') return value;
    const serialized: unknown = type.serialize(value);
    if (serialized != null) return serialized;
    const call = `${inspect(type)}.serialize(${inspect(value)})`;
    throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(serialized)}`);
  };
}

function list(itemType: GraphQLOutputType, complete: Complete): Complete {
  const isNonNull = isNonNullType(itemType);
  return (run, field, path, value) => {
    if (value == null) return null;
    if (!isIterable(value))
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${placeOf(field)}".`);
    const items: unknown[] = [];
    let hasPromise = false;
    try {
      for (const item of value) {
        const place: Path = { prev: path, key: items.length, typename: undefined };
        const completed = completeItem(run, field, place, item);
        items.push(completed);
        if (isPromise(completed)) hasPromise = true;
      }
    } catch (error) {
      // Nobody waits for the others any more.
      for (const item of items) if (isPromise(item)) item.catch(() => undefined);
      throw error;
    }
    return hasPromise ? Promise.all(items) : items;
  };

  function completeItem(run: Run, field: Field, place: Path, item: unknown): unknown {
    try {
      const completed = isPromise(item)
        ? item.then((resolved) => complete(run, field, place, resolved))
        : complete(run, field, place, item);
      return isPromise(completed)
        ? completed.then(undefined, (error: unknown) => fail(run, field, place, error))
        : completed;
    } catch (error) {
      return fail(run, field, place, error);
    }
  }

  function fail(run: Run, field: Field, place: Path, error: unknown): null {
    const failure = located(error, field.nodes, place);
    if (isNonNull) throw failure;
    return run.fail(failure, place);
  }
}

function object(type: GraphQLObjectType, selection: Selection): Complete {
  const { isTypeOf } = type;
  if (isTypeOf == null)
    return (run, _field, path, value) => (value == null ? null : executeFields(run, selection, value, path));
  return (run, field, path, value) => {
    if (value == null) return null;
    const require = (isOfType: boolean): unknown => {
      if (isOfType) return executeFields(run, selection, value, path);
      const message = `Expected value of type "${type.name}" but got: ${inspect(value)}.`;
      throw new GraphQLError(message, { nodes: field.nodes });
    };
    const answer = isTypeOf.call(type, value, run.context, infoOf(run, field, path as Path));
    return isPromise(answer) ? answer.then((isOfType) => require(isOfType)) : require(answer);
  };
}

function placeOf({ parentType, definition }: Field): string {
  return `${parentType.name}.${definition.name}`;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
  );
}
