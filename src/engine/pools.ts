import type { Coordinator } from './coordinator.js';
import { noAgent, noTask } from './not-found.js';
import type { Pool } from './pool.js';

type OfPools =
  'agent' | 'ensurePool' | 'pool' | 'pools' | 'requireAgentPool' | 'requirePool' | 'requireTaskPool' | 'task';
type OfTheServer = 'backUp' | 'measure' | 'probeNow' | 'probeStatus';
type Fixed = 'inputLimits' | 'isolation' | 'limits' | 'stopping' | 'whole';

/** The pools of a coordinator, or those of them that somebody may see, with what commands and questions need besides. */
export type Pools = Pick<Coordinator, OfPools | OfTheServer | Fixed>;

/** What of the pools somebody may see. */
export interface PoolScope {
  readonly seesAllPools: boolean;
  sees(pool: string): boolean;
  /** Refuses one that he may not see, alike whether there is one of that name or not. */
  requirePool(name: string, field?: string): void;
}

/** What each may see of the pools, made once for each. */
export function poolsByScope(all: Pools): (scope: PoolScope) => Pools {
  const known = new WeakMap<PoolScope, Pools>();
  return (scope) => {
    if (scope.seesAllPools) return all;
    let pools = known.get(scope);
    if (pools === undefined) known.set(scope, (pools = poolsWithin(all, scope)));
    return pools;
  };
}

/** As if there were no others; only a pool that is named is refused rather than not found. */
function poolsWithin(all: Pools, scope: PoolScope): Pools {
  const within = <Found extends { readonly pool: Pool }>(found: Found | null): Found | null =>
    found !== null && scope.sees(found.pool.name) ? found : null;
  const pools: Pools = {
    ...{ whole: all.whole, inputLimits: all.inputLimits, isolation: all.isolation, limits: all.limits },
    get stopping() {
      return all.stopping;
    },
    pools: () => all.pools().filter(({ name }) => scope.sees(name)),
    pool(name) {
      scope.requirePool(name);
      return all.pool(name);
    },
    requirePool(name, field) {
      scope.requirePool(name, field);
      return all.requirePool(name, field);
    },
    async ensurePool(name) {
      scope.requirePool(name);
      return all.ensurePool(name);
    },
    task: (id) => within(all.task(id)),
    agent: (id) => within(all.agent(id)),
    requireTaskPool(taskId) {
      const found = pools.task(taskId);
      if (found === null) throw noTask(taskId);
      return found.pool;
    },
    requireAgentPool(agentId) {
      const found = pools.agent(agentId);
      if (found === null) throw noAgent(agentId);
      return found.pool;
    },
    measure: (agentId) => all.measure(agentId),
    probeStatus: (dependency) => all.probeStatus(dependency),
    probeNow(dependency) {
      all.probeNow(dependency);
    },
    backUp: (name) => all.backUp(name),
  };
  return pools;
}
