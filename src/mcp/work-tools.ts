import { z } from 'zod';
import type { TaskCommand } from '../core/command.js';
import type { InputLimits } from '../core/input-limits.js';
import { taskAfter } from '../engine/executed.js';
import { submitTask } from '../engine/submission.js';
import { DEFAULT_ATTEMPTS, MAX_INT, MAX_PRIORITY } from './bounds.js';
import { existingPool, id, jsonObject, listOf, taskId, taskType, text, textUpTo, whole } from './parameters.js';
import { lineOf, summaryOf, taskSummary, type TaskSummary } from './shown-task.js';
import { type Answer, type Call, defineTool, type Tool } from './tool.js';

export const changedTask = z.object({ task: taskSummary });

const submitTaskTool = (limits: InputLimits): Tool =>
  defineTool({
    name: 'submit_task',
    title: 'Submit a task',
    description:
      'Hands in a piece of work and answers when it would survive a crash: an idle agent that is able gets it at once, else it waits and ' +
      'says why. Then call wait_for_task. NOT_FOUND, QUEUE_FULL, POOL_NOT_RUNNING, IDEMPOTENCY_CONFLICT, PAYLOAD_TOO_LARGE.',
    hints: { readOnly: false, destructive: false, idempotent: false, openWorld: true },
    parameters: z.strictObject({
      pool: existingPool,
      type: taskType.default('GENERAL').describe('The kind of work, which decides who may take it.'),
      payload: jsonObject()
        .optional()
        .describe(
          `What the agent is to know. Default {}. At most ${String(limits.maxPayloadBytes)} bytes as JSON, nested 64 deep.`,
        ),
      preferredAgentId: id().optional().describe('An agent of the pool that gets it if it is idle and able.'),
      requiredSkills: listOf(text(limits.maxSkillLength), limits.maxSkills)
        .default([])
        .describe('Skills that an agent must have.'),
      priority: whole(0, MAX_PRIORITY).default(0).describe('Higher goes first.'),
      idempotencyKey: text(limits.maxIdempotencyKeyLength)
        .optional()
        .describe('The same key again gives the same task, not a second one. Use one where you may call again.'),
      maxAttempts: whole(1, limits.maxAttempts).default(DEFAULT_ATTEMPTS).describe('Attempts until it is FAILED.'),
      timeoutMs: whole(limits.minTimeoutMs, MAX_INT, ' ms')
        .optional()
        .describe('Longest time one attempt may take. Default: no bound.'),
    }),
    data: changedTask.extend({
      replayed: z.boolean().describe('Whether it had been submitted before, with the same idempotencyKey'),
    }),
    async run({ pool: name, ...given }, { coordinator, trace }) {
      const pool = coordinator.requirePool(name);
      const { type, requiredSkills, priority, maxAttempts } = given;
      const submission = {
        ...{ type, requiredSkills, priority, maxAttempts },
        payload: given.payload ?? {},
        preferredAgentId: given.preferredAgentId ?? null,
        idempotencyKey: given.idempotencyKey ?? null,
        timeoutMs: given.timeoutMs ?? null,
      };
      const { task, replayed } = await submitTask(pool, submission, trace, limits);
      const summary = summaryOf(pool, task);
      return { text: `${replayed ? 'Submitted before: ' : ''}${lineOf(summary)}`, data: { task: summary, replayed } };
    },
  });

const cancelTask = (limits: InputLimits): Tool =>
  defineTool({
    name: 'cancel_task',
    title: 'Cancel a task',
    description: 'Calls a task off, whether it waits or runs. NOT_FOUND; INVALID_STATE for one that is settled.',
    hints: { readOnly: false, destructive: true, idempotent: true, openWorld: false },
    parameters: z.strictObject({
      taskId,
      reason: textUpTo(limits.maxReasonLength).optional().describe('Why, for people.'),
    }),
    data: changedTask,
    run: ({ taskId: task, reason }, call) =>
      changed(call, { type: 'CancelTask', taskId: task, reason: reason ?? null }),
  });

const retryTask = defineTool({
  name: 'retry_task',
  title: 'Retry a task',
  description:
    'Takes a FAILED or CANCELLED task up again, at the end of the queue and with fresh attempts. NOT_FOUND, INVALID_STATE for any other, ' +
    'QUEUE_FULL, POOL_NOT_RUNNING.',
  hints: { readOnly: false, destructive: false, idempotent: false, openWorld: true },
  parameters: z.strictObject({ taskId }),
  data: changedTask,
  run: ({ taskId: task }, call) => changed(call, { type: 'RetryTask', taskId: task }),
});

export function workTools(limits: InputLimits): readonly Tool[] {
  return [submitTaskTool(limits), cancelTask(limits), retryTask];
}

/** Carries out a command on a task in whichever pool has it. */
export async function changed(
  { coordinator }: Call,
  command: Exclude<TaskCommand, { type: 'SubmitTask' }>,
): Promise<Answer<{ task: TaskSummary }>> {
  const pool = coordinator.requireTaskPool(command.taskId);
  const executed = await pool.execute(command);
  const task = summaryOf(pool, taskAfter(pool, executed, command.taskId));
  return { text: lineOf(task), data: { task } };
}
