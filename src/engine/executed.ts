import type { AgentState } from '../core/agent.js';
import { Rejection } from '../core/rejection.js';
import type { TaskState } from '../core/task.js';
import { shortened } from '../lib/shortened.js';
import type { Executed, Pool } from './pool.js';

/** The task as a command left it: its last version among what the command led to, else as the view has it. */
export function taskAfter(pool: Pool, executed: Executed, taskId: string): TaskState {
  const task = lastTask(executed, taskId) ?? pool.view.tasks.get(taskId);
  if (task !== undefined) return task;
  throw new Rejection('NOT_FOUND', `There is no task ${shortened(taskId)}.`, { field: 'taskId' });
}

/** The agent as a command left it; one that has left the pool by it too. */
export function agentAfter(pool: Pool, { moments }: Executed, agentId: string): AgentState {
  const agent =
    moments.findLast((moment) => moment.agent?.id === agentId)?.agent ?? pool.view.agents.get(agentId) ?? null;
  if (agent !== null) return agent;
  throw new Rejection('NOT_FOUND', `There is no agent ${shortened(agentId)}.`, { field: 'agentId' });
}

export function lastTask({ moments }: Executed, taskId: string): TaskState | null {
  return moments.findLast(({ task }) => task?.id === taskId)?.task ?? null;
}
