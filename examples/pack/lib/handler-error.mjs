// @ts-check

/**
 * A failure the pool can act on. With `retryable` the task goes on to another agent while attempts
 * are left (after at least `retryAfterMs`, where given); without, it is dead-lettered at once.
 */
export class HandlerError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ retryable?: boolean, retryAfterMs?: number, cause?: unknown }} [options]
   */
  constructor(code, message, { retryable = false, retryAfterMs, cause } = {}) {
    super(message, { cause });
    this.name = 'HandlerError';
    this.code = code;
    this.retryable = retryable;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

/** @param {string} field @param {string} problem */
export function badPayload(field, problem) {
  return new HandlerError('BAD_PAYLOAD', `payload.${field} ${problem}`);
}

/** The `code` of a system error such as ENOENT; null for anything else. @param {any} error @returns {string | null} */
export function codeOf(error) {
  return typeof error?.code === 'string' ? error.code : null;
}
