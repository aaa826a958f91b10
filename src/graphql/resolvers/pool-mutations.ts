import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Rejection } from '../../core/rejection.js';
import { cursorAt } from '../../engine/cursor.js';
import { initializePool, shutdownPool } from '../../engine/pool-lifecycle.js';
import { shortened } from '../../lib/shortened.js';
import type { GraphContext } from '../context.js';
import { InitializePoolInput, PoolInput, SetDependencyStatusInput, ShutdownPoolInput } from '../inputs/pool.js';
import { agentOf, cursorOf, taskOf } from '../payload-of.js';
import { servicesOf } from '../services.js';
import { Dependency } from '../types/dependency.js';
import { DependencyPayload, InitializePoolPayload, PoolPayload, ShutdownPoolPayload } from '../types/pool-payloads.js';
import { Pool } from '../types/pool.js';

const INPUT = 'What to do.';

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
    const kind = input.kind ?? config.agentKind;
    const { pool, executed, spawned } = await initializePool(coordinator, input.pool, input.size, kind);
    return {
      pool: new Pool(pool, servicesOf(coordinator)),
      spawned: spawned.map((agent) => agentOf(coordinator, pool, agent)),
      cursor: cursorOf(pool, executed),
    };
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
    const { pool, position, drained, cancelled } = await shutdownPool(coordinator, name, mode, timeoutMs);
    return {
      pool: new Pool(pool, servicesOf(coordinator)),
      drained,
      cancelled: cancelled.map((task) => taskOf(coordinator, pool, task)),
      keptPending: pool.view.counters.byStatus.PENDING,
      cursor: cursorAt(pool.logId, position),
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
