import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { isPromise, located, type Path, type Run } from './run.js';

/** One key of an answer's objects: everything about it that is the same in every execution. */
export interface Field {
  readonly key: string;
  /** All places of the document that ask for it. */
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly isNonNull: boolean;
  /** Null where it is a property of its object. */
  readonly resolve: ((run: Run, field: Field, source: unknown, path: Path) => unknown) | null;
  readonly argumentsOf: (run: Run) => Record<string, unknown>;
  readonly complete: Complete;
  /** A property with nothing below it: where it stands is needed for its own error alone. */
  readonly isLeafProperty: boolean;
}

/** Makes of what a resolver gave what the answer has, or throws. `path` is undefined for a leaf alone. */
export type Complete = (run: Run, field: Field, path: Path | undefined, value: unknown) => unknown;

export interface Selection {
  readonly fields: readonly Field[];
  /** An alias may have any name, that of an object's prototype too. */
  readonly isPlain: boolean;
}

type Results = Record<string, unknown>;

/** All fields of one object, at once: its values, or a promise of them. */
export function executeFields(run: Run, selection: Selection, source: unknown, path: Path | undefined): unknown {
  const results = emptyResults(selection);
  let hasPromise = false;
  try {
    for (const field of selection.fields) {
      const result = executeField(run, field, source, path);
      results[field.key] = result;
      if (isPromise(result)) hasPromise = true;
    }
  } catch (error) {
    if (!hasPromise) throw error;
    // The others come to an end before anybody is told.
    return settled(results, selection).finally(() => {
      throw error;
    });
  }
  return hasPromise ? settled(results, selection) : results;
}

/** One field after the other, as mutations have it. */
export function executeSerially(run: Run, selection: Selection, source: unknown): unknown {
  const results = emptyResults(selection);
  return selection.fields.reduce<unknown>((before, field) => {
    const next = (): unknown => {
      const result = executeField(run, field, source, undefined);
      const keep = (value: unknown): Results => {
        results[field.key] = value;
        return results;
      };
      return isPromise(result) ? result.then(keep) : keep(result);
    };
    return isPromise(before) ? before.then(next) : next();
  }, results);
}

function executeField(run: Run, field: Field, source: unknown, parent: Path | undefined): unknown {
  const path = field.isLeafProperty ? undefined : pathOf(field, parent);
  try {
    const value =
      path === undefined || field.resolve === null
        ? property(run, field, source, parent)
        : field.resolve(run, field, source, path);
    const completed = isPromise(value)
      ? value.then((resolved) => field.complete(run, field, path, resolved))
      : field.complete(run, field, path, value);
    return isPromise(completed)
      ? completed.then(undefined, (error: unknown) => fail(run, field, path ?? pathOf(field, parent), error))
      : completed;
  } catch (error) {
    return fail(run, field, path ?? pathOf(field, parent), error);
  }
}

function fail(run: Run, field: Field, path: Path, error: unknown): null {
  const failure = located(error, field.nodes, path);
  if (field.isNonNull) throw failure;
  return run.fail(failure, path);
}

function property(run: Run, field: Field, source: unknown, parent: Path | undefined): unknown {
  if (typeof source !== 'object' || source === null) return undefined;
  const { name } = field.definition;
  const value = (source as Readonly<Record<string, unknown>>)[name];
  if (typeof value !== 'function') return value;
  const info = infoOf(run, field, pathOf(field, parent));
  return (source as Record<string, (...args: unknown[]) => unknown>)[name]?.(field.argumentsOf(run), run.context, info);
}

/** What a resolver may ask about where it is. */
export function infoOf(run: Run, { nodes, parentType, definition }: Field, path: Path): GraphQLResolveInfo {
  return {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType,
    path,
    schema: run.schema,
    fragments: run.fragments,
    rootValue: run.root,
    operation: run.operation,
    variableValues: run.variables,
  };
}

function pathOf({ key, parentType: { name } }: Field, prev: Path | undefined): Path {
  return { prev, key, typename: name };
}

function emptyResults({ isPlain }: Selection): Results {
  return isPlain ? {} : (Object.create(null) as Results);
}

function settled(results: Results, selection: Selection): Promise<Results> {
  return Promise.all(Object.values(results)).then((values) => {
    const all = emptyResults(selection);
    for (const [index, key] of Object.keys(results).entries()) all[key] = values[index];
    return all;
  });
}
