import { z } from 'zod';
import { initializePool, shutdownPool } from '../engine/pool-lifecycle.js';
import { MAX_INT, MAX_SHUTDOWN_MS } from './bounds.js';
import { existingPool, oneOf, poolName, whole } from './parameters.js';
import { poolText, shownPool, shownPoolOf } from './shown-pool.js';
import { defineTool, type Tool } from './tool.js';

const SHOWN_IDS = 50;

export const agentKind = oneOf(['PROCESS', 'REMOTE']);

const poolStatus = defineTool({
  name: 'pool_status',
  title: 'Status of a pool',
  description:
    'How a pool is now: its agents and what they do, how many tasks wait, and which dependencies are down. Start here. NOT_FOUND.',
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  parameters: z.strictObject({ pool: existingPool }),
  data: shownPool,
  run({ pool }, { coordinator }) {
    const shown = shownPoolOf(coordinator.requirePool(pool));
    return { text: poolText(shown), data: shown };
  },
});

const initializePoolTool = defineTool({
  name: 'initialize_pool',
  title: 'Start a pool',
  description:
    'Makes the pool where there is none, starts it where it does not run, and adds agents until it has `size`; again, it only tops up. ' +
    'POOL_FULL for more agents than a pool may have, INVALID_STATE while it drains.',
  hints: { readOnly: false, destructive: false, idempotent: true, openWorld: false },
  parameters: z.strictObject({
    pool: poolName.describe('Name of the pool: 1 to 64 lower-case letters, digits, - and _.'),
    size: whole(0, MAX_INT).default(4).describe('Agents it is to have at least.'),
    kind: agentKind
      .optional()
      .describe(
        'Kind of the agents to add: PROCESS runs them on the server, REMOTE elsewhere. Default: as configured.',
      ),
  }),
  data: z.object({ pool: shownPool, spawned: z.array(z.string()).describe('Ids of the agents that this call added') }),
  async run({ pool: name, size, kind }, { coordinator, agentKind: configured }) {
    const { pool, spawned } = await initializePool(coordinator, name, size, kind ?? configured);
    const shown = shownPoolOf(pool);
    const ids = spawned.map(({ id }) => id);
    return { text: `${String(ids.length)} agents joined.\n${poolText(shown)}`, data: { pool: shown, spawned: ids } };
  },
});

const shutdownPoolTool = defineTool({
  name: 'shutdown_pool',
  title: 'Stop a pool',
  description:
    'Ends a pool and answers when it has stopped: nothing new is taken and all agents leave. DRAIN lets attempts finish and keeps what ' +
    'waits for the next initialize_pool; NOW cancels everything. It goes on even if you do not wait. NOT_FOUND, POOL_NOT_RUNNING.',
  hints: { readOnly: false, destructive: true, idempotent: true, openWorld: false },
  parameters: z.strictObject({
    pool: existingPool,
    mode: oneOf(['DRAIN', 'NOW']).default('DRAIN').describe('What becomes of the work there is.'),
    timeoutMs: whole(0, MAX_SHUTDOWN_MS, ' ms')
      .default(30_000)
      .describe(
        'How long attempts may go on with DRAIN before they are interrupted. Clients give up on a call after some 60 s.',
      ),
  }),
  data: z.object({
    pool: z.string(),
    status: z.string(),
    drained: z.boolean().describe('Whether no attempt was cut short'),
    cancelled: z.array(z.string()).describe(`Ids of the tasks that it cancelled, ${String(SHOWN_IDS)} at most`),
    cancelledOmitted: z.int(),
    keptPending: z.int().describe('Tasks that wait for the next initialize_pool'),
  }),
  async run({ pool: name, mode, timeoutMs }, { coordinator }) {
    const { pool, drained, cancelled } = await shutdownPool(coordinator, name, mode, timeoutMs);
    const { status } = shownPoolOf(pool);
    const keptPending = pool.view.counters.byStatus.PENDING;
    const data = {
      ...{ pool: name, status, drained, keptPending },
      cancelled: cancelled.slice(0, SHOWN_IDS).map(({ id }) => id),
      cancelledOmitted: Math.max(0, cancelled.length - SHOWN_IDS),
    };
    const ended = drained ? 'no attempt was cut short' : 'attempts were cut short';
    const text = `Pool ${name} is ${status}; ${ended}; ${String(cancelled.length)} tasks cancelled, ${String(keptPending)} kept.`;
    return { text, data };
  },
});

export const poolTools: readonly Tool[] = [poolStatus, initializePoolTool, shutdownPoolTool];
