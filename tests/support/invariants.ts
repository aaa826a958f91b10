import { isIdle } from '../../src/core/agent.js';
import { isDegraded } from '../../src/core/evolve.js';
import { hasTaker, wantedBy } from '../../src/core/routing.js';
import type { PoolState } from '../../src/core/state.js';
import { closedGate, waitReason } from '../../src/core/wait.js';

/** What must hold of a pool between any two commands. Gives what does not, in words. */
export function brokenInvariants(state: PoolState): string[] {
  const broken: string[] = [];
  const check = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what);
  };
  const holders = new Map<string, string>();
  for (const agent of state.agents.values()) {
    if (agent.attempt === null || agent.attempt.over) continue;
    check(!holders.has(agent.attempt.taskId), `${agent.attempt.taskId} runs on two agents`);
    holders.set(agent.attempt.taskId, agent.id);
  }
  const counted = { PENDING: 0, IN_PROGRESS: 0, COMPLETED: 0, FAILED: 0, CANCELLED: 0 };
  for (const task of state.tasks.values()) {
    counted[task.status] += 1;
    const last = task.attempts.at(-1);
    if (task.status === 'IN_PROGRESS')
      check(holders.get(task.id) === last?.agentId, `${task.id} runs on an agent that does not have it`);
    else check(!holders.has(task.id), `${task.id} is ${task.status} and an agent still has it`);
    check(
      task.attempts.filter(({ endedAtMs }) => endedAtMs === null).length === (task.status === 'IN_PROGRESS' ? 1 : 0),
      `${task.id} has open attempts`,
    );
    check(task.attemptsSpent <= task.maxAttempts, `${task.id} spent more attempts than it has`);
    if (task.status === 'PENDING') check(task.wait !== null, `${task.id} waits and does not say why`);
    if (task.status === 'PENDING' && task.holdMs === null && waitReason(state, task).reason === 'NO_OTHER_AGENT') {
      check(task.retryDueClockMs !== null, `${task.id} has no other agent left and is never due`);
    }
    const takeable =
      task.status === 'PENDING' &&
      task.holdMs === null &&
      (task.retryDueClockMs === null || task.wait?.reason === 'NO_OTHER_AGENT');
    if (
      takeable &&
      state.pool.phase === 'running' &&
      !state.suspended &&
      closedGate(state.dependencies, task.type) === null
    ) {
      check(!hasTaker(state, wantedBy(task)), `${task.id} waits although an idle agent could take it`);
    }
  }
  check(counted.PENDING === state.counters.byStatus.PENDING, 'pending tasks do not add up');
  check(counted.IN_PROGRESS === state.counters.byStatus.IN_PROGRESS, 'running tasks do not add up');
  check(counted.PENDING === state.index.queue.size, 'the queue index does not add up');
  check([...state.agents.values()].filter(isIdle).length === state.index.idle.size, 'the idle index does not add up');
  check(isDegraded(state) === state.announcedDegraded, 'health was not announced');
  check(state.agenda.undecided.size === 0, 'something is left undecided');
  check(state.settledTasks <= state.limits.retentionCount, 'more settled tasks are retained than the limit');
  return broken;
}
