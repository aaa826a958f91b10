import type { InputLimits } from '../core/input-limits.js';
import type { Coordinator } from '../engine/coordinator.js';
import type { Pools } from '../engine/pools.js';
import type { IsolationChecks } from '../engine/isolation.js';
import type { Pool } from '../engine/pool.js';
import { LiveAround } from './live-around.js';
import { RemoteGauges } from './remote-gauges.js';

/** What operations on one coordinator share, whoever sends them. */
export interface Services {
  readonly inputLimits: InputLimits;
  readonly gauges: RemoteGauges;
  readonly isolation: IsolationChecks;
  live(pool: Pool): LiveAround;
}

const known = new WeakMap<Coordinator, Services>();

export function servicesOf({ whole }: Pools): Services {
  let services = known.get(whole);
  if (services === undefined) {
    services = newServices(whole);
    known.set(whole, services);
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
