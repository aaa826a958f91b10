import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

const known = new WeakMap<OperationDefinitionNode, readonly string[]>();

/**
 * Names of the root fields of an operation, each once: through fragments too, and also those that a directive leaves
 * out this time. Introspection is not among them. The document must be valid.
 */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  const found = known.get(operation);
  if (found !== undefined) return found;
  const names = new Set<string>();
  collect(document, operation.selectionSet, names, new Set());
  const fields = [...names];
  known.set(operation, fields);
  return fields;
}

function collect(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  names: Set<string>,
  seen: Set<string>,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      if (!selection.name.value.startsWith('__')) names.add(selection.name.value);
      continue;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(document, selection.selectionSet, names, seen);
      continue;
    }
    const { value } = selection.name;
    if (seen.has(value)) continue;
    seen.add(value);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === value)
        collect(document, definition.selectionSet, names, seen);
    }
  }
}
