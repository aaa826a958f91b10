import { Float, ID, Int, ObjectType } from 'type-graphql';
import {
  attemptCount,
  type Payload,
  type TaskError as ErrorState,
  type TaskState,
  type TaskStatus as Status,
} from '../../core/task.js';
import type { TaskType as Type } from '../../core/task-type.js';
import type { Around } from '../around.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { DateTime, Json, JsonObject } from '../scalars.js';
import { Attempt, TaskError } from './attempt.js';
import { TaskStatus, TaskType } from './enums.js';
import { TaskProgress, TaskWait } from './task-parts.js';

@ObjectType({
  description: 'A piece of work: what was submitted, where it stands, and everything that was tried.',
  simpleResolvers: true,
})
export class Task {
  readonly state: TaskState;
  readonly around: Around;

  constructor(state: TaskState, around: Around) {
    this.state = state;
    this.around = around;
  }

  @Documented(() => ID, 'Starts with `task_`; ids sort by submission.')
  get id(): string {
    return this.state.id;
  }

  @Documented(() => String, 'Name of the pool it was submitted to.')
  get pool(): string {
    return this.around.pool;
  }

  @Documented(() => TaskType, 'The kind of work, which decides who may take it and what gates it.')
  get type(): Type {
    return this.state.type;
  }

  @Documented(() => JsonObject, 'What the agent is given, as it was submitted.')
  get payload(): Payload {
    return this.state.payload;
  }

  @Documented(() => TaskStatus, 'Where it stands.')
  get status(): Status {
    return this.state.status;
  }

  @Documented(
    () => TaskWait,
    'Why it waits; null unless it is PENDING. In an event, as it was when it began to wait.',
    nullable,
  )
  get wait(): TaskWait | null {
    const wait = this.around.wait(this.state);
    if (wait === null) return null;
    const { reason, detail, sinceMs, position, estimatedMs } = wait;
    return { reason, detail, since: sinceMs, queuePosition: position, estimatedMs };
  }

  @Documented(() => Int, 'From 0 to 9: higher goes first, and first come, first served within one.')
  get priority(): number {
    return this.state.priority;
  }

  @Documented(() => ID, 'The agent that gets it if it is idle and able; null where the caller named none.', nullable)
  get preferredAgentId(): string | null {
    return this.state.preferredAgentId;
  }

  @listSize(4)
  @Documented(() => [String], 'Skills an agent must have to take it; sorted, each once.')
  get requiredSkills(): readonly string[] {
    return this.state.requiredSkills;
  }

  @Documented(
    () => Int,
    'Attempts begun since it was submitted or replayed, without those that were interrupted; never above `maxAttempts`.',
  )
  get attemptCount(): number {
    return attemptCount(this.state);
  }

  @Documented(() => Int, 'Attempts it gets before it is FAILED; a replay gets as many again.')
  get maxAttempts(): number {
    return this.state.maxAttempts;
  }

  @listSize(3)
  @Documented(() => [ID], 'Agents that failed it since it was submitted or replayed; others go first.')
  get failedAgentIds(): readonly string[] {
    return this.state.failedAgentIds;
  }

  @listSize(3)
  @Documented(() => [Attempt], 'Everything that was tried, oldest first, replays included.')
  get attempts(): readonly Attempt[] {
    return this.state.attempts.map((attempt) => new Attempt(attempt));
  }

  @Documented(() => TaskProgress, 'What the agent of the last attempt told last; null where it told nothing.', nullable)
  get progress(): TaskProgress | null {
    const { progress } = this.state;
    return progress === null ? null : { fraction: progress.fraction, note: progress.note, at: progress.atMs };
  }

  @Documented(() => Json, 'What it was completed with; null before, and where that was nothing.', nullable)
  get result(): unknown {
    return this.state.result;
  }

  @Documented(
    () => TaskError,
    'Why it is FAILED, else null; what went wrong on the way is with the attempts.',
    nullable,
  )
  get error(): ErrorState | null {
    return this.state.error;
  }

  @Documented(() => String, 'The key that it was submitted with; null where there was none.', nullable)
  get idempotencyKey(): string | null {
    return this.state.idempotencyKey;
  }

  @Documented(
    () => String,
    'W3C trace id of its submission; its events, log lines and assignments carry the same.',
    nullable,
  )
  get traceId(): string | null {
    return this.state.traceId;
  }

  @Documented(
    () => Float,
    'Longest time one attempt may take, in milliseconds from its assignment; null for no bound.',
    nullable,
  )
  get timeoutMs(): number | null {
    return this.state.timeoutMs;
  }

  @Documented(() => DateTime, 'When it was submitted.')
  get createdAt(): number {
    return this.state.createdAtMs;
  }

  @Documented(
    () => DateTime,
    'When an agent first began with it since it was submitted or replayed; null before.',
    nullable,
  )
  get startedAt(): number | null {
    return this.state.startedAtMs;
  }

  @Documented(() => DateTime, 'When it was COMPLETED, FAILED or CANCELLED; null before.', nullable)
  get completedAt(): number | null {
    return this.state.completedAtMs;
  }

  @Documented(() => DateTime, 'End of the backoff that it waits out; null while it waits out none.', nullable)
  get nextRetryAt(): number | null {
    return this.state.nextRetryAtMs;
  }

  @Documented(
    () => Float,
    'Submission to first assignment in milliseconds, measured by the engine; null until it is assigned.',
    nullable,
  )
  get assignmentLatencyMs(): number | null {
    return this.state.assignmentLatencyMs;
  }
}
