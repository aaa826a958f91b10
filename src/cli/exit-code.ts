import type { PoolErrorCode } from '../sdk/pool-error.js';

/** What the command line ends with: a contract, which scripts rely on. `docs/command-line.md` shows the same table. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  unreachable: 3,
  notAllowed: 4,
  notFound: 5,
  refused: 6,
  taskFailed: 7,
  notRunning: 8,
  degraded: 9,
  timedOut: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'It was done.',
  1: 'Something unexpected: an error of the server or of this program, a damaged log, a problem that `doctor` found.',
  2: 'The command line, the environment, or an input is not valid; the message names it.',
  3: 'The server cannot be reached, or is going.',
  4: 'Not allowed: no API key, or not a good one.',
  5: 'There is no such pool, task, agent or dependency.',
  6: 'The server refused: a full queue, a wrong state, a conflict, a cursor that is gone, a payload that is too large.',
  7: 'The task that was waited for has failed or was cancelled.',
  8: 'The pool does not run. With `status --exit-status`, a paused one too.',
  9: 'With `--exit-status`: the pool is degraded, or agents share what they must not.',
  10: 'The time to wait was over; the task goes on.',
  130: 'Interrupted: by Ctrl-C, or a question that was not answered with yes.',
};

const BY_CODE: Readonly<Record<PoolErrorCode, ExitCode>> = {
  UNREACHABLE: EXIT.unreachable,
  SHUTTING_DOWN: EXIT.unreachable,
  UNAUTHENTICATED: EXIT.notAllowed,
  FORBIDDEN: EXIT.notAllowed,
  NOT_FOUND: EXIT.notFound,
  BAD_USER_INPUT: EXIT.usage,
  POOL_NOT_RUNNING: EXIT.notRunning,
  POOL_FULL: EXIT.refused,
  QUEUE_FULL: EXIT.refused,
  RATE_LIMITED: EXIT.refused,
  INVALID_STATE: EXIT.refused,
  STALE_ATTEMPT: EXIT.refused,
  IDEMPOTENCY_CONFLICT: EXIT.refused,
  CURSOR_EXPIRED: EXIT.refused,
  PAYLOAD_TOO_LARGE: EXIT.refused,
  OPERATION_TOO_COMPLEX: EXIT.refused,
  STORAGE_FULL: EXIT.refused,
  LOG_DAMAGED: EXIT.refused,
  // A server of another version does not know what we ask.
  GRAPHQL_PARSE_FAILED: EXIT.unexpected,
  GRAPHQL_VALIDATION_FAILED: EXIT.unexpected,
  INTERNAL_SERVER_ERROR: EXIT.unexpected,
};

/** A code that this version does not know is a refusal of a later one. */
export function exitCodeOf(code: PoolErrorCode): ExitCode {
  return Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : EXIT.refused;
}
