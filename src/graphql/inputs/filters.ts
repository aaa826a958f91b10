import { ID, InputType } from 'type-graphql';
import type { TaskStatus as Status, WaitReason as Reason } from '../../core/task.js';
import type { TaskType as Type } from '../../core/task-type.js';
import type { PublicKind } from '../../views/public-event.js';
import { Documented, nullable } from '../documented.js';
import { TaskStatus, TaskType, WaitReason } from '../types/enums.js';
import { PoolEventKind, TaskEventType, type TaskEventTypeName } from '../types/event-enums.js';
import { ItemsUpTo, Optional, TextUpTo } from './rules.js';

const MOST = 1_000;
const LIST = 'An empty list lets nothing through; at most 1,000.';

@InputType({ description: 'Tasks that meet all of what is given.' })
export class TaskFilter {
  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [TaskStatus], `Any of these statuses. ${LIST}`, nullable)
  declare readonly statuses?: readonly Status[] | null;

  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [TaskType], `Any of these types. ${LIST}`, nullable)
  declare readonly types?: readonly Type[] | null;

  @Documented(() => ID, 'Tasks of which this agent had an attempt.', nullable)
  declare readonly agentId?: string | null;

  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [WaitReason], `PENDING tasks that wait for any of these. ${LIST}`, nullable)
  declare readonly waitReasons?: readonly Reason[] | null;

  @Optional()
  @TextUpTo('maxSearchLength')
  @Documented(
    () => String,
    'Part of the id, type, idempotency key, trace id, error, or a text at the top of the payload, in any case of letters; at most 256 characters by default.',
    nullable,
  )
  declare readonly search?: string | null;

  @Documented(() => Boolean, 'True for FAILED tasks alone, false for all others.', nullable)
  declare readonly deadLettered?: boolean | null;
}

@InputType({ description: 'Events of tasks that meet all of what is given.' })
export class TaskEventFilter {
  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [ID], `Of any of these tasks. ${LIST}`, nullable)
  declare readonly taskIds?: readonly string[] | null;

  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [TaskType], `Of tasks of any of these types. ${LIST}`, nullable)
  declare readonly taskTypes?: readonly Type[] | null;

  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [TaskEventType], `Any of these events. ${LIST}`, nullable)
  declare readonly types?: readonly TaskEventTypeName[] | null;

  @Documented(() => ID, 'About attempts of this agent.', nullable)
  declare readonly agentId?: string | null;
}

@InputType({ description: 'Events that meet all of what is given.' })
export class EventFilter {
  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [PoolEventKind], `About any of these. ${LIST}`, nullable)
  declare readonly kinds?: readonly PublicKind[] | null;

  @Optional()
  @ItemsUpTo(MOST)
  @Documented(() => [String], `With any of these names, as in \`PoolEvent.name\`. ${LIST}`, nullable)
  declare readonly names?: readonly string[] | null;

  @Documented(() => ID, 'About this task, or about what an agent does with it.', nullable)
  declare readonly taskId?: string | null;

  @Documented(() => ID, 'About this agent, or about its attempts.', nullable)
  declare readonly agentId?: string | null;
}
