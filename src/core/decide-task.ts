import type { AgentState } from './agent.js';
import { completion, failure, implied, type Running } from './attempts.js';
import type { AttemptReference, TaskCommand } from './command.js';
import type { Decision } from './decide.js';
import { knownTask, requireOpen } from './known.js';
import { MAX_REPLAYS } from './limits.js';
import { Rejection } from './rejection.js';
import { route, wantedByInput } from './routing.js';
import type { PoolState } from './state.js';
import type { Stamp } from './stamp.js';
import { currentAttempt, isSettled, type TaskInput } from './task.js';
import { closedGate } from './wait.js';
import { meanDurationMs } from './waiting.js';

export function decideTask(state: PoolState, command: TaskCommand, stamp: Stamp): Decision {
  switch (command.type) {
    case 'SubmitTask':
      return submit(state, command.input, stamp);
    case 'RetryTask':
      return replay(state, command.taskId);
    case 'CancelTask':
      return cancel(state, command.taskId, command.reason);
    case 'StartTask': {
      const running = runningAttempt(state, command);
      return running instanceof Rejection ? refused(state, command, running) : { events: implied(running) };
    }
    case 'CompleteTask': {
      const running = runningAttempt(state, command);
      if (running instanceof Rejection) return refused(state, command, running);
      return { events: completion(running, command.result, isByItsAgent(command, running.agent)) };
    }
    case 'FailTask': {
      const running = runningAttempt(state, command);
      if (running instanceof Rejection) return refused(state, command, running);
      return { events: failure(running, command.failure, isByItsAgent(command, running.agent)) };
    }
  }
}

function submit(state: PoolState, input: TaskInput, stamp: Stamp): Decision {
  const known = input.idempotencyKey === null ? undefined : state.keys.get(input.idempotencyKey);
  if (known !== undefined) {
    if (known.inputHash !== input.inputHash) {
      throw new Rejection('IDEMPOTENCY_CONFLICT', 'This idempotency key was used with another input.', {
        field: 'idempotencyKey',
      });
    }
    const replayedOf =
      state.tasks.get(known.taskId) ?? (known.kept === null ? undefined : { ...known.kept, payload: input.payload });
    if (replayedOf !== undefined) return { events: [], answer: { taskId: known.taskId, replayedOf } };
  }
  requireOpen(state);
  if (input.preferredAgentId !== null && !state.agents.has(input.preferredAgentId)) {
    throw new Rejection('NOT_FOUND', `There is no agent ${input.preferredAgentId} in this pool.`, {
      field: 'preferredAgentId',
    });
  }
  if (isFull(state) && !isTakenAtOnce(state, input)) throw queueFull(state);
  const taskId = stamp.id('task');
  return { events: [{ type: 'TaskSubmitted', taskId, order: state.counters.lined + 1, input }], answer: { taskId } };
}

function replay(state: PoolState, taskId: string): Decision {
  const task = knownTask(state, taskId);
  requireOpen(state);
  if (task.status !== 'FAILED' && task.status !== 'CANCELLED') {
    throw new Rejection('INVALID_STATE', `Only a FAILED or CANCELLED task can be retried; this one is ${task.status}.`);
  }
  if (task.replays >= MAX_REPLAYS) {
    throw new Rejection('INVALID_STATE', `A task can be retried ${String(MAX_REPLAYS)} times; submit it anew.`, {
      limit: MAX_REPLAYS,
    });
  }
  if (isFull(state) && !isTakenAtOnce(state, task)) throw queueFull(state);
  return { events: [{ type: 'TaskReplayed', taskId, order: state.counters.lined + 1 }], answer: { taskId } };
}

function cancel(state: PoolState, taskId: string, reason: string | null): Decision {
  const task = knownTask(state, taskId);
  if (isSettled(task)) throw new Rejection('INVALID_STATE', `The task is ${task.status} already.`);
  const attempt = currentAttempt(task);
  const agent = attempt === null ? undefined : state.agents.get(attempt.agentId);
  const released = agent === undefined || isHandDriven(agent);
  return { events: [{ type: 'TaskCancelled', taskId, reason, agentId: attempt?.agentId ?? null, released }] };
}

/** Nobody but its driver knows of its code: its slot is free as soon as the driver, or an operator, says so. */
export function isHandDriven(agent: AgentState): boolean {
  return agent.kind === 'REMOTE' && !agent.connected;
}

/**
 * With its lease token it is the REMOTE agent that speaks, so its code has ended; so has that of one driven by hand. Of
 * a process only its runtime knows, whoever else has the token.
 */
function isByItsAgent(reference: AttemptReference, agent: AgentState | undefined): boolean {
  return agent === undefined || isHandDriven(agent) || (agent.kind === 'REMOTE' && reference.leaseToken !== null);
}

function runningAttempt(state: PoolState, { taskId, leaseToken }: AttemptReference): Running | Rejection {
  const task = knownTask(state, taskId);
  const attempt = currentAttempt(task);
  if (leaseToken !== null && attempt?.leaseToken !== leaseToken) {
    return new Rejection('STALE_ATTEMPT', 'The attempt that holds this lease token is over.', { field: 'leaseToken' });
  }
  if (attempt === null)
    return new Rejection('INVALID_STATE', `The task is ${task.status}, no attempt of it is running.`, {
      field: 'taskId',
    });
  return { task, attempt, agent: state.agents.get(attempt.agentId) };
}

/** A REMOTE agent that reports an end of an attempt that is over has at least stopped its code: its slot is free. */
function refused(
  state: PoolState,
  command: AttemptReference & { readonly type: string },
  rejection: Rejection,
): Decision {
  if (command.leaseToken === null || command.type === 'StartTask') throw rejection;
  const agentId = state.tasks
    .get(command.taskId)
    ?.attempts.find((attempt) => attempt.leaseToken === command.leaseToken)?.agentId;
  const agent = agentId === undefined ? undefined : state.agents.get(agentId);
  if (agent?.kind !== 'REMOTE' || agent.attempt?.leaseToken !== command.leaseToken || !agent.attempt.over)
    throw rejection;
  return { events: [{ type: 'AgentReleased', agentId: agent.id, leaseToken: command.leaseToken }], rejection };
}

function isFull(state: PoolState): boolean {
  return state.counters.byStatus.PENDING >= state.limits.maxQueueLength;
}

function isTakenAtOnce(state: PoolState, input: TaskInput): boolean {
  if (state.pool.phase !== 'running' || state.suspended || closedGate(state.dependencies, input.type) !== null)
    return false;
  return route(state, wantedByInput(input)) !== null;
}

/** `retryAfterMs` is the mean time until an agent frees, 1 s while there is no history. */
function queueFull(state: PoolState): Rejection {
  const mean = meanDurationMs(state.counters);
  const retryAfterMs =
    mean === null || state.agents.size === 0 ? 1_000 : Math.max(50, Math.ceil(mean / state.agents.size));
  const limit = state.limits.maxQueueLength;
  return new Rejection('QUEUE_FULL', `The queue is full: ${String(limit)} tasks wait.`, { limit, retryAfterMs });
}
