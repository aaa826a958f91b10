// @ts-check
import { setTimeout } from 'node:timers/promises';

import { HandlerError, badPayload } from './lib/handler-error.mjs';
import { flag, optional, readPayload, text, wholeNumber } from './lib/payload.mjs';

/**
 * Test aids, and nothing else: a task that takes its time or fails on purpose, for trying out what the
 * pool does then ("kill the agent in the middle of a task"). GENERAL takes them beside its own fields.
 *
 * - `sleepMs`: waits so long first, with progress; ends at once when the task is cancelled.
 * - `fail`: `{ code, message, retryable, retryAfterMs, times }` fails with that, in the first `times`
 *   attempts only where given. With `sleepMs` too, it fails after waiting.
 */
export const simulationFields = {
  sleepMs: optional(wholeNumber({ min: 0, max: 60_000 }), 0),
  fail: optional(failure, null),
};

const PROGRESS_EVERY_MS = 250;

/**
 * @param {{ sleepMs: number, fail: ReturnType<typeof failure> | null }} simulation
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function simulate({ sleepMs, fail }, ctx) {
  for (let sleptMs = 0; sleptMs < sleepMs; sleptMs += PROGRESS_EVERY_MS) {
    ctx.progress(sleptMs / sleepMs, `sleeping, ${sleptMs} of ${sleepMs} ms`);
    await setTimeout(Math.min(PROGRESS_EVERY_MS, sleepMs - sleptMs), undefined, { signal: ctx.signal });
  }
  if (fail !== null && ctx.attempt <= fail.times) {
    throw new HandlerError(fail.code, fail.message, {
      retryable: fail.retryable,
      ...(fail.retryAfterMs === null ? {} : { retryAfterMs: fail.retryAfterMs }),
    });
  }
}

/** @param {unknown} value @param {string} field */
function failure(value, field) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badPayload(field, 'must be an object');
  return readPayload(
    /** @type {Record<string, unknown>} */ (value),
    {
      code: optional(code, 'SIMULATED'),
      message: optional(text({ maxLength: 1_000 }), 'fails because the payload asks for it'),
      retryable: optional(flag, true),
      retryAfterMs: optional(wholeNumber({ min: 0, max: 600_000 }), null),
      times: optional(wholeNumber({ min: 1, max: 1_000 }), Infinity),
    },
    `${field}.`,
  );
}

/** @param {unknown} value @param {string} field */
function code(value, field) {
  const given = text({ minLength: 1, maxLength: 64 })(value, field);
  if (!/^[A-Z][A-Z0-9_]*$/.test(given)) throw badPayload(field, 'must look like MY_CODE');
  return given;
}
