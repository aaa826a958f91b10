import 'reflect-metadata';
import { Field, registerEnumType } from 'type-graphql';

interface DocumentedOptions {
  readonly nullable?: boolean;
  readonly defaultValue?: unknown;
}

/**
 * `@Field` that cannot be without a description, and for which a getter is a plain property: the field
 * then has no resolver at all, so that reading it costs a property access and is synchronous.
 */
export function Documented(
  type: () => object,
  description: string,
  options: DocumentedOptions = {},
): (prototype: object, key: string) => void {
  return (prototype, key) => {
    Field(type, { ...options, description })(prototype, key);
    const { defaultValue } = options;
    if (defaultValue === undefined) return;
    const known = defaults.get(prototype) ?? {};
    defaults.set(prototype, Object.assign(known, { [key]: defaultValue }));
  };
}

/** Of the fields of each class, by its prototype. */
const defaults = new WeakMap<object, Record<string, unknown>>();

/**
 * Gives an input the defaults of fields that it does not have. GraphQL has done that with every input that was written; one that is
 * itself the default of its argument, `{}`, is handed on as it is.
 */
export function fillDefaults(input: object): void {
  const known = defaults.get(Object.getPrototypeOf(input) as object) ?? {};
  for (const [key, value] of Object.entries(known)) {
    if ((input as Record<string, unknown>)[key] === undefined) Object.assign(input, { [key]: value });
  }
}

export const nullable = { nullable: true } as const;

/** An enum of the schema, from its values and what each of them means. */
export function documentedEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): Readonly<Record<Value, Value>> {
  const names = Object.keys(values) as Value[];
  const members = Object.fromEntries(names.map((value) => [value, value])) as Record<Value, Value>;
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: values[value] }]));
  registerEnumType(members, {
    name,
    description,
    valuesConfig: valuesConfig as Record<Value, { description: string }>,
  });
  return members;
}
