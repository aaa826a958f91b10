import { Rejection } from '../../core/rejection.js';
import { decodeCursor } from '../../engine/cursor.js';
import { EventStream, WHOLE, type StreamedEvent } from '../../engine/event-stream.js';
import type { Pool } from '../../engine/pool.js';
import { sessionTokenHash } from '../../engine/session-token.js';
import type { Around } from '../around.js';
import type { GraphContext } from '../context.js';
import { requireIntervalMs, requirePoolName } from '../inputs/arguments.js';
import { EventFilter, TaskEventFilter } from '../inputs/filters.js';
import { validateInput } from '../inputs/validate.js';
import { MomentAround } from '../moment-around.js';
import { servicesOf } from '../services.js';
import { AgentEvent } from '../types/agent-event.js';
import { DegradationEvent } from '../types/degradation-event.js';
import { PoolMetrics } from '../types/metrics.js';
import { PoolEvent } from '../types/pool-event.js';
import type { Assignment } from '../types/remote.js';
import { TaskEvent } from '../types/task-event.js';
import { AssignmentStream } from './assignment-stream.js';
import { wantsAgentEvents, wantsDegradation, wantsEvents, wantsTaskEvents, type Wants } from './event-filters.js';
import { GaugeStream } from './gauge-stream.js';
import { LogView } from './log-view.js';

interface FromPlace {
  readonly pool: string;
  readonly after?: string | null;
}

const MOST_AGENTS = 1_000;

/** What each subscription begins with. Its arguments are checked here, once. */
export const subscribeTo = {
  taskLifecycle(
    args: FromPlace & { readonly filter?: TaskEventFilter | null },
    context: GraphContext,
  ): AsyncIterable<TaskEvent> {
    const filter = checked(TaskEventFilter, args.filter, context);
    return events(args, context, wantsTaskEvents(filter), (around, event) => new TaskEvent(around, event));
  },

  agentLifecycle(
    args: FromPlace & { readonly agentIds?: readonly string[] | null },
    context: GraphContext,
  ): AsyncIterable<AgentEvent> {
    const { agentIds = null } = args;
    if (agentIds !== null && agentIds.length > MOST_AGENTS) {
      throw new Rejection('BAD_USER_INPUT', `agentIds must have at most ${String(MOST_AGENTS)} items.`, {
        field: 'agentIds',
        limit: MOST_AGENTS,
      });
    }
    return events(args, context, wantsAgentEvents(agentIds), (around, event) => new AgentEvent(around, event));
  },

  degradation(args: FromPlace, context: GraphContext): AsyncIterable<DegradationEvent> {
    return events(args, context, wantsDegradation, (around, event) => new DegradationEvent(around, event));
  },

  poolEvents(
    args: FromPlace & { readonly filter?: EventFilter | null },
    context: GraphContext,
  ): AsyncIterable<PoolEvent> {
    const filter = checked(EventFilter, args.filter, context);
    return events(args, context, wantsEvents(filter), (around, event) => new PoolEvent(around, event));
  },

  poolMetrics(
    args: { readonly pool: string; readonly intervalMs: number },
    { coordinator }: GraphContext,
  ): AsyncIterable<PoolMetrics> {
    requirePoolName(args.pool);
    requireIntervalMs(args.intervalMs);
    const pool = coordinator.requirePool(args.pool);
    return new GaugeStream(() => new PoolMetrics(pool), args.intervalMs);
  },

  async agentAssignments(
    { agentId, sessionToken }: { readonly agentId: string; readonly sessionToken: string },
    { coordinator }: GraphContext,
  ): Promise<AsyncIterable<Assignment>> {
    const pool = coordinator.requireAgentPool(agentId);
    await pool.execute({ type: 'ConnectAgent', agentId, sessionTokenHash: sessionTokenHash(sessionToken) });
    return new AssignmentStream(pool, agentId, servicesOf(coordinator).live(pool));
  },
};

/** What TypeGraphQL hands to `subscribe`. */
export interface Subscribing<Name extends keyof typeof subscribeTo> {
  readonly args: Parameters<(typeof subscribeTo)[Name]>[0];
  readonly context: GraphContext;
}

function events<Item>(
  { pool: name, after }: FromPlace,
  { coordinator }: GraphContext,
  wants: Wants,
  show: (around: Around, event: StreamedEvent) => Item,
): AsyncIterable<Item> {
  requirePoolName(name);
  const pool: Pool = coordinator.requirePool(name);
  const place = after == null ? { position: pool.view.position, parts: WHOLE } : decodeCursor(pool.logId, after);
  const stream = new EventStream(pool.feed, place, wants);
  return new LogView(stream, (event) => show(new MomentAround(pool, event.moment), event));
}

function checked<T extends object>(Input: new () => T, given: T | null | undefined, { coordinator }: GraphContext): T {
  const input = Object.assign(new Input(), given);
  validateInput(input, coordinator.inputLimits);
  return input;
}
