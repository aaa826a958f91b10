import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import { nullable } from '../documented.js';
import { TaskEventFilter, EventFilter } from '../inputs/filters.js';
import { Cursor } from '../scalars.js';
import { subscribeTo, type Subscribing } from '../streams/subscribe.js';
import { AgentEvent } from '../types/agent-event.js';
import { DegradationEvent } from '../types/degradation-event.js';
import { PoolMetrics } from '../types/metrics.js';
import { PoolEvent } from '../types/pool-event.js';
import { Assignment } from '../types/remote.js';
import { TaskEvent } from '../types/task-event.js';

const POOL = 'Name of a pool that exists; else NOT_FOUND.';
const AFTER =
  'Everything after this place, then what happens, with no gap between; left out, from now on. CURSOR_EXPIRED where the log does ' +
  'not reach it, BAD_USER_INPUT for what is no cursor.';

/** The streams themselves are in `streams/`: each item of one is already what the field shows. */
@Resolver()
export class Subscriptions {
  @Subscription(() => TaskEvent, {
    subscribe: ({ args, context }: Subscribing<'taskLifecycle'>) => subscribeTo.taskLifecycle(args, context),
    description: 'What happens to tasks: each event once and in order. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT.',
  })
  taskLifecycle(
    @Root() event: TaskEvent,
    @Arg('pool', () => String, { defaultValue: 'default', description: POOL }) _pool: string,
    @Arg('filter', () => TaskEventFilter, { ...nullable, description: 'Only events that meet all of it.' })
    _filter: TaskEventFilter,
    @Arg('after', () => Cursor, { ...nullable, description: AFTER }) _after: string,
  ): TaskEvent {
    return event;
  }

  @Subscription(() => AgentEvent, {
    subscribe: ({ args, context }: Subscribing<'agentLifecycle'>) => subscribeTo.agentLifecycle(args, context),
    description: 'What happens to agents: each event once and in order. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT.',
  })
  agentLifecycle(
    @Root() event: AgentEvent,
    @Arg('pool', () => String, { defaultValue: 'default', description: POOL }) _pool: string,
    @Arg('agentIds', () => [ID], {
      ...nullable,
      description: 'Only these agents, at most 1,000; an empty list lets nothing through.',
    })
    _agentIds: string[],
    @Arg('after', () => Cursor, { ...nullable, description: AFTER }) _after: string,
  ): AgentEvent {
    return event;
  }

  @Subscription(() => DegradationEvent, {
    subscribe: ({ args, context }: Subscribing<'degradation'>) => subscribeTo.degradation(args, context),
    description:
      'What lessens the pool and what restores it: dependencies, agents, and the pool as a whole right after the event that made ' +
      'it so. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT.',
  })
  degradation(
    @Root() event: DegradationEvent,
    @Arg('pool', () => String, { defaultValue: 'default', description: POOL }) _pool: string,
    @Arg('after', () => Cursor, { ...nullable, description: AFTER }) _after: string,
  ): DegradationEvent {
    return event;
  }

  @Subscription(() => PoolEvent, {
    subscribe: ({ args, context }: Subscribing<'poolEvents'>) => subscribeTo.poolEvents(args, context),
    description: 'All that happens in a pool, in one stream. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT.',
  })
  poolEvents(
    @Root() event: PoolEvent,
    @Arg('pool', () => String, { defaultValue: 'default', description: POOL }) _pool: string,
    @Arg('filter', () => EventFilter, { ...nullable, description: 'Only events that meet all of it.' })
    _filter: EventFilter,
    @Arg('after', () => Cursor, { ...nullable, description: AFTER }) _after: string,
  ): PoolEvent {
    return event;
  }

  @Subscription(() => PoolMetrics, {
    subscribe: ({ args, context }: Subscribing<'poolMetrics'>) => subscribeTo.poolMetrics(args, context),
    description:
      'A gauge: the figures of a pool at once, then again every `intervalMs`, changed or not, for some depend on the time. A slow ' +
      'reader misses old figures, never the newest. NOT_FOUND, BAD_USER_INPUT.',
  })
  poolMetrics(
    @Root() metrics: PoolMetrics,
    @Arg('pool', () => String, { defaultValue: 'default', description: POOL }) _pool: string,
    @Arg('intervalMs', () => Int, { defaultValue: 1_000, description: 'Time between two of them, 100 to 60,000 ms.' })
    _intervalMs: number,
  ): PoolMetrics {
    return metrics;
  }

  @Subscription(() => Assignment, {
    subscribe: ({ args, context }: Subscribing<'agentAssignments'>) => subscribeTo.agentAssignments(args, context),
    description:
      'Work for a REMOTE agent: what it has in hand comes first, then each assignment as it is made. Subscribing is a sign of life; ' +
      'from then on its attempts have leases, which `heartbeat` renews. Ends when the agent has left the pool. NOT_FOUND, ' +
      'FORBIDDEN for another session token, INVALID_STATE for an agent that is not REMOTE.',
  })
  agentAssignments(
    @Root() assignment: Assignment,
    @Arg('agentId', () => ID, { description: 'Id of a REMOTE agent.' }) _agentId: string,
    @Arg('sessionToken', () => String, { description: 'What `spawnAgent` gave.' }) _sessionToken: string,
  ): Assignment {
    return assignment;
  }
}
