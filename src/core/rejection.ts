/** Why an operation is refused; the contract's `ErrorCode`, those that the rules and their callers raise. */
export const ERROR_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'POOL_FULL',
  'QUEUE_FULL',
  'RATE_LIMITED',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'INVALID_STATE',
  'STALE_ATTEMPT',
  'IDEMPOTENCY_CONFLICT',
  'POOL_NOT_RUNNING',
  'CURSOR_EXPIRED',
  'PAYLOAD_TOO_LARGE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'OPERATION_TOO_COMPLEX',
  'SHUTTING_DOWN',
  'STORAGE_FULL',
  'LOG_DAMAGED',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'POOL_FULL',
  'QUEUE_FULL',
  'RATE_LIMITED',
  'SHUTTING_DOWN',
  'STORAGE_FULL',
]);

/** `field` names the argument at fault; `limit` the bound that was met; `retryAfterMs` when it may go through. */
export interface RejectionDetails {
  readonly field?: string;
  readonly limit?: number;
  readonly retryAfterMs?: number;
}

/** A refusal: it changed nothing. `extensions` is what a client of any transport sees. */
export class Rejection extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: RejectionDetails = {},
  ) {
    super(message);
    this.name = 'Rejection';
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }

  get extensions(): Record<string, unknown> {
    return { code: this.code, retryable: this.retryable, ...this.details };
  }
}
