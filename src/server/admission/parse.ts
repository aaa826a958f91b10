import { type DocumentNode, GraphQLError, Lexer, parse, Source, TokenKind } from 'graphql';
import { refusal, withCode } from './refusal.js';

/** Throws a refusal: OPERATION_TOO_COMPLEX beyond `maxTokens` or `maxNesting`, brackets that are open at once, else GRAPHQL_PARSE_FAILED. */
export function parseDocument(text: string, maxTokens: number, maxNesting: number): DocumentNode {
  // The parser goes down for each of them, and so does whoever looks at what it gives: thousands would overflow the stack.
  if (isNestedBeyond(text, maxNesting, maxTokens)) {
    const message = `The document has more than ${maxNesting} brackets within one another.`;
    throw refusal('OPERATION_TOO_COMPLEX', message, { limit: maxNesting });
  }
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

const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Whatever is no token is left to the parser, and so is what follows the last that it would read. */
function isNestedBeyond(text: string, most: number, maxTokens: number): boolean {
  if (!hasBrackets(text, most)) return false;
  const lexer = new Lexer(new Source(text));
  let open = 0;
  try {
    for (let count = 0; count <= maxTokens; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (OPENING.has(kind)) open += 1;
      else if (CLOSING.has(kind)) open -= 1;
      if (open > most) return true;
    }
    return false;
  } catch {
    return false;
  }
}

/** Whether more than `most` could be open at all; few documents have to be looked at twice. */
function hasBrackets(text: string, most: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character !== BRACE && character !== BRACKET && character !== PARENTHESIS) continue;
    count += 1;
    if (count > most) return true;
  }
  return false;
}

const [BRACE, BRACKET, PARENTHESIS] = [0x7b, 0x5b, 0x28];
