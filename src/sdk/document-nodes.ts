import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import type { DocumentText } from './document-text.js';

const nodes = new Map<string, unknown>();

/**
 * A document as a syntax tree, for clients that take nothing else, such as Apollo Client; the same tree for the same text, which
 * such clients use as a key. For documents that are written down once: a text is kept for good.
 */
export function nodeOf<Data, Variables>(document: DocumentText<Data, Variables>): TypedDocumentNode<Data, Variables> {
  const text = document.toString();
  const node = nodes.get(text) ?? parse(text, { noLocation: true });
  nodes.set(text, node);
  return node as TypedDocumentNode<Data, Variables>;
}
