import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Moment } from '../../core/evolve.js';
import { Rejection } from '../../core/rejection.js';
import { cursorAt } from '../../engine/cursor.js';
import type { Executed, Pool as EnginePool } from '../../engine/pool.js';
import { untilStopped } from '../../engine/stopped.js';
import { shortened } from '../../lib/shortened.js';
import type { GraphContext } from '../context.js';
import { InitializePoolInput, PoolInput, SetDependencyStatusInput, ShutdownPoolInput } from '../inputs/pool.js';
import { cursorOf } from '../payload-of.js';
import { servicesOf } from '../services.js';
import { Agent } from '../types/agent.js';
import { Dependency } from '../types/dependency.js';
import { DependencyPayload, InitializePoolPayload, PoolPayload, ShutdownPoolPayload } from '../types/pool-payloads.js';
import { Pool } from '../types/pool.js';
import { Task } from '../types/task.js';

const INPUT = 'What to do.';
/** What the engine's own deadline of a drain may come late. */
const LATE_MS = 5_000;

@Resolver()
export class PoolMutations {
  @Mutation(() => InitializePoolPayload, {
    description:
      'Makes the pool where there is none, starts it where it does not run, and adds agents until it has `size`. Again, it only ' +
      'tops up. POOL_FULL for more agents than a pool may have, or more pools than a server may; INVALID_STATE while it drains.',
  })
  async initializePool(
    @Ctx() { coordinator, config }: GraphContext,
    @Arg('input', () => InitializePoolInput, { defaultValue: {}, description: INPUT }) input: InitializePoolInput,
  ): Promise<InitializePoolPayload> {
    const { size, kind } = input;
    if (coordinator.pool(input.pool) === null && size > config.maxPoolSize) {
      // Refused before the pool is made: a refusal must leave nothing behind.
      throw new Rejection('POOL_FULL', `A pool has room for ${String(config.maxPoolSize)} agents.`, {
        limit: config.maxPoolSize,
        field: 'size',
      });
    }
    const pool = await coordinator.ensurePool(input.pool);
    const executed = await pool.execute({ type: 'InitializePool', size, kind: kind ?? config.agentKind });
    const services = servicesOf(coordinator);
    const around = services.live(pool);
    const spawned = executed.moments.flatMap(({ record, agent }) =>
      record.event.type === 'AgentSpawned' && agent !== null
        ? [new Agent(pool.view.agents.get(agent.id) ?? agent, around)]
        : [],
    );
    return { pool: new Pool(pool, services), spawned, cursor: cursorOf(pool, executed) };
  }

  @Mutation(() => ShutdownPoolPayload, {
    description:
      'Ends a pool: nothing new is taken, all agents leave, and it answers when the pool has STOPPED. The pool and its log stay, ' +
      '`initializePool` starts it again. NOT_FOUND for an unknown pool, POOL_NOT_RUNNING for one that has stopped already, ' +
      'SHUTTING_DOWN where the server ends first. The shutdown goes on even if you do not wait for the answer.',
  })
  async shutdownPool(
    @Ctx() { coordinator }: GraphContext,
    @Arg('input', () => ShutdownPoolInput, { defaultValue: {}, description: INPUT })
    { pool: name, mode, timeoutMs }: ShutdownPoolInput,
  ): Promise<ShutdownPoolPayload> {
    const pool = coordinator.requirePool(name);
    // A server that is stopping leaves the pool to its next start, so its end would not come.
    if (coordinator.stopping) throw new Rejection('SHUTTING_DOWN', 'The server is shutting down.');
    const executed = await pool.execute({ type: 'ShutdownPool', mode, timeoutMs });
    const end = await endOf(pool, executed, mode === 'NOW' ? LATE_MS : timeoutMs + LATE_MS);
    const services = servicesOf(coordinator);
    const around = services.live(pool);
    return {
      pool: new Pool(pool, services),
      drained: end.stoppedAt !== null && !end.cutShort.some(ranThen),
      cancelled: end.cutShort.flatMap(({ record, task }) =>
        record.event.type === 'TaskCancelled' && task !== null ? [new Task(task, around)] : [],
      ),
      keptPending: pool.view.counters.byStatus.PENDING,
      cursor: cursorAt(pool.logId, Math.max(executed.position, end.stoppedAt ?? 0)),
    };
  }

  @Mutation(() => PoolPayload, {
    description:
      'Assigns nothing more until `resumePool`; submissions are queued and attempts go on. A paused pool stays as it is. ' +
      'NOT_FOUND, POOL_NOT_RUNNING.',
  })
  pausePool(
    @Ctx() context: GraphContext,
    @Arg('input', () => PoolInput, { defaultValue: {}, description: INPUT }) { pool }: PoolInput,
  ): Promise<PoolPayload> {
    return setPaused(context, pool, 'PausePool');
  }

  @Mutation(() => PoolPayload, {
    description:
      'Ends a pause: what waits is assigned in order. A running pool stays as it is. NOT_FOUND, POOL_NOT_RUNNING.',
  })
  resumePool(
    @Ctx() context: GraphContext,
    @Arg('input', () => PoolInput, { defaultValue: {}, description: INPUT }) { pool }: PoolInput,
  ): Promise<PoolPayload> {
    return setPaused(context, pool, 'ResumePool');
  }

  @Mutation(() => DependencyPayload, {
    description:
      'Holds a dependency for up or down by hand, or gives it back to its probe, which then checks at once. NOT_FOUND for an ' +
      'unknown pool or dependency.',
  })
  async setDependencyStatus(
    @Ctx() { coordinator }: GraphContext,
    @Arg('input', () => SetDependencyStatusInput, { description: INPUT })
    { pool: poolName, name, status }: SetDependencyStatusInput,
  ): Promise<DependencyPayload> {
    const pool = coordinator.requirePool(poolName);
    if (!pool.view.dependencies.has(name)) {
      throw new Rejection('NOT_FOUND', `There is no dependency ${JSON.stringify(shortened(name))}.`, { field: 'name' });
    }
    const executed = await pool.execute({ type: 'SetDependency', name, status });
    if (status === 'AUTO') coordinator.probeNow(name);
    const state =
      executed.moments.findLast(({ dependency }) => dependency?.name === name)?.dependency ??
      pool.view.dependencies.get(name);
    if (state === undefined) throw new Error(`the dependency ${name} is gone`);
    return { dependency: new Dependency(state, servicesOf(coordinator).live(pool)), cursor: cursorOf(pool, executed) };
  }
}

async function setPaused(
  { coordinator }: GraphContext,
  name: string,
  type: 'PausePool' | 'ResumePool',
): Promise<PoolPayload> {
  const pool = coordinator.requirePool(name);
  const executed = await pool.execute({ type });
  return { pool: new Pool(pool, servicesOf(coordinator)), cursor: cursorOf(pool, executed) };
}

/** From the record before the command's first one, so that what it did at once counts too. */
function endOf(pool: EnginePool, { position, moments }: Executed, waitMs: number): ReturnType<typeof untilStopped> {
  return untilStopped(pool, position - moments.length, waitMs);
}

function ranThen({ record: { event } }: Moment): boolean {
  return event.type === 'AttemptFailed' || (event.type === 'TaskCancelled' && event.agentId !== null);
}
