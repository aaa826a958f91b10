import type { PoolStatus } from '../../../src/generated/graphql.js';

/** Something of a pool that a person may do, by the name of its mutation. */
export type Action =
  | 'submitTask'
  | 'cancelTask'
  | 'retryTask'
  | 'initializePool'
  | 'pausePool'
  | 'resumePool'
  | 'shutdownPool'
  | 'spawnAgent'
  | 'failAgent'
  | 'restoreAgent'
  | 'retireAgent'
  | 'verifyAgentSkill'
  | 'setDependencyStatus';

/** Who may do it, and while the pool is what. */
export interface Need {
  /** Roles of which any suffices: those of the server's table, as a test compares. */
  readonly roles: readonly string[];
  readonly statuses: readonly PoolStatus[];
}

const SUBMITTERS = ['submitter', 'operator', 'admin'];
const OPERATORS = ['operator', 'admin'];
const OPEN: readonly PoolStatus[] = ['RUNNING', 'PAUSED'];
const LIVE: readonly PoolStatus[] = ['RUNNING', 'PAUSED', 'DRAINING'];
const ANY: readonly PoolStatus[] = ['RUNNING', 'PAUSED', 'DRAINING', 'STOPPED'];

export const NEEDS: Readonly<Record<Action, Need>> = {
  submitTask: { roles: SUBMITTERS, statuses: OPEN },
  cancelTask: { roles: SUBMITTERS, statuses: ANY },
  retryTask: { roles: SUBMITTERS, statuses: OPEN },
  initializePool: { roles: OPERATORS, statuses: ['RUNNING', 'PAUSED', 'STOPPED'] },
  pausePool: { roles: OPERATORS, statuses: ['RUNNING'] },
  resumePool: { roles: OPERATORS, statuses: ['PAUSED'] },
  shutdownPool: { roles: OPERATORS, statuses: LIVE },
  spawnAgent: { roles: OPERATORS, statuses: OPEN },
  failAgent: { roles: OPERATORS, statuses: LIVE },
  restoreAgent: { roles: OPERATORS, statuses: LIVE },
  retireAgent: { roles: OPERATORS, statuses: LIVE },
  verifyAgentSkill: { roles: OPERATORS, statuses: LIVE },
  setDependencyStatus: { roles: OPERATORS, statuses: ANY },
};
