import { GraphQLError, Kind } from 'graphql';
import { type ErrorCode, Rejection, type RejectionDetails } from '../../core/rejection.js';
import { placesOf, refusal, withCode } from './refusal.js';

/**
 * What the caller sees of an error, and whether it was one that nobody foresaw: then the caller learns no more than
 * that, and its cause belongs into the log.
 */
export interface PublicError {
  readonly error: GraphQLError;
  readonly unexpected: unknown;
}

/** The one place that decides what of an error leaves the server, for every transport. */
export function toPublicError(error: unknown): PublicError {
  const cause = innermost(error);
  const at = error instanceof GraphQLError ? placesOf(error) : {};
  if (cause instanceof Rejection)
    return { error: refusal(cause.code, cause.message, cause.details, at), unexpected: null };
  if (cause instanceof GraphQLError) {
    const code = knownCode(cause);
    if (code !== undefined)
      return { error: withCode(cause, code, cause.message, detailsOf(cause), at), unexpected: null };
    // Of graphql-js itself. With a place in the document it is about an argument that only the execution could see
    // through, null in a variable for example; without one it is about what a resolver gave.
    if (cause.nodes !== undefined) {
      const variable = cause.nodes.find((node) => node.kind === Kind.VARIABLE);
      const details = variable === undefined ? {} : { field: variable.name.value };
      return { error: withCode(cause, 'BAD_USER_INPUT', cause.message, details, at), unexpected: null };
    }
  }
  return { error: refusal('INTERNAL_SERVER_ERROR', 'Internal server error', {}, at), unexpected: cause };
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  POOL_FULL: 429,
  QUEUE_FULL: 429,
  RATE_LIMITED: 429,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  INVALID_STATE: 409,
  STALE_ATTEMPT: 409,
  IDEMPOTENCY_CONFLICT: 409,
  POOL_NOT_RUNNING: 409,
  CURSOR_EXPIRED: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  OPERATION_TOO_COMPLEX: 400,
  SHUTTING_DOWN: 503,
  STORAGE_FULL: 503,
  LOG_DAMAGED: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** The HTTP status of an answer without data. */
export function statusOf(code: unknown): number {
  return typeof code === 'string' && Object.hasOwn(STATUS, code) ? STATUS[code as ErrorCode] : 500;
}

function knownCode({ extensions: { code } }: GraphQLError): ErrorCode | undefined {
  return typeof code === 'string' && Object.hasOwn(STATUS, code) ? (code as ErrorCode) : undefined;
}

/** Nothing else that a library may have put beside its code gets out. */
function detailsOf({ extensions: { field, limit, retryAfterMs } }: GraphQLError): RejectionDetails {
  return {
    ...(typeof field === 'string' && { field }),
    ...(typeof limit === 'number' && { limit }),
    ...(typeof retryAfterMs === 'number' && { retryAfterMs }),
  };
}

function innermost(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError != null) cause = cause.originalError;
  return cause;
}
