import {
  coerceInputValue,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { MAX_ERRORS, MAX_VARIABLE_DEPTH } from './limits.js';
import { refusal, withCode } from './refusal.js';

export type VariablesVerdict =
  | { readonly coerced: Record<string, unknown>; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[] };

/** Coerces what was sent for the operation's variables; each refusal is BAD_USER_INPUT and names the field. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): VariablesVerdict {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return { coerced: {} };
  const deep = definitions.find(({ variable }) => isDeeperThan(sent[variable.name.value], MAX_VARIABLE_DEPTH));
  if (deep !== undefined) {
    const field = deep.variable.name.value;
    const message = `$${field} is nested too deeply: at most ${MAX_VARIABLE_DEPTH} levels are allowed.`;
    return { errors: [refusal('BAD_USER_INPUT', message, { field, limit: MAX_VARIABLE_DEPTH }, { nodes: deep })] };
  }
  const { coerced, errors } = getVariableValues(schema, definitions, sent, { maxErrors: MAX_ERRORS });
  if (errors === undefined) return { coerced };
  // The library says where only in prose, so those that failed are looked at once more.
  const named = definitions.flatMap((definition) => fieldErrors(schema, definition, sent));
  return {
    errors: named.length > 0 ? named.slice(0, MAX_ERRORS) : errors.map((error) => withCode(error, 'BAD_USER_INPUT')),
  };
}

function fieldErrors(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  const value = sent[name];
  if (!isInputType(type)) return [];
  if (value === undefined || value === null) {
    const isMissing =
      definition.type.kind === Kind.NON_NULL_TYPE && (value === null || definition.defaultValue === undefined);
    if (!isMissing) return [];
    const message = `Variable $${name} of required type ${String(type)} was not provided.`;
    return [refusal('BAD_USER_INPUT', message, { field: name }, { nodes: definition })];
  }
  const errors: GraphQLError[] = [];
  coerceInputValue(value, type, (path, _value, error) => {
    if (errors.length >= MAX_ERRORS) return;
    // `$input` is only the envelope; a variable that is the value itself has nothing but its own name.
    const field = path.length > 0 ? path.join('.') : name;
    errors.push(
      refusal('BAD_USER_INPUT', `Invalid value for ${field}: ${error.message}`, { field }, { nodes: definition }),
    );
  });
  return errors;
}

/** By steps rather than by recursion, which is what it is there to prevent. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level = isNested(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((each) => Object.values(each)).filter(isNested);
  }
  return false;
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
