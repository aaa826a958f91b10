import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { decodeCursor } from '../../engine/cursor.js';
import { WHOLE } from '../../engine/event-stream.js';
import type { GraphContext } from '../context.js';
import { nullable } from '../documented.js';
import { requireFirst, requirePoolName } from '../inputs/arguments.js';
import { EventFilter } from '../inputs/filters.js';
import { listSize } from '../list-size.js';
import { ofThePresent } from '../of-the-present.js';
import { Cursor } from '../scalars.js';
import { servicesOf } from '../services.js';
import { wantsEvents } from '../streams/event-filters.js';
import { pageOfEvents } from '../streams/event-page.js';
import { Agent } from '../types/agent.js';
import { CallerInfo } from '../types/caller-info.js';
import { PoolEventConnection } from '../types/pool-event.js';
import { Pool } from '../types/pool.js';
import { ServerInfo } from '../types/server-info.js';
import { Task } from '../types/task.js';

@Resolver()
export class Queries {
  @Query(() => Pool, { ...nullable, description: 'The pool of that name; null where there is none.' })
  pool(
    @Ctx() { coordinator }: GraphContext,
    @Arg('name', () => String, { defaultValue: 'default', description: 'Name of a pool.' }) name: string,
  ): Pool | null {
    const pool = coordinator.pool(name);
    return pool === null ? null : new Pool(pool, servicesOf(coordinator));
  }

  @listSize(4)
  @Query(() => [Pool], { description: 'All pools of this server, at most 64.' })
  pools(@Ctx() { coordinator }: GraphContext): readonly Pool[] {
    return coordinator.pools().map((pool) => new Pool(pool, servicesOf(coordinator)));
  }

  @Query(() => Task, {
    ...nullable,
    description: 'The task of that id, in whichever pool; null where none is retained.',
  })
  task(
    @Ctx() { coordinator }: GraphContext,
    @Arg('id', () => ID, { description: 'Id of a task.' }) id: string,
  ): Task | null {
    const found = coordinator.task(id);
    return found === null ? null : new Task(found.task, servicesOf(coordinator).live(found.pool));
  }

  @Query(() => Agent, {
    ...nullable,
    description: 'The agent of that id, in whichever pool; null where there is none.',
  })
  agent(
    @Ctx() { coordinator }: GraphContext,
    @Arg('id', () => ID, { description: 'Id of an agent.' }) id: string,
  ): Agent | null {
    const found = coordinator.agent(id);
    return found === null ? null : new Agent(found.agent, servicesOf(coordinator).live(found.pool));
  }

  @ofThePresent
  @Query(() => PoolEventConnection, {
    description:
      'Events of a pool, oldest first: the same that its subscriptions give. It answers at once, also at the end of the log, and ' +
      'looks through 10,000 records at most. NOT_FOUND for an unknown pool, CURSOR_EXPIRED for a place that the log does not ' +
      'reach, BAD_USER_INPUT for what is no cursor and for a `first` that cannot be.',
  })
  events(
    @Ctx() { coordinator }: GraphContext,
    @Arg('pool', () => String, { defaultValue: 'default', description: 'Name of a pool.' }) name: string,
    @Arg('after', () => Cursor, {
      ...nullable,
      description: 'What came after this place; left out, from the oldest that is retained.',
    })
    after: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many at most, 1 to 200 by default.' })
    first: number,
    @Arg('filter', () => EventFilter, { ...nullable, description: 'Only events that meet all of it.' })
    filter: EventFilter | null | undefined,
  ): Promise<PoolEventConnection> {
    requirePoolName(name);
    requireFirst(first, coordinator.inputLimits);
    const pool = coordinator.requirePool(name);
    const place = after == null ? { position: pool.feed.earliest(), parts: WHOLE } : decodeCursor(pool.logId, after);
    return pageOfEvents(pool, place, first, wantsEvents(filter ?? {}));
  }

  @ofThePresent
  @Query(() => CallerInfo, { description: 'Who asks, and what he may do.' })
  caller(@Ctx() { caller }: GraphContext): CallerInfo {
    return new CallerInfo(caller);
  }

  @Query(() => ServerInfo, { description: 'What server this is, and its bounds.' })
  serverInfo(@Ctx() { coordinator, config }: GraphContext): ServerInfo {
    return new ServerInfo(config, coordinator.inputLimits);
  }
}
