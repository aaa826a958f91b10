import type { ErrorCode } from '../generated/graphql.js';

/** What the server tells beside the code; see `ErrorCode` of the schema. */
export interface PoolErrorDetails {
  /** The argument at fault. */
  readonly field?: string;
  /** The bound that was met. */
  readonly limit?: number;
  /** When it may go through, in milliseconds from now. */
  readonly retryAfterMs?: number;
}

/** `UNREACHABLE`: no answer of the pool came, so whether the call had an effect is not known. */
export type PoolErrorCode = ErrorCode | 'UNREACHABLE';

/** A call that was refused or never answered. Tell them apart by `code`, never by the message. */
export class PoolError extends Error {
  override readonly name = 'PoolError';

  constructor(
    readonly code: PoolErrorCode,
    message: string,
    readonly retryable: boolean,
    readonly details: PoolErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error as GraphQL answers it. */
export interface AnsweredError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

export function refusal({ message, extensions = {} }: AnsweredError): PoolError {
  const { code, retryable, field, limit, retryAfterMs } = extensions;
  return new PoolError(
    typeof code === 'string' ? (code as ErrorCode) : 'INTERNAL_SERVER_ERROR',
    message,
    retryable === true,
    {
      ...(typeof field === 'string' && { field }),
      ...(typeof limit === 'number' && { limit }),
      ...(typeof retryAfterMs === 'number' && { retryAfterMs }),
    },
  );
}

export function unreachable(message: string, cause?: unknown): PoolError {
  return new PoolError('UNREACHABLE', message, true, {}, { cause });
}

/** Whether the same call may go through by itself soon: the server was away, is going, or asks for a slower pace. */
export function passesBySoon(error: unknown): error is PoolError {
  return error instanceof PoolError && ['UNREACHABLE', 'SHUTTING_DOWN', 'RATE_LIMITED'].includes(error.code);
}
