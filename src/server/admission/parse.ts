import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import { refusal, withCode } from './refusal.js';

/** Throws a refusal: OPERATION_TOO_COMPLEX beyond `maxTokens`, else GRAPHQL_PARSE_FAILED. */
export function parseDocument(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (hasMoreTokens(text, maxTokens)) {
      throw refusal('OPERATION_TOO_COMPLEX', `The document has more than ${maxTokens} tokens.`, { limit: maxTokens });
    }
    throw withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

/** The parser says both in the same kind of error, so the tokens are counted again. */
function hasMoreTokens(text: string, maxTokens: number): boolean {
  const lexer = new Lexer(new Source(text));
  try {
    for (let count = 0; count <= maxTokens; count += 1) {
      if (lexer.advance().kind === TokenKind.EOF) return false;
    }
    return true;
  } catch {
    return false;
  }
}
