import { ID, InputType, Int } from 'type-graphql';
import type { Payload } from '../../core/task.js';
import type { TaskType as Type } from '../../core/task-type.js';
import { Documented, nullable } from '../documented.js';
import { Json, JsonObject } from '../scalars.js';
import { TaskType } from '../types/enums.js';
import { DEFAULT_MAX_ATTEMPTS } from '../types/server-info.js';
import { AtLeast, Between, ItemsUpTo, Optional, PoolName, Text, TextList, TextUpTo } from './rules.js';

const TASK = 'Id of a task that is retained; else NOT_FOUND.';
const LEASE =
  'Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, ' +
  'STALE_ATTEMPT, and nothing is changed.';

@InputType({ description: 'A piece of work to be done.' })
export class SubmitTaskInput {
  @PoolName()
  @Documented(() => String, 'Name of a pool that exists; else NOT_FOUND.', { defaultValue: 'default' })
  declare readonly pool: string;

  @Documented(() => TaskType, 'The kind of work.', { defaultValue: 'GENERAL' })
  declare readonly type: Type;

  @Documented(
    () => JsonObject,
    'What the agent is to know; left out, `{}`. At most 256 KiB as JSON by default (PAYLOAD_TOO_LARGE), nested 64 deep.',
    nullable,
  )
  declare readonly payload?: Payload | null;

  @Documented(() => ID, 'An agent of the pool that gets it if it is idle and able; unknown, NOT_FOUND.', nullable)
  declare readonly preferredAgentId?: string | null;

  @TextList('maxSkills', 'maxSkillLength')
  @Documented(
    () => [String],
    'Skills that an agent must have to take it: by default at most 64, each of 1 to 64 characters.',
    {
      defaultValue: [],
    },
  )
  declare readonly requiredSkills: readonly string[];

  @Between(0, 9)
  @Documented(() => Int, 'From 0 to 9: higher goes first, and first come, first served within one.', {
    defaultValue: 0,
  })
  declare readonly priority: number;

  @Optional()
  @Text('maxIdempotencyKeyLength')
  @Documented(
    () => String,
    '1 to 256 characters by default. The same key again gives the same task, not a second one; with anything else changed it is ' +
      'IDEMPOTENCY_CONFLICT. Kept while the task is, and for a day at least.',
    nullable,
  )
  declare readonly idempotencyKey?: string | null;

  @Between(1, 'maxAttempts')
  @Documented(() => Int, 'Attempts until it is FAILED, 1 to 10 by default.', { defaultValue: DEFAULT_MAX_ATTEMPTS })
  declare readonly maxAttempts: number;

  @Optional()
  @AtLeast('minTimeoutMs', ' ms')
  @Documented(
    () => Int,
    'Longest time one attempt may take, at least 50 ms by default; left out, no bound. Waiting never counts.',
    nullable,
  )
  declare readonly timeoutMs?: number | null;
}

@InputType({ description: 'Several pieces of work at once.' })
export class SubmitTasksInput {
  @ItemsUpTo(100)
  @Documented(() => [SubmitTaskInput], 'At most 100. Each is accepted or refused on its own, in this order.')
  declare readonly tasks: readonly SubmitTaskInput[];
}

@InputType({ description: 'Which task.' })
export class TaskInput {
  @Documented(() => ID, TASK)
  declare readonly taskId: string;
}

@InputType({ description: 'Which attempt has begun.' })
export class StartTaskInput {
  @Documented(() => ID, TASK)
  declare readonly taskId: string;

  @Documented(() => String, LEASE, nullable)
  declare readonly leaseToken?: string | null;
}

@InputType({ description: 'Which attempt has succeeded, and with what.' })
export class CompleteTaskInput {
  @Documented(() => ID, TASK)
  declare readonly taskId: string;

  @Documented(() => String, LEASE, nullable)
  declare readonly leaseToken?: string | null;

  @Documented(
    () => Json,
    'What came of it; at most 256 KiB as JSON by default (PAYLOAD_TOO_LARGE), nested 64 deep.',
    nullable,
  )
  declare readonly result?: unknown;
}

@InputType({ description: 'Which attempt has failed, and how.' })
export class FailTaskInput {
  @Documented(() => ID, TASK)
  declare readonly taskId: string;

  @Documented(() => String, LEASE, nullable)
  declare readonly leaseToken?: string | null;

  @Text(64)
  @Documented(() => String, 'A word for programs, 1 to 64 characters.', { defaultValue: 'FAILED' })
  declare readonly code: string;

  @TextUpTo('maxReasonLength')
  @Documented(() => String, 'A sentence for people, at most 2,000 characters by default.')
  declare readonly message: string;

  @Documented(() => Boolean, 'Whether another attempt may go better; if not, the task is FAILED at once.', {
    defaultValue: true,
  })
  declare readonly retryable: boolean;

  @Optional()
  @Between(0, 86_400_000, ' ms')
  @Documented(
    () => Int,
    'The next attempt waits at least this long (BACKOFF): 0 to 86,400,000 ms, which is a day.',
    nullable,
  )
  declare readonly retryAfterMs?: number | null;
}

@InputType({ description: 'Which task to call off, and why.' })
export class CancelTaskInput {
  @Documented(() => ID, TASK)
  declare readonly taskId: string;

  @Optional()
  @TextUpTo('maxReasonLength')
  @Documented(() => String, 'Why, for people; at most 2,000 characters by default.', nullable)
  declare readonly reason?: string | null;
}
