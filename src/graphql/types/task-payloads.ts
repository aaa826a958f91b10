import { Float, Int, ObjectType } from 'type-graphql';
import type { ErrorCode as Code } from '../../core/rejection.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { Cursor } from '../scalars.js';
import { ErrorCode } from './enums.js';
import { CURSOR_TEXT } from './pool-payloads.js';
import { Task } from './task.js';

@ObjectType({ description: 'A task that was accepted.', simpleResolvers: true })
export class SubmitTaskPayload {
  @Documented(() => Task, 'The task: IN_PROGRESS where an idle agent took it at once, else PENDING.')
  declare readonly task: Task;

  @Documented(() => Boolean, 'Whether the idempotency key was known, so that this is the task of the first call.')
  declare readonly replayed: boolean;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}

@ObjectType({ description: 'Why one of several submissions was refused.', simpleResolvers: true })
class SubmitTaskError {
  @Documented(() => ErrorCode, 'As `extensions.code` of a call of its own would be.')
  declare readonly code: Code;

  @Documented(() => String, 'For people; names the field at fault.')
  declare readonly message: string;

  @Documented(() => Boolean, 'Whether the same submission may be accepted later.')
  declare readonly retryable: boolean;

  @Documented(() => Float, 'When that may be, in milliseconds from now; null where nothing can be said.', nullable)
  declare readonly retryAfterMs: number | null;
}

@ObjectType({
  description: 'What became of one of several submissions: `task` or `error` is set.',
  simpleResolvers: true,
})
export class SubmitTaskResult {
  @Documented(() => Task, 'The task; null where it was refused.', nullable)
  declare readonly task: Task | null;

  @Documented(() => Boolean, 'Whether the idempotency key was known, so that this is the task of the first call.')
  declare readonly replayed: boolean;

  @Documented(() => SubmitTaskError, 'Why it was refused; null where it was accepted.', nullable)
  declare readonly error: SubmitTaskError | null;
}

@ObjectType({ description: 'What became of several submissions.', simpleResolvers: true })
export class SubmitTasksPayload {
  @listSize(100)
  @Documented(() => [SubmitTaskResult], 'One for each submission, in the same order.')
  declare readonly results: readonly SubmitTaskResult[];

  @Documented(() => Int, 'How many were accepted, replays of known keys included.')
  declare readonly accepted: number;

  @Documented(() => Int, 'How many were refused.')
  declare readonly refused: number;

  @Documented(
    () => Cursor,
    `${CURSOR_TEXT} Of the pool that the first submission names, which is the only one unless you name several.`,
  )
  declare readonly cursor: string;
}

@ObjectType({ description: 'A task after a call that changed it.', simpleResolvers: true })
export class TaskPayload {
  @Documented(() => Task, 'The task, as this call left it.')
  declare readonly task: Task;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}
