import type { AgentState } from './agent.js';
import type { Failure } from './command.js';
import type { CoreEvent } from './event.js';
import type { PoolState } from './state.js';
import { currentAttempt, type AttemptOutcome, type AttemptState, type TaskState } from './task.js';

/** An attempt in hand, with its task and agent. */
export interface Running {
  readonly task: TaskState;
  readonly attempt: AttemptState;
  readonly agent: AgentState | undefined;
}

/** Completing or failing without a word of the start counts as begun just before. */
export function implied({ task, attempt }: Running): CoreEvent[] {
  if (attempt.startedAtMs !== null) return [];
  return [{ type: 'TaskStarted', taskId: task.id, agentId: attempt.agentId, attempt: attempt.number }];
}

export function completion(running: Running, result: unknown, released: boolean): CoreEvent[] {
  const { task, attempt } = running;
  const { agentId, number } = attempt;
  return [...implied(running), { type: 'TaskCompleted', taskId: task.id, agentId, attempt: number, result, released }];
}

export function failure(
  running: Running,
  { code, message, retryable, retryAfterMs }: Failure,
  released: boolean,
): CoreEvent[] {
  const { task, attempt } = running;
  return [
    ...implied(running),
    {
      type: 'AttemptFailed',
      taskId: task.id,
      agentId: attempt.agentId,
      attempt: attempt.number,
      outcome: 'FAILED',
      error: { code, message, retryable },
      released,
      spends: true,
      blamesAgent: true,
      retryAfterMs: retryable ? retryAfterMs : null,
    },
  ];
}

export function progressed({ task, attempt }: Running, fraction: number, note: string | null): CoreEvent {
  return { type: 'TaskProgressed', taskId: task.id, agentId: attempt.agentId, attempt: attempt.number, fraction, note };
}

/** The live attempt that the agent holds by this lease, null where it is over. */
export function runningOn(state: PoolState, agent: AgentState, leaseToken: string): Running | null {
  if (agent.attempt === null || agent.attempt.over || agent.attempt.leaseToken !== leaseToken) return null;
  const task = state.tasks.get(agent.attempt.taskId);
  const attempt = task === undefined ? null : currentAttempt(task);
  return task === undefined || attempt === null ? null : { task, attempt, agent };
}

export function attemptFailed(
  state: PoolState,
  agent: AgentState,
  message: string,
  outcome: Exclude<AttemptOutcome, 'SUCCEEDED' | 'CANCELLED' | 'FAILED'>,
  released: boolean,
  spends = true,
): CoreEvent[] {
  const running = agent.attempt === null ? null : runningOn(state, agent, agent.attempt.leaseToken);
  if (running === null) return [];
  return [
    {
      type: 'AttemptFailed',
      taskId: running.task.id,
      agentId: agent.id,
      attempt: running.attempt.number,
      outcome,
      error: { code: outcome, message, retryable: true },
      released,
      spends,
      blamesAgent: outcome !== 'INTERRUPTED',
      retryAfterMs: null,
    },
  ];
}
