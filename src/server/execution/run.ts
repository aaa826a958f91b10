import {
  type GraphQLError,
  locatedError,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
} from 'graphql';
import type { OperationDefinitionNode } from 'graphql';

/** Where in the answer a value stands, from the inside out. */
export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** One execution of an operation: what it works with, and the errors that have come up so far. */
export class Run {
  readonly #errors: GraphQLError[] = [];
  readonly #nulled = new Set<Path | undefined>();

  constructor(
    readonly schema: GraphQLSchema,
    readonly operation: OperationDefinitionNode,
    readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    readonly variables: Record<string, unknown>,
    readonly context: unknown,
    readonly root: unknown,
  ) {}

  get errors(): readonly GraphQLError[] {
    return this.#errors;
  }

  /** `path` is null in the answer because of it. What comes up below a place that is null already is told to nobody. */
  fail(error: GraphQLError, path: Path | undefined): null {
    if (this.#nulled.size > 0) {
      if (this.#nulled.has(undefined)) return null;
      for (let place = path; place !== undefined; place = place.prev) if (this.#nulled.has(place)) return null;
    }
    this.#nulled.add(path);
    this.#errors.push(error);
    return null;
  }
}

export function located(error: unknown, nodes: readonly FieldNode[], path: Path): GraphQLError {
  const keys: (string | number)[] = [];
  for (let place: Path | undefined = path; place !== undefined; place = place.prev) keys.push(place.key);
  return locatedError(error, nodes, keys.reverse());
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
