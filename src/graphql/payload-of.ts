import type { AgentState } from '../core/agent.js';
import { Rejection } from '../core/rejection.js';
import type { TaskState } from '../core/task.js';
import type { Coordinator } from '../engine/coordinator.js';
import { cursorAt } from '../engine/cursor.js';
import type { Executed, Pool } from '../engine/pool.js';
import { shortened } from '../lib/shortened.js';
import { servicesOf } from './services.js';
import { Agent } from './types/agent.js';
import { Task } from './types/task.js';

export function cursorOf(pool: Pool, { position }: Executed): string {
  return cursorAt(pool.logId, position);
}

/** The task as a command left it: its last version among what the command led to, else as the view has it. */
export function taskAfter(coordinator: Coordinator, pool: Pool, executed: Executed, taskId: string): Task {
  const state = lastTask(executed, taskId) ?? pool.view.tasks.get(taskId);
  if (state === undefined)
    throw new Rejection('NOT_FOUND', `There is no task ${shortened(taskId)}.`, { field: 'taskId' });
  return new Task(state, servicesOf(coordinator).live(pool));
}

/** The agent as a command left it; one that has left the pool by it too. */
export function agentAfter(coordinator: Coordinator, pool: Pool, executed: Executed, agentId: string): Agent {
  const state = lastAgent(executed, agentId) ?? pool.view.agents.get(agentId);
  if (state === undefined)
    throw new Rejection('NOT_FOUND', `There is no agent ${shortened(agentId)}.`, { field: 'agentId' });
  return new Agent(state, servicesOf(coordinator).live(pool));
}

export function lastTask({ moments }: Executed, taskId: string): TaskState | null {
  return moments.findLast(({ task }) => task?.id === taskId)?.task ?? null;
}

function lastAgent({ moments }: Executed, agentId: string): AgentState | null {
  return moments.findLast(({ agent }) => agent?.id === agentId)?.agent ?? null;
}
