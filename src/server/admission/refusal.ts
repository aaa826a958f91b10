import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { type ErrorCode, Rejection, type RejectionDetails } from '../../core/rejection.js';
import { MAX_MESSAGE_CHARACTERS } from './limits.js';

/** Where in the document and the answer an error is. */
export type Places = Pick<GraphQLErrorOptions, 'nodes' | 'source' | 'positions' | 'path'>;

export function placesOf({ nodes, source, positions, path }: GraphQLError): Places {
  return {
    ...(nodes !== undefined && { nodes }),
    ...(source !== undefined && { source }),
    ...(positions !== undefined && { positions }),
    ...(path !== undefined && { path }),
  };
}

/** A refusal as a GraphQL error: same codes, same extensions as a `Rejection`. */
export function refusal(
  code: ErrorCode,
  message: string,
  details: RejectionDetails = {},
  at: Places = {},
): GraphQLError {
  const { extensions } = new Rejection(code, message, details);
  return new GraphQLError(shorten(message), { ...at, extensions });
}

/** Gives an error of graphql-js a code; keeps its places in the document. */
export function withCode(
  error: GraphQLError,
  code: ErrorCode,
  message = error.message,
  details: RejectionDetails = {},
  places: Places = {},
): GraphQLError {
  return refusal(code, message, details, { ...placesOf(error), ...places });
}

/** Messages of graphql-js quote names and values in full, however long the caller made them. */
function shorten(message: string): string {
  return message.length <= MAX_MESSAGE_CHARACTERS ? message : `${message.slice(0, MAX_MESSAGE_CHARACTERS - 3)}...`;
}
