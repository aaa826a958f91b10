import type { AgentState } from './agent.js';
import { Rejection } from './rejection.js';
import type { PoolState } from './state.js';
import type { TaskState } from './task.js';

/** Refuses with NOT_FOUND. */
export function knownAgent(state: PoolState, agentId: string): AgentState {
  const agent = state.agents.get(agentId);
  if (agent === undefined) throw new Rejection('NOT_FOUND', `There is no agent ${agentId}.`, { field: 'agentId' });
  return agent;
}

/** Refuses with NOT_FOUND. */
export function knownTask(state: PoolState, taskId: string): TaskState {
  const task = state.tasks.get(taskId);
  if (task === undefined) throw new Rejection('NOT_FOUND', `There is no task ${taskId}.`, { field: 'taskId' });
  return task;
}

/** Running or paused: work is taken. */
export function requireOpen(state: PoolState): void {
  if (state.pool.phase === 'running' || state.pool.phase === 'paused') return;
  throw new Rejection('POOL_NOT_RUNNING', `The pool is ${state.pool.phase === 'draining' ? 'draining' : 'stopped'}.`);
}
