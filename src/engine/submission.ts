import { createHash } from 'node:crypto';
import type { InputLimits } from '../core/input-limits.js';
import { Rejection } from '../core/rejection.js';
import type { Payload, TaskInput } from '../core/task.js';
import type { TaskType } from '../core/task-type.js';
import { canonicalJson, requireBoundedJson } from './payload.js';
import { shortened } from '../lib/shortened.js';

/** A task as a caller describes it, with what was left out already filled in. */
export interface Submission {
  readonly type: TaskType;
  readonly payload: Payload;
  readonly priority: number;
  readonly preferredAgentId: string | null;
  readonly requiredSkills: readonly string[];
  readonly maxAttempts: number;
  readonly timeoutMs: number | null;
  readonly idempotencyKey: string | null;
}

const MAX_ID_LENGTH = 100;

/**
 * A submission as the rules take it, whoever it came from. Refuses a payload that is too large
 * (`PAYLOAD_TOO_LARGE`) or too deep (`BAD_USER_INPUT`); ranges and lengths are the caller's to check.
 */
export function taskInputOf(
  submission: Submission,
  trace: { readonly traceId: string | null; readonly traceparent: string | null },
  { maxPayloadBytes }: Pick<InputLimits, 'maxPayloadBytes'>,
): TaskInput {
  requireBoundedJson(submission.payload, 'payload', maxPayloadBytes);
  const { preferredAgentId, idempotencyKey } = submission;
  if (preferredAgentId !== null && preferredAgentId.length > MAX_ID_LENGTH) {
    throw new Rejection('NOT_FOUND', `There is no agent ${shortened(preferredAgentId)}.`, {
      field: 'preferredAgentId',
    });
  }
  const described = { ...submission, requiredSkills: [...new Set(submission.requiredSkills)].sort() };
  const inputHash = idempotencyKey === null ? null : hashOf({ ...described, idempotencyKey: null });
  return { ...described, inputHash, traceId: trace.traceId, traceparent: trace.traceparent };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
