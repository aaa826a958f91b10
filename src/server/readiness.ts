import type { ServerResponse } from 'node:http';
import type { Coordinator } from '../engine/coordinator.js';
import { sendJson } from './answer.js';
import type { Lifecycle } from './lifecycle.js';

/** Whether new work is welcome: 503 before and after, 200 in between, also while a pool is degraded (it says so). */
export function sendReadiness(response: ServerResponse, lifecycle: Lifecycle, coordinator: Coordinator): void {
  if (lifecycle.phase === 'starting') {
    sendJson(response, 503, { status: 'starting' });
    return;
  }
  if (lifecycle.phase === 'stopping') {
    sendJson(response, 503, { status: 'draining' });
    return;
  }
  const pools = coordinator.pools().map(({ name, view }) => ({
    name,
    status: view.pool.phase,
    health: view.degraded ? 'degraded' : 'ok',
    agents: view.agents.size,
    pending: view.counters.byStatus.PENDING,
  }));
  sendJson(response, 200, { status: pools.some(({ health }) => health === 'degraded') ? 'degraded' : 'ok', pools });
}
