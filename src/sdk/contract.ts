import type { TaskType } from '../generated/graphql.js';

/**
 * A schema of any library that speaks Standard Schema 1 (Zod, Valibot, ArkType, ...): the part that is needed of it.
 *
 * @see https://standardschema.dev
 */
export interface Schema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    /** Gives the value as it is to be used, or says what is wrong with it. */
    readonly validate: (value: unknown) => SchemaVerdict<Output> | Promise<SchemaVerdict<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaVerdict<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] };

/** What the tasks of a type are given and give; a type that is left out takes any object and gives anything. */
export type Contract = {
  readonly [Type in TaskType]?: { readonly payload?: Schema; readonly result?: Schema };
};

type InputOf<S> = S extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly input: infer Input }
    ? Input
    : unknown
  : unknown;

type OutputOf<S> = S extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly output: infer Output }
    ? Output
    : unknown
  : unknown;

type SchemaOf<C extends Contract, Type extends TaskType, Part extends 'payload' | 'result'> = Type extends keyof C
  ? C[Type] extends { readonly [P in Part]: infer S }
    ? S
    : undefined
  : undefined;

/** What a handler is given: the payload as its schema makes it. */
export type PayloadTaken<C extends Contract, Type extends TaskType> =
  SchemaOf<C, Type, 'payload'> extends infer S
    ? S extends undefined
      ? Readonly<Record<string, unknown>>
      : OutputOf<S>
    : never;

/** What a handler gives: the result before its schema makes anything of it. */
export type ResultGiven<C extends Contract, Type extends TaskType> = InputOf<SchemaOf<C, Type, 'result'>>;

/** What one submits. */
export type PayloadOf<C extends Contract, Type extends TaskType> = Type extends keyof C
  ? C[Type] extends { readonly payload: infer S }
    ? InputOf<S>
    : Readonly<Record<string, unknown>>
  : Readonly<Record<string, unknown>>;

/** What one gets. */
export type ResultOf<C extends Contract, Type extends TaskType> = Type extends keyof C
  ? C[Type] extends { readonly result: infer S }
    ? OutputOf<S>
    : unknown
  : unknown;

/** A value that is not as the contract says. It was found on this side: nothing was sent. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code = 'CONTRACT_VIOLATION';
  /** As a failure of a task: no other attempt would fare better. */
  readonly retryable = false;

  constructor(
    readonly what: string,
    readonly issues: readonly { readonly message: string }[],
  ) {
    super(`${what} is not as the contract says: ${issues.map(({ message }) => message).join('; ')}`);
  }
}

/** The value as the schema gives it. Rejects with a `ContractError`. Without a schema, the value itself. */
export async function held(schema: Schema | undefined, value: unknown, what: string): Promise<unknown> {
  if (schema === undefined) return value;
  const verdict = await schema['~standard'].validate(value);
  if (verdict.issues !== undefined) throw new ContractError(what, verdict.issues);
  return verdict.value;
}
