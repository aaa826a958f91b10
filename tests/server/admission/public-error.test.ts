import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, type ExecutionResult, GraphQLError, parse } from 'graphql';
import { ERROR_CODES, Rejection } from '../../../src/core/rejection.js';
import { statusOf, toPublicError } from '../../../src/server/admission/public-error.js';

const schema = buildSchema('type Query { value(first: Int! = 1): Int }');

/** The error of a field whose resolver throws, as graphql-js gives it. */
function thrown(error: unknown): GraphQLError {
  const rootValue = {
    value() {
      throw error;
    },
  };
  const { errors } = execute({ schema, document: parse('{ value }'), rootValue }) as ExecutionResult;
  return errors![0]!;
}

describe('public errors', () => {
  it('show a rejection as it is, with its place', () => {
    const { error, unexpected } = toPublicError(
      thrown(new Rejection('QUEUE_FULL', 'The queue is full.', { limit: 100, retryAfterMs: 50 })),
    );
    expect(error.toJSON()).toEqual({
      message: 'The queue is full.',
      path: ['value'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'QUEUE_FULL', retryable: true, limit: 100, retryAfterMs: 50 },
    });
    expect(unexpected).toBeNull();
  });

  it.each([
    ['an error', new Error('password is swordfish')],
    ['a GraphQL error without a code', new GraphQLError('password is swordfish')],
    [
      'a GraphQL error with a code of somebody else',
      new GraphQLError('password is swordfish', { extensions: { code: 'P2002' } }),
    ],
    ['what is no error at all', 'password is swordfish'],
  ])('show nothing of %s', (_what, cause) => {
    const { error, unexpected } = toPublicError(thrown(cause));
    expect(error.toJSON()).toMatchObject({
      message: 'Internal server error',
      path: ['value'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false },
    });
    expect(JSON.stringify(error)).not.toContain('swordfish');
    expect(unexpected).not.toBeNull();
  });

  it('show nothing that a library put beside its code', () => {
    const cause = new GraphQLError('no', {
      extensions: { code: 'BAD_USER_INPUT', field: 'size', validationErrors: [{ target: 'swordfish' }] },
    });
    expect(toPublicError(thrown(cause)).error.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      retryable: false,
      field: 'size',
    });
  });

  it('blame the caller for an argument that only the execution sees through', () => {
    const document = parse('query ($n: Int = 1) { value(first: $n) }');
    const { errors } = execute({ schema, document, rootValue: {}, variableValues: { n: null } }) as ExecutionResult;
    expect(toPublicError(errors![0]!).error.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      retryable: false,
      field: 'n',
    });
  });

  it('blame us for a value that does not fit its type', () => {
    const { errors } = execute({
      schema,
      document: parse('{ value }'),
      rootValue: { value: 'swordfish' },
    }) as ExecutionResult;
    const { error, unexpected } = toPublicError(errors![0]!);
    expect(error.message).toBe('Internal server error');
    expect(unexpected).toBeInstanceOf(GraphQLError);
  });

  it('have a status for every code', () => {
    const statuses = Object.fromEntries(ERROR_CODES.map((code) => [code, statusOf(code)]));
    expect(statuses).toMatchObject({
      QUEUE_FULL: 429,
      POOL_FULL: 429,
      NOT_FOUND: 404,
      STALE_ATTEMPT: 409,
      CURSOR_EXPIRED: 410,
      PAYLOAD_TOO_LARGE: 413,
      SHUTTING_DOWN: 503,
      STORAGE_FULL: 503,
    });
    expect(statusOf('toString')).toBe(500);
    expect(statusOf(undefined)).toBe(500);
  });
});
