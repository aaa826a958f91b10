import { createHash } from 'node:crypto';
import type { InputLimits } from '../core/input-limits.js';
import { Rejection } from '../core/rejection.js';
import type { Payload, TaskInput, TaskState } from '../core/task.js';
import type { TaskType } from '../core/task-type.js';
import { shortened } from '../lib/shortened.js';
import { lastTask } from './executed.js';
import { canonicalJson, requireBoundedJson } from './payload.js';
import type { Executed, Pool } from './pool.js';

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

/** Where a submission comes from; both null where nobody traces it. */
export interface SubmissionTrace {
  readonly traceId: string | null;
  readonly traceparent: string | null;
}

export interface Submitted {
  /** As the submission left it; for a replayed one, the task that the first one made. */
  readonly task: TaskState;
  /** Whether the same had been submitted before, by its idempotency key. */
  readonly replayed: boolean;
  readonly executed: Executed;
}

const MAX_ID_LENGTH = 100;

/** Refuses as `taskInputOf` and the rules do. Resolves when the task would survive a crash. */
export async function submitTask(
  pool: Pool,
  submission: Submission,
  trace: SubmissionTrace,
  limits: Pick<InputLimits, 'maxPayloadBytes'>,
): Promise<Submitted> {
  const executed = await pool.execute({ type: 'SubmitTask', input: taskInputOf(submission, trace, limits) });
  const { replayedOf, taskId = '' } = executed.answer;
  const task = replayedOf ?? lastTask(executed, taskId);
  if (task === null) throw new Error('a submission without its task');
  return { task, replayed: replayedOf !== undefined, executed };
}

/**
 * A submission as the rules take it, whoever it came from. Refuses a payload that is too large
 * (`PAYLOAD_TOO_LARGE`) or too deep (`BAD_USER_INPUT`); ranges and lengths are the caller's to check.
 */
function taskInputOf(
  submission: Submission,
  trace: SubmissionTrace,
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
