import { z } from 'zod';
import { attemptCount, type AttemptState, type TaskError, type TaskState } from '../core/task.js';
import type { Pool } from '../engine/pool.js';
import { cutText, instant, instantOf, shownValue } from './shown-value.js';

const SHOWN_ATTEMPTS = 5;
const SHOWN_ERROR_CHARACTERS = 500;

export const taskError = z.object({ code: z.string(), message: z.string(), retryable: z.boolean() });

export const taskSummary = z.object({
  id: z.string(),
  pool: z.string(),
  type: z.string(),
  status: z.string().describe('PENDING, IN_PROGRESS, COMPLETED, FAILED or CANCELLED'),
  priority: z.int(),
  attemptCount: z.int().describe('Attempts begun since it was submitted or retried'),
  maxAttempts: z.int(),
  agentId: z.string().nullable().describe('Who has it in hand, or had it last'),
  wait: z
    .object({
      reason: z.string(),
      detail: z.string(),
      queuePosition: z.int(),
      estimatedMs: z.number().nullable().describe('Until it is assigned; null where that cannot be said'),
    })
    .nullable()
    .describe('Why it waits; null unless it is PENDING'),
  error: taskError.nullable().describe('Why it is FAILED'),
  createdAt: instant,
  completedAt: instant.nullable(),
});

export const taskDetail = taskSummary.extend({
  payload: z.unknown().describe('What was submitted'),
  payloadShortened: z.boolean().describe('If so, payload is the beginning of its JSON as text'),
  result: z.unknown().describe('What it was completed with'),
  resultShortened: z.boolean().describe('If so, result is the beginning of its JSON as text'),
  requiredSkills: z.array(z.string()),
  preferredAgentId: z.string().nullable(),
  idempotencyKey: z.string().nullable(),
  timeoutMs: z.number().nullable(),
  traceId: z.string().nullable(),
  progress: z.object({ fraction: z.number(), note: z.string().nullable(), at: instant }).nullable(),
  failedAgentIds: z.array(z.string()),
  attempts: z
    .array(
      z.object({
        number: z.int(),
        agentId: z.string(),
        outcome: z.string().nullable().describe('null while it runs'),
        error: taskError.nullable(),
        assignedAt: instant,
        startedAt: instant.nullable(),
        endedAt: instant.nullable(),
      }),
    )
    .describe(`The newest ${String(SHOWN_ATTEMPTS)}, oldest of them first`),
  attemptsOmitted: z.int().describe('Older attempts that are not shown'),
  startedAt: instant.nullable(),
  nextRetryAt: instant.nullable(),
});

export type TaskSummary = z.infer<typeof taskSummary>;
export type TaskDetail = z.infer<typeof taskDetail>;

export function summaryOf(pool: Pool, task: TaskState): TaskSummary {
  const { id, type, status, priority, maxAttempts, attempts, createdAtMs, completedAtMs } = task;
  return {
    ...{ id, pool: pool.name, type, status, priority, attemptCount: attemptCount(task), maxAttempts },
    agentId: status === 'PENDING' ? null : (attempts.at(-1)?.agentId ?? null),
    wait: waitOf(pool, task),
    error: errorOf(task.error),
    createdAt: instantOf(createdAtMs),
    completedAt: instantOf(completedAtMs),
  };
}

/** `maxCharacters` bounds the payload and the result, each as JSON. */
export function detailOf(pool: Pool, task: TaskState, maxCharacters: number): TaskDetail {
  const payload = shownValue(task.payload, maxCharacters);
  const result = shownValue(task.result, maxCharacters);
  const { requiredSkills, preferredAgentId, idempotencyKey, timeoutMs, traceId, progress, failedAgentIds } = task;
  return {
    ...summaryOf(pool, task),
    ...{ payload: payload.value, payloadShortened: payload.shortened },
    ...{ result: result.value, resultShortened: result.shortened },
    ...{ requiredSkills: [...requiredSkills], preferredAgentId, idempotencyKey, timeoutMs, traceId },
    progress:
      progress === null ? null : { fraction: progress.fraction, note: progress.note, at: instantOf(progress.atMs) },
    failedAgentIds: [...failedAgentIds],
    attempts: task.attempts.slice(-SHOWN_ATTEMPTS).map(attemptOf),
    attemptsOmitted: Math.max(0, task.attempts.length - SHOWN_ATTEMPTS),
    startedAt: instantOf(task.startedAtMs),
    nextRetryAt: instantOf(task.nextRetryAtMs),
  };
}

/** One line for people, and for clients that read no structured answers. */
export function lineOf({ id, type, status, wait, error: failure, agentId }: TaskSummary): string {
  const line = `${id} ${type} ${status}`;
  if (wait !== null) return `${line}, waits: ${wait.reason} (${wait.detail}), place ${String(wait.queuePosition)}`;
  if (failure !== null) return `${line}: ${failure.code}: ${failure.message}`;
  return agentId === null ? line : `${line}, ${agentId}`;
}

/** The line, and what came of it. */
export function textOf(detail: TaskDetail): string {
  const line = lineOf(detail);
  if (detail.status !== 'COMPLETED') return line;
  if (!detail.resultShortened) return `${line}\nResult: ${JSON.stringify(detail.result)}`;
  return `${line}\nResult, shortened (get_task with a larger maxCharacters shows more): ${String(detail.result)}`;
}

/** Of a version that is not the newest: what it waited for by then. */
function waitOf({ view }: Pool, task: TaskState): TaskSummary['wait'] {
  const wait = view.tasks.get(task.id) === task ? view.wait(task) : task.wait;
  if (wait === null) return null;
  const { reason, detail, position, estimatedMs } = wait;
  return { reason, detail: cutText(detail, SHOWN_ERROR_CHARACTERS), queuePosition: position, estimatedMs };
}

function attemptOf(attempt: AttemptState): TaskDetail['attempts'][number] {
  const { number, agentId, outcome, assignedAtMs, startedAtMs, endedAtMs } = attempt;
  return {
    ...{ number, agentId, outcome },
    error: errorOf(attempt.error),
    assignedAt: instantOf(assignedAtMs),
    startedAt: instantOf(startedAtMs),
    endedAt: instantOf(endedAtMs),
  };
}

export function errorOf(shown: TaskError | null): TaskSummary['error'] {
  return shown === null ? null : { ...shown, message: cutText(shown.message, SHOWN_ERROR_CHARACTERS) };
}
