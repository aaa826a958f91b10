import { backoffMs } from './backoff.js';
import { degraded } from './decide-agent.js';
import type { CoreEvent } from './event.js';
import { isDegraded } from './evolve.js';
import { queueKey } from './lanes.js';
import { route, wantedBy } from './routing.js';
import type { PoolState } from './state.js';
import type { Stamp } from './stamp.js';
import { firstTakeable } from './takeable.js';
import type { TaskState, TaskWait } from './task.js';
import { excludesAll, waitOf, waitReason } from './wait.js';
import { meanDurationMs, waitingTasks } from './waiting.js';

/**
 * The one thing that follows next from what has happened, or null when all is settled: health is
 * announced, empty agents leave, spent tasks end, waiting work meets idle agents in queue order, and
 * what nobody takes says why it waits. Called after every event until it gives null, so each rule
 * decides on the state as it is.
 */
export function next(state: PoolState, stamp: Stamp): CoreEvent | null {
  return (
    announcedHealth(state) ??
    departure(state) ??
    failingAgent(state, stamp) ??
    spentTask(state) ??
    assignment(state, stamp) ??
    queued(state, stamp) ??
    deadEnd(state, stamp) ??
    stopped(state)
  );
}

/**
 * What the pool says of its health right after the event that changed it; null where nothing changed. Whoever
 * appends several events of one decision asks for it after each.
 */
export function announcedHealth(state: PoolState): CoreEvent | null {
  const isNow = isDegraded(state);
  if (isNow === state.announcedDegraded) return null;
  const down = [...state.dependencies.values()].filter(({ status }) => status === 'DOWN');
  const affectedTypes = [...new Set(down.flatMap(({ gatedTypes }) => gatedTypes))];
  const told = { affectedTypes, waitingTasks: waitingTasks(state.counters, affectedTypes) };
  if (!isNow) return { type: 'PoolRecovered', reason: 'every dependency is up and every agent is well', ...told };
  const agents = state.index.degraded.size;
  const reasons = [
    ...down.map(({ name }) => `${name} is down`),
    ...(agents > 0 ? [`${String(agents)} agents degraded`] : []),
  ];
  return { type: 'PoolDegraded', reason: reasons.join(', '), ...told };
}

function departure(state: PoolState): CoreEvent | null {
  for (const agentId of state.index.leaving) {
    return { type: 'AgentRetired', agentId, reason: state.agents.get(agentId)?.reason ?? 'retired' };
  }
  return null;
}

/** Three failures in a row. */
function failingAgent(state: PoolState, stamp: Stamp): CoreEvent | null {
  for (const agentId of state.index.failing) {
    const agent = state.agents.get(agentId);
    if (agent !== undefined)
      return degraded(state, agent, `${String(agent.consecutiveFailures)} failures in a row`, stamp, true);
  }
  return null;
}

/** The last attempt has failed, or failed for good. */
function spentTask(state: PoolState): CoreEvent | null {
  for (const taskId of state.agenda.spent) {
    const failure = state.tasks.get(taskId)?.failure;
    if (failure != null) return { type: 'TaskFailed', taskId, error: failure };
  }
  return null;
}

/** The first waiting task, in queue order, that an idle agent can take. */
function assignment(state: PoolState, stamp: Stamp): CoreEvent | null {
  const { agenda, index } = state;
  if (!agenda.schedule && agenda.undecided.size === 0) return null;
  const task = index.idle === 0 || state.suspended || state.pool.phase !== 'running' ? null : firstTakeable(state);
  if (task === null) {
    agenda.schedule = false;
    return null;
  }
  const wanted = wantedBy(task);
  const chosen = route(state, wanted);
  if (chosen === null) return null;
  const { agent } = chosen;
  return {
    type: 'TaskAssigned',
    taskId: task.id,
    agentId: agent.id,
    attempt: task.attempts.length + 1,
    leaseToken: stamp.id('lease'),
    leaseUntilClockMs: agent.connected ? stamp.clockMs + state.limits.leaseMs : null,
    timeoutAtClockMs: task.timeoutMs === null ? null : stamp.clockMs + task.timeoutMs,
    strategy: chosen.strategy,
  };
}

/**
 * Agents or gates have changed, and a retry that waited for another agent may have none left. One look
 * for each different set of agents that failed a task that waits, where so few agents live.
 */
function deadEnd(state: PoolState, stamp: Stamp): CoreEvent | null {
  if (!state.agenda.exclusions) return null;
  for (const lane of state.index.lanes.excluding()) {
    const able = state.profiles.livingAble(lane.type, lane.skills);
    if (able === 0 || able > lane.mostExcluded) continue;
    for (const { excluded, taskId } of lane.undue()) {
      const task = state.tasks.get(taskId);
      if (task === undefined || !excludesAll(state.agents, able, task, excluded)) continue;
      if (waitReason(state, task).reason === 'NO_OTHER_AGENT') return retryScheduled(state, task, stamp);
    }
  }
  state.agenda.exclusions = false;
  return null;
}

/** What nobody takes now: it says why it waits, and a retry when it goes on. */
function queued(state: PoolState, stamp: Stamp): CoreEvent | null {
  for (const taskId of state.agenda.undecided) {
    const task = state.tasks.get(taskId);
    if (task === undefined) continue;
    const wait = waitNow(state, task);
    if (task.failure !== null || wait.reason === 'NO_OTHER_AGENT') return retryScheduled(state, task, stamp);
    return { type: 'TaskQueued', taskId, wait };
  }
  return null;
}

function retryScheduled(state: PoolState, task: TaskState, stamp: Stamp): CoreEvent {
  const wait = waitNow(state, task);
  const delayMs = task.holdMs ?? (wait.reason === 'NO_OTHER_AGENT' ? backoffOf(state, task, stamp) : null);
  return {
    type: 'TaskRetryScheduled',
    taskId: task.id,
    wait:
      task.holdMs === null
        ? wait
        : { ...wait, reason: 'BACKOFF', detail: 'the last failure asked to wait', estimatedMs: null },
    dueClockMs: delayMs === null ? null : stamp.clockMs + delayMs,
    nextRetryAtMs: delayMs === null ? null : Math.ceil(stamp.atMs + delayMs),
  };
}

function backoffOf(state: PoolState, task: TaskState, stamp: Stamp): number {
  const { backoffBaseMs: baseMs, backoffCapMs: capMs } = state.limits;
  return backoffMs(task.attemptsSpent, { baseMs, capMs }, stamp.random());
}

function waitNow(state: PoolState, task: TaskState): TaskWait {
  return waitOf(state, task, state.index.queue.rank(queueKey(task)) + 1, meanDurationMs(state.counters));
}

function stopped(state: PoolState): CoreEvent | null {
  return state.pool.phase === 'draining' && state.agents.size === 0 ? { type: 'PoolStopped' } : null;
}
