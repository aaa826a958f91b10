// A plugin of GraphQL Code Generator: each operation as plain text that knows its types.
import { print } from 'graphql';

/**
 * Plain text and no objects made by a call, so that a bundler leaves out the documents that nobody uses, and every client takes
 * them as they are. Each has the fragments that it spreads, and those that these spread.
 */
export function plugin(_schema, sources) {
  const definitions = sources.flatMap(({ document }) => document.definitions);
  const fragments = new Map(definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
  const texts = definitions.filter(isOperation).map((operation) => {
    const name = operation.name.value;
    const types = `${name}${capitalised(operation.operation)}`;
    const needed = [...spreadsIn(operation, fragments)].map((each) => fragments.get(each));
    const text = [operation, ...needed].map(print).join('\n').replaceAll('`', '\\`').replaceAll('${', '\\${');
    return `export const ${name}Document = \`${text}\` as TypedDocumentString<${types}, ${types}Variables>;`;
  });
  return {
    prepend: [
      '/* eslint-disable */',
      "import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';",
      '/** The text of an operation; its type knows what is answered and which variables it takes. */',
      'export type TypedDocumentString<Result, Variables> = string & DocumentTypeDecoration<Result, Variables>;',
    ],
    content: texts.join('\n'),
  };
}

const isFragment = ({ kind }) => kind === 'FragmentDefinition';
const isOperation = ({ kind }) => kind === 'OperationDefinition';
const capitalised = (word) => word[0].toUpperCase() + word.slice(1);

/** Names of all fragments below `node`, in the order in which they are met. */
function spreadsIn(node, fragments, found = new Set()) {
  for (const selection of node.selectionSet?.selections ?? []) {
    if (selection.kind !== 'FragmentSpread') {
      spreadsIn(selection, fragments, found);
    } else if (!found.has(selection.name.value)) {
      found.add(selection.name.value);
      spreadsIn(fragments.get(selection.name.value), fragments, found);
    }
  }
  return found;
}
