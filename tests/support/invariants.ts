import { isCapable, isIdle, type AgentState } from '../../src/core/agent.js';
import { isDegraded } from '../../src/core/evolve.js';
import { fasterAt, usedBefore } from '../../src/core/idle-agents.js';
import { queueKey } from '../../src/core/lanes.js';
import { route, wantedBy } from '../../src/core/routing.js';
import type { PoolState } from '../../src/core/state.js';
import { excludedAgents, type TaskState } from '../../src/core/task.js';
import { firstTakeable } from '../../src/core/takeable.js';
import { closedGate, reasonAmong, waitReason } from '../../src/core/wait.js';

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
    if (task.status === 'PENDING') broken.push(...brokenReason(state, task));
    if (
      isInLine(task) &&
      state.pool.phase === 'running' &&
      !state.suspended &&
      closedGate(state.dependencies, task.type) === null
    ) {
      check(!hasTaker(state, task), `${task.id} waits although an idle agent could take it`);
    }
  }
  broken.push(...brokenMatching(state));
  check(counted.PENDING === state.counters.byStatus.PENDING, 'pending tasks do not add up');
  check(counted.IN_PROGRESS === state.counters.byStatus.IN_PROGRESS, 'running tasks do not add up');
  check(counted.PENDING === state.index.queue.size, 'the queue index does not add up');
  check([...state.agents.values()].filter(isIdle).length === state.index.idle, 'the idle index does not add up');
  check(isDegraded(state) === state.announcedDegraded, 'health was not announced');
  check(state.agenda.undecided.size === 0, 'something is left undecided');
  check(state.settledTasks <= state.limits.retentionCount, 'more settled tasks are retained than the limit');
  return broken;
}

/** By a look at every agent and task, so that the indexes of the rules are no witness for themselves. */
function hasTaker(state: PoolState, task: TaskState): boolean {
  return takersOf(state, task).length > 0;
}

function takersOf(state: PoolState, task: TaskState): AgentState[] {
  const excluded = excludedAgents(task);
  return [...state.agents.values()].filter(
    (agent) => isIdle(agent) && isCapable(agent, task.type, task.requiredSkills) && !excluded.includes(agent.id),
  );
}

function isInLine({ status, holdMs, retryDueClockMs, wait }: TaskState): boolean {
  return status === 'PENDING' && holdMs === null && (retryDueClockMs === null || wait?.reason === 'NO_OTHER_AGENT');
}

/** Also where the pool is paused and nothing is given to anyone. */
function brokenMatching(state: PoolState): string[] {
  const takeable = [...state.tasks.values()]
    .filter((task) => isInLine(task) && closedGate(state.dependencies, task.type) === null && hasTaker(state, task))
    .sort((a, b) => queueKey(a) - queueKey(b));
  const first = firstTakeable(state);
  if (first?.id !== takeable[0]?.id)
    return [`${String(first?.id)} is found as the first to run, and not ${String(takeable[0]?.id)}`];
  if (first === null) return [];
  const takers = takersOf(state, first).sort((a, b) => (usedBefore(a, b) ? -1 : 1));
  const practised = takers
    .filter(({ byType }) => (byType[first.type]?.completed ?? 0) > 0)
    .sort((a, b) => (fasterAt(first.type)(a, b) ? -1 : 1));
  const best = takers.find(({ id }) => id === first.preferredAgentId) ?? practised[0] ?? takers[0];
  const chosen = route(state, wantedBy(first))?.agent;
  return chosen?.id === best?.id
    ? []
    : [`${first.id} would go to ${String(chosen?.id)}, and not to ${String(best?.id)}`];
}

function brokenReason(state: PoolState, task: TaskState): string[] {
  const living = [...state.agents.values()].filter(({ phase }) => phase === 'living');
  const able = living.filter((agent) => isCapable(agent, task.type, task.requiredSkills));
  const others = able.filter(({ id }) => !excludedAgents(task).includes(id));
  const reason =
    living.length === 0 || others.length > 0 ? 'NO_IDLE_AGENT' : able.length === 0 ? 'MISSING_SKILL' : 'NO_OTHER_AGENT';
  const said = reasonAmong(state, task).reason;
  return said === reason ? [] : [`${task.id} says that it waits for ${said}, and it is ${reason}`];
}
