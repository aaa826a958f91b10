import { Float, Int, ObjectType } from 'type-graphql';
import type { WaitReason as Reason } from '../../core/task.js';
import { Documented, nullable } from '../documented.js';
import { DateTime } from '../scalars.js';
import { WaitReason } from './enums.js';

@ObjectType({ description: 'Why a PENDING task waits, and what can be said of how long.', simpleResolvers: true })
export class TaskWait {
  @Documented(() => WaitReason, 'What it waits for.')
  declare readonly reason: Reason;

  @Documented(() => String, 'The same for people, with names: which dependency, which skill.')
  declare readonly detail: string;

  @Documented(() => DateTime, 'Since when it waits; for its submission, its replay or the end of its last attempt.')
  declare readonly since: number;

  @Documented(() => Int, 'Its place in the pool’s queue; 1 is next. One that cannot run now lets others pass.')
  declare readonly queuePosition: number;

  @Documented(
    () => Float,
    'Expected time until it is assigned, in milliseconds; null without history and for anything but NO_IDLE_AGENT.',
    nullable,
  )
  declare readonly estimatedMs: number | null;
}

@ObjectType({ description: 'How far an attempt is, by its agent’s own word.', simpleResolvers: true })
export class TaskProgress {
  @Documented(() => Float, 'From 0 to 1.')
  declare readonly fraction: number;

  @Documented(() => String, 'What it is at; null where it said nothing.', nullable)
  declare readonly note: string | null;

  @Documented(() => DateTime, 'When it said so.')
  declare readonly at: number;
}
