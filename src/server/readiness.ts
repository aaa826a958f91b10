import type { ServerResponse } from 'node:http';
import type { Coordinator } from '../engine/coordinator.js';
import { sendJson } from './answer.js';
import type { Lifecycle } from './lifecycle.js';

/** Whether new work is welcome: 503 before and after, 200 in between, also while a pool is degraded or can only be read (it says so). */
export function sendReadiness(response: ServerResponse, lifecycle: Lifecycle, coordinator: Coordinator): void {
  if (lifecycle.phase === 'starting') {
    sendJson(response, 503, { status: 'starting' });
    return;
  }
  if (lifecycle.phase === 'stopping') {
    sendJson(response, 503, { status: 'draining' });
    return;
  }
  const pools = coordinator.pools().map(({ name, view, readOnly }) => ({
    name,
    status: view.pool.phase,
    health: view.degraded ? 'degraded' : 'ok',
    ...(readOnly !== null && { readOnly: readOnly.code }),
    agents: view.agents.size,
    pending: view.counters.byStatus.PENDING,
  }));
  const isReadOnly = pools.some((pool) => 'readOnly' in pool);
  const isDegraded = pools.some(({ health }) => health === 'degraded');
  sendJson(response, 200, { status: isReadOnly ? 'read-only' : isDegraded ? 'degraded' : 'ok', pools });
}
