import { Int, ObjectType } from 'type-graphql';
import { Documented } from '../documented.js';
import { listSize } from '../list-size.js';
import { Cursor } from '../scalars.js';
import { Agent } from './agent.js';
import { Dependency } from './dependency.js';
import { Pool } from './pool.js';
import { Task } from './task.js';

/** Said of every mutation's `cursor`. */
export const CURSOR_TEXT =
  'The place right behind what this call did: a subscription after it sees only what came later.';

@ObjectType({ description: 'A pool that is running, and who joined it.', simpleResolvers: true })
export class InitializePoolPayload {
  @Documented(() => Pool, 'The pool, as it is now.')
  declare readonly pool: Pool;

  @listSize(16)
  @Documented(() => [Agent], 'The agents that this call added; none where the pool had enough.')
  declare readonly spawned: readonly Agent[];

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}

@ObjectType({ description: 'What a shutdown led to.', simpleResolvers: true })
export class ShutdownPoolPayload {
  @Documented(
    () => Pool,
    'The pool, as it is now: STOPPED and without agents, unless it was initialized again meanwhile.',
  )
  declare readonly pool: Pool;

  @Documented(
    () => Boolean,
    'Whether no attempt was cut short: with DRAIN, that all that ran ended by themselves in time; with NOW, that nothing ran.',
  )
  declare readonly drained: boolean;

  @listSize(100)
  @Documented(() => [Task], 'The tasks that it cancelled; with DRAIN none.')
  declare readonly cancelled: readonly Task[];

  @Documented(() => Int, 'Tasks that wait for the next `initializePool`, those that were interrupted among them.')
  declare readonly keptPending: number;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}

@ObjectType({ description: 'A pool after a call that changed it.', simpleResolvers: true })
export class PoolPayload {
  @Documented(() => Pool, 'The pool, as it is now.')
  declare readonly pool: Pool;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}

@ObjectType({ description: 'A dependency after its status was set.', simpleResolvers: true })
export class DependencyPayload {
  @Documented(() => Dependency, 'The dependency, as this call left it.')
  declare readonly dependency: Dependency;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}
