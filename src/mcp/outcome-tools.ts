import { z } from 'zod';
import type { InputLimits } from '../core/input-limits.js';
import { requireBoundedJson } from '../engine/payload.js';
import { MAX_FAILURE_CODE_CHARACTERS, MAX_RETRY_AFTER_MS } from './bounds.js';
import { flag, leaseTokenText, taskId, text, textUpTo, whole } from './parameters.js';
import { defineTool, type Tool } from './tool.js';
import { changed, changedTask } from './work-tools.js';
import { leaveWith } from './workers.js';

const leaseToken = leaseTokenText
  .optional()
  .describe('As claim_task gave it; STALE_ATTEMPT once that attempt is over. Left out, you speak as an operator.');

const completeTask = (limits: InputLimits): Tool =>
  defineTool({
    name: 'complete_task',
    title: 'Complete a task',
    description:
      'Ends the running attempt, and the task with it, with a result. NOT_FOUND, INVALID_STATE where no attempt runs, STALE_ATTEMPT, ' +
      'PAYLOAD_TOO_LARGE.',
    hints: { readOnly: false, destructive: true, idempotent: true, openWorld: false },
    parameters: z.strictObject({
      taskId,
      leaseToken,
      result: z
        .unknown()
        .optional()
        .describe(
          `What came of it, any JSON. Default null. At most ${String(limits.maxResultBytes)} bytes, nested 64 deep.`,
        ),
    }),
    data: changedTask,
    async run({ taskId: task, leaseToken: token, result = null }, call) {
      call.caller.requireToken(token, 'leaseToken');
      requireBoundedJson(result, 'result', limits.maxResultBytes);
      if (token !== undefined) leaveWith(call.coordinator, task, token);
      return changed(call, { type: 'CompleteTask', taskId: task, leaseToken: token ?? null, result });
    },
  });

const failTask = (limits: InputLimits): Tool =>
  defineTool({
    name: 'fail_task',
    title: 'Fail a task',
    description:
      'Ends the running attempt as failed. While attempts are left and it is retryable, the task goes on with another agent; else it is ' +
      'FAILED. NOT_FOUND, INVALID_STATE where no attempt runs, STALE_ATTEMPT.',
    hints: { readOnly: false, destructive: true, idempotent: false, openWorld: false },
    parameters: z.strictObject({
      taskId,
      leaseToken,
      message: textUpTo(limits.maxReasonLength).describe('What went wrong, for people.'),
      code: text(MAX_FAILURE_CODE_CHARACTERS).default('FAILED').describe('A word for programs.'),
      retryable: flag().default(true).describe('Whether another attempt may go better.'),
      retryAfterMs: whole(0, MAX_RETRY_AFTER_MS, ' ms')
        .optional()
        .describe('The next attempt waits at least this long.'),
    }),
    data: changedTask,
    run({ taskId: task, leaseToken: token, code, message, retryable, retryAfterMs }, call) {
      call.caller.requireToken(token, 'leaseToken');
      if (token !== undefined) leaveWith(call.coordinator, task, token);
      const failure = { code, message, retryable, retryAfterMs: retryAfterMs ?? null };
      return changed(call, { type: 'FailTask', taskId: task, leaseToken: token ?? null, failure });
    },
  });

export function outcomeTools(limits: InputLimits): readonly Tool[] {
  return [completeTask(limits), failTask(limits)];
}
