import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Feed } from '../../engine/feed.js';

/**
 * What subscriptions must have in common to be answered alike: document, operation, variables as coerced, scope and log.
 * Where each begins, the root field's `after`, is its own affair.
 */
export function groupKey(args: ExecutionArgs, feed: Feed, scope: string | null): string {
  const { schema, document, operationName, variableValues } = args;
  const operation = getOperationAST(document, operationName);
  if (operation == null) throw new Error('a subscription without its operation');
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
  const after = placeVariable(document, operation);
  const variables = Object.entries(coerced).filter(([name]) => name !== after);
  return JSON.stringify([numberOf(document), numberOf(operation), numberOf(feed), scope, variables]);
}

/** The variable that says where to begin, and nothing else; its name, or null. */
function placeVariable(document: DocumentNode, operation: OperationDefinitionNode): string | null {
  const known = placeVariables.get(operation);
  if (known !== undefined) return known;
  const [root] = operation.selectionSet.selections;
  const after =
    root?.kind === Kind.FIELD ? root.arguments?.find(({ name }) => name.value === 'after')?.value : undefined;
  const name = after?.kind === Kind.VARIABLE && usesOf(document, after.name.value) === 1 ? after.name.value : null;
  placeVariables.set(operation, name);
  return name;
}

const placeVariables = new WeakMap<OperationDefinitionNode, string | null>();

function usesOf(document: DocumentNode, variable: string): number {
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === variable) uses += 1;
    },
  });
  return uses;
}

const numbers = new WeakMap<object, number>();
let given = 0;

/** A number for each object that was ever asked for, so that it can stand in a text. */
function numberOf(thing: object): number {
  let number = numbers.get(thing);
  if (number === undefined) numbers.set(thing, (number = given += 1));
  return number;
}
