import { PoolError } from '../sdk/pool-error.js';
import { EXIT, exitCodeOf, type ExitCode } from './exit-code.js';

/** Ends a command with a code and a message for people; `hint` says what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly hint: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function usageError(message: string, hint: string | null = null): CommandError {
  return new CommandError(EXIT.usage, message, hint);
}

/** An error as it is told: to people on lines of their own, to programs (`--json`) as an object. */
export interface ToldError {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly field?: string;
  readonly limit?: number;
  readonly retryAfterMs?: number;
}

/** `address`: where the server was looked for, if it was. */
export function toldError(error: unknown, address: string | null): ToldError {
  if (error instanceof CommandError)
    return { exitCode: error.exitCode, code: CODES[error.exitCode], message: error.message, hint: error.hint };
  if (error instanceof PoolError) {
    const { code, message, details } = error;
    return { exitCode: exitCodeOf(code), code, message, hint: hintFor(error, address), ...details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exitCode: EXIT.unexpected, code: CODES[1], message, hint: null };
}

/** For errors that did not come from the server. */
const CODES: Readonly<Record<ExitCode, string>> = {
  0: 'OK',
  1: 'UNEXPECTED',
  2: 'USAGE',
  3: 'UNREACHABLE',
  4: 'NOT_ALLOWED',
  5: 'NOT_FOUND',
  6: 'REFUSED',
  7: 'TASK_FAILED',
  8: 'POOL_NOT_RUNNING',
  9: 'DEGRADED',
  10: 'TIMED_OUT',
  130: 'INTERRUPTED',
};

function hintFor({ code, details }: PoolError, address: string | null): string | null {
  switch (code) {
    case 'UNREACHABLE':
      return `Is the server running? Start it (coordination-pool serve), or name another than ${address ?? 'it'} with --url or COORDINATION_POOL_URL.`;
    case 'UNAUTHENTICATED':
      return 'Put the API key into COORDINATION_POOL_API_KEY, or into a file that --api-key-file names.';
    case 'QUEUE_FULL':
    case 'RATE_LIMITED':
      return details.retryAfterMs === undefined ? null : `Try again in ${String(Math.ceil(details.retryAfterMs))} ms.`;
    case 'POOL_NOT_RUNNING':
      return 'Start it with coordination-pool init.';
    case 'CURSOR_EXPIRED':
      return 'The log does not reach back to it. Leave --after out to begin with now.';
    case 'GRAPHQL_VALIDATION_FAILED':
      return 'The server is of another version than this command line; coordination-pool doctor tells.';
    default:
      return null;
  }
}
