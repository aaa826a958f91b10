import { Rejection } from '../core/rejection.js';
import { cursorAt } from '../engine/cursor.js';
import type { Pool } from '../engine/pool.js';
import { submitTask, type Submitted } from '../engine/submission.js';
import type { GraphContext } from './context.js';
import type { SubmitTaskInput } from './inputs/task.js';
import { validateInput } from './inputs/validate.js';
import { cursorOf, taskOf } from './payload-of.js';
import type { SubmitTaskPayload, SubmitTaskResult, SubmitTasksPayload } from './types/task-payloads.js';
import type { Task } from './types/task.js';

export async function submitOne(context: GraphContext, input: SubmitTaskInput): Promise<SubmitTaskPayload> {
  const pool = context.coordinator.requirePool(input.pool);
  const made = await submitted(context, pool, input);
  return { ...presented(context, pool, made), cursor: cursorOf(pool, made.executed) };
}

/** All at once, so that they share one write; decided in order, for the pool decides as it is asked. */
export async function submitAll(
  context: GraphContext,
  inputs: readonly SubmitTaskInput[],
): Promise<SubmitTasksPayload> {
  const first = firstPool(context, inputs);
  const outcomes = await Promise.all(inputs.map((input) => outcomeOf(context, input)));
  const results = outcomes.map((outcome) => outcome.result);
  const accepted = results.filter(({ task }) => task !== null).length;
  const positions = outcomes.flatMap(({ pool, position }) => (pool === first ? [position] : []));
  const cursor = cursorAt(first.logId, Math.max(...positions, positions.length === 0 ? first.view.position : 0));
  return { results, accepted, refused: results.length - accepted, cursor };
}

/** The pool that the answer's cursor is of; the default one where no item names a pool that exists. */
function firstPool({ coordinator }: GraphContext, inputs: readonly SubmitTaskInput[]): Pool {
  const seen = new Map(coordinator.pools().map((pool) => [pool.name, pool]));
  const named = inputs.map(({ pool }) => seen.get(pool)).find((pool) => pool !== undefined);
  return named ?? seen.get('default') ?? coordinator.requirePool(inputs[0]?.pool ?? 'default', 'tasks.0.pool');
}

interface Outcome {
  readonly result: SubmitTaskResult;
  readonly pool: Pool | null;
  readonly position: number;
}

async function outcomeOf(context: GraphContext, input: SubmitTaskInput): Promise<Outcome> {
  try {
    validateInput(input, context.coordinator.inputLimits);
    const pool = context.coordinator.requirePool(input.pool);
    const made = await submitted(context, pool, input);
    return { result: { ...presented(context, pool, made), error: null }, pool, position: made.executed.position };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const { code, message, retryable, details } = error;
    const refusal = { code, message, retryable, retryAfterMs: details.retryAfterMs ?? null };
    return { result: { task: null, replayed: false, error: refusal }, pool: null, position: 0 };
  }
}

function submitted({ coordinator, trace }: GraphContext, pool: Pool, input: SubmitTaskInput): Promise<Submitted> {
  const { type, priority, requiredSkills, maxAttempts } = input;
  const submission = {
    ...{ type, priority, requiredSkills, maxAttempts },
    payload: input.payload ?? {},
    preferredAgentId: input.preferredAgentId ?? null,
    timeoutMs: input.timeoutMs ?? null,
    idempotencyKey: input.idempotencyKey ?? null,
  };
  return submitTask(pool, submission, trace, coordinator.inputLimits);
}

function presented(
  { coordinator }: GraphContext,
  pool: Pool,
  { task, replayed }: Submitted,
): { task: Task; replayed: boolean } {
  return { task: taskOf(coordinator, pool, task), replayed };
}
