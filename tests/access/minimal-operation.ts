import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';

/** Arguments that change what a caller may do, or keep him from doing harm; every other is given only where it must be. */
const GIVEN: Readonly<Record<string, string>> = {
  pool: '"nowhere"',
  leaseToken: '"lease"',
  sessionToken: '"session"',
  kind: 'REMOTE',
  // No pool may have so many agents, so none is made.
  size: '100000',
};

/** An operation of one root field, with as little as it takes to be valid. */
export function minimalOperation(kind: string, { name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.flatMap((argument) => written(argument));
  const selection = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
  return `${kind} { ${name}${given.length === 0 ? '' : `(${given.join(', ')})`}${selection} }`;
}

function written({ name, type, defaultValue }: GraphQLArgument | GraphQLInputField): string[] {
  const known = GIVEN[name];
  const inner = isNonNullType(type) ? type.ofType : type;
  if (known !== undefined) return [`${name}: ${known}`];
  if (isInputObjectType(inner) || (isNonNullType(type) && defaultValue === undefined))
    return [`${name}: ${valueOf(inner)}`];
  return [];
}

function valueOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return valueOf(type.ofType);
  if (isListType(type)) return `[${valueOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) return `{ ${Object.values(type.getFields()).flatMap(written).join(', ')} }`;
  return ['Int', 'Float'].includes(type.name) ? '1' : type.name === 'Boolean' ? 'true' : '"none"';
}
