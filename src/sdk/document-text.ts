import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** The text of a GraphQL document that knows its types: a string, or the `TypedDocumentString` of GraphQL Code Generator. */
export interface DocumentText<Data, Variables> extends DocumentTypeDecoration<Data, Variables> {
  readonly length: number;
  toString(): string;
}

/** Variables and what comes behind them; they may be left out where a document needs none. */
export type NoVariables<Variables extends object, Options> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: Options]
    : [variables: Variables, options?: Options];
