import type { InputLimits } from '../core/input-limits.js';
import type { Coordinator } from '../engine/coordinator.js';
import type { IsolationChecks } from '../engine/isolation.js';
import type { Pool } from '../engine/pool.js';
import { LiveAround } from './live-around.js';
import { RemoteGauges } from './remote-gauges.js';

/** What operations on one coordinator share, beyond the coordinator itself. */
export interface Services {
  readonly inputLimits: InputLimits;
  readonly gauges: RemoteGauges;
  readonly isolation: IsolationChecks;
  live(pool: Pool): LiveAround;
}

const known = new WeakMap<Coordinator, Services>();

export function servicesOf(coordinator: Coordinator): Services {
  let services = known.get(coordinator);
  if (services === undefined) {
    services = newServices(coordinator);
    known.set(coordinator, services);
  }
  return services;
}

function newServices(coordinator: Coordinator): Services {
  const gauges = new RemoteGauges((agentId) => coordinator.agent(agentId) !== null);
  const arounds = new WeakMap<Pool, LiveAround>();
  return {
    inputLimits: coordinator.inputLimits,
    gauges,
    isolation: coordinator.isolation,
    live: (pool) => {
      let around = arounds.get(pool);
      if (around === undefined) {
        around = new LiveAround(coordinator, pool, gauges);
        arounds.set(pool, around);
      }
      return around;
    },
  };
}
