import type { AgentState } from '../core/agent.js';
import type { TaskState } from '../core/task.js';
import type { Pools } from '../engine/pools.js';
import { cursorAt } from '../engine/cursor.js';
import type { Executed, Pool } from '../engine/pool.js';
import { servicesOf } from './services.js';
import { Agent } from './types/agent.js';
import { Task } from './types/task.js';

export function cursorOf(pool: Pool, { position }: Executed): string {
  return cursorAt(pool.logId, position);
}

export function taskOf(coordinator: Pools, pool: Pool, state: TaskState): Task {
  return new Task(state, servicesOf(coordinator).live(pool));
}

export function agentOf(coordinator: Pools, pool: Pool, state: AgentState): Agent {
  return new Agent(state, servicesOf(coordinator).live(pool));
}
