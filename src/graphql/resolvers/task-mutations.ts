import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { TaskCommand } from '../../core/command.js';
import { taskAfter } from '../../engine/executed.js';
import { requireBoundedJson } from '../../engine/payload.js';
import type { GraphContext } from '../context.js';
import {
  CancelTaskInput,
  CompleteTaskInput,
  FailTaskInput,
  StartTaskInput,
  SubmitTaskInput,
  SubmitTasksInput,
  TaskInput,
} from '../inputs/task.js';
import { cursorOf, taskOf } from '../payload-of.js';
import { submitAll, submitOne } from '../submissions.js';
import { SubmitTaskPayload, SubmitTasksPayload, TaskPayload } from '../types/task-payloads.js';

const INPUT = 'What to do.';

@Resolver()
export class TaskMutations {
  @Mutation(() => SubmitTaskPayload, {
    description:
      'Accepts a task and answers when it would survive a crash: an idle agent that is able gets it at once, else it waits and ' +
      'says why. NOT_FOUND, QUEUE_FULL with `limit` and `retryAfterMs`, POOL_NOT_RUNNING, IDEMPOTENCY_CONFLICT, ' +
      'PAYLOAD_TOO_LARGE, BAD_USER_INPUT.',
  })
  submitTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => SubmitTaskInput, { description: INPUT }) input: SubmitTaskInput,
  ): Promise<SubmitTaskPayload> {
    return submitOne(context, input);
  }

  @Mutation(() => SubmitTasksPayload, {
    description:
      'Submits up to 100 tasks, in order and at the price of one write. A refusal, bad input too, is told with its item and ' +
      'leaves the others alone. BAD_USER_INPUT for more than 100.',
  })
  submitTasks(
    @Ctx() context: GraphContext,
    @Arg('input', () => SubmitTasksInput, { description: INPUT }) { tasks }: SubmitTasksInput,
  ): Promise<SubmitTasksPayload> {
    return submitAll(context, tasks);
  }

  @Mutation(() => TaskPayload, {
    description:
      'Says that the attempt has begun: its agent is EXECUTING. Again, it changes nothing. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE ' +
      'where no attempt is running.',
  })
  startTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => StartTaskInput, { description: INPUT }) { taskId, leaseToken }: StartTaskInput,
  ): Promise<TaskPayload> {
    return changed(context, { type: 'StartTask', taskId, leaseToken: leaseToken ?? null });
  }

  @Mutation(() => TaskPayload, {
    description:
      'Ends the attempt, and the task with it, with a result. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running, ' +
      'PAYLOAD_TOO_LARGE.',
  })
  completeTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => CompleteTaskInput, { description: INPUT })
    { taskId, leaseToken, result = null }: CompleteTaskInput,
  ): Promise<TaskPayload> {
    requireBoundedJson(result, 'result', context.coordinator.inputLimits.maxResultBytes);
    return changed(context, { type: 'CompleteTask', taskId, leaseToken: leaseToken ?? null, result });
  }

  @Mutation(() => TaskPayload, {
    description:
      'Ends the attempt as failed. While attempts are left and it is retryable, the task goes on with another agent; else it is ' +
      'FAILED. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running, BAD_USER_INPUT.',
  })
  failTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => FailTaskInput, { description: INPUT }) input: FailTaskInput,
  ): Promise<TaskPayload> {
    const { taskId, leaseToken, code, message, retryable, retryAfterMs } = input;
    const failure = { code, message, retryable, retryAfterMs: retryAfterMs ?? null };
    return changed(context, { type: 'FailTask', taskId, leaseToken: leaseToken ?? null, failure });
  }

  @Mutation(() => TaskPayload, {
    description:
      'Calls a task off, whether it waits or runs; its agent is free once its code has really stopped. NOT_FOUND; INVALID_STATE ' +
      'for one that is settled; BAD_USER_INPUT.',
  })
  cancelTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => CancelTaskInput, { description: INPUT }) { taskId, reason }: CancelTaskInput,
  ): Promise<TaskPayload> {
    return changed(context, { type: 'CancelTask', taskId, reason: reason ?? null });
  }

  @Mutation(() => TaskPayload, {
    description:
      'Takes a FAILED or CANCELLED task up again, at the end of the queue and with fresh attempts; what was tried before stays on ' +
      'record. NOT_FOUND, INVALID_STATE for any other, QUEUE_FULL with `limit` and `retryAfterMs`, POOL_NOT_RUNNING.',
  })
  retryTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => TaskInput, { description: INPUT }) { taskId }: TaskInput,
  ): Promise<TaskPayload> {
    return changed(context, { type: 'RetryTask', taskId });
  }
}

async function changed(
  { coordinator, caller }: GraphContext,
  command: Exclude<TaskCommand, { type: 'SubmitTask' }>,
): Promise<TaskPayload> {
  if ('leaseToken' in command) caller.requireToken(command.leaseToken, 'leaseToken');
  const pool = coordinator.requireTaskPool(command.taskId);
  const executed = await pool.execute(command);
  const task = taskAfter(pool, executed, command.taskId);
  return { task: taskOf(coordinator, pool, task), cursor: cursorOf(pool, executed) };
}
