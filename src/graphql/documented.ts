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
  };
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
