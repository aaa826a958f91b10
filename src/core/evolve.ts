import {
  assignedAgent,
  changed,
  endedAgent,
  evolveAgent,
  spawnedAgent,
  startedAgent,
  type AgentState,
} from './agent.js';
import { countOther, countTask } from './counters.js';
import { configuredDependency, evolveDependency, type DependencyState } from './dependency.js';
import type { AgentEvent, CoreEvent, DependencyEvent, PoolLifecycleEvent, TaskEvent } from './event.js';
import type { PoolRecord } from './record.js';
import { routingDecision, wantedBy } from './routing.js';
import { forgetOld, planRetention } from './retention.js';
import {
  lineUpSettled,
  reindexAgent,
  reindexTask,
  setDeadline,
  type Agenda,
  type PoolPhase,
  type PoolState,
} from './state.js';
import { attemptTimeMs, currentAttempt, evolveTask, type At, type RoutingDecision, type TaskState } from './task.js';

/**
 * One record and everything it concerns as it stood right after it. The versions are values, so a
 * moment can be kept and shown to anyone at any time.
 *
 * `task` is the record's own or, with an agent's record, the one the agent has in hand; `agent` the
 * record's own or, with a task's record, the one that runs it.
 */
export interface Moment {
  readonly record: PoolRecord;
  readonly task: TaskState | null;
  readonly agent: AgentState | null;
  readonly dependency: DependencyState | null;
  readonly pool: PoolPhase;
  readonly degraded: boolean;
  /** Tasks that retention let go at this record. */
  readonly forgotten: readonly string[];
}

/** Folds one record into `state`, in place. Cannot refuse. O(log n). */
export function evolve(state: PoolState, record: PoolRecord): Moment {
  const { event } = record;
  state.clockMs = record.clockMs;
  let task: TaskState | null = null;
  let agent: AgentState | null = null;
  let dependency: DependencyState | null = null;
  if (isTaskEvent(event)) {
    task = evolveTaskOf(state, event, record);
    agent = evolveAgentOfTask(state, event, task);
  } else if (isAgentEvent(event)) {
    agent = evolveAgentOf(state, event, record);
    task = agent.attempt === null ? null : (state.tasks.get(agent.attempt.taskId) ?? null);
  } else if (isDependencyEvent(event)) {
    dependency = evolveDependencyOf(state, event, record);
  } else {
    evolvePool(state, event, record);
  }
  const forgotten = forgetOld(state, event.type);
  planRetention(state, event.type);
  return { record, task, agent, dependency, pool: state.pool, degraded: isDegraded(state), forgotten };
}

/** DEGRADED while any dependency is down or any agent is DEGRADED. */
export function isDegraded(state: PoolState): boolean {
  return state.index.down > 0 || state.index.degraded.size > 0;
}

export function isTaskEvent(event: CoreEvent): event is TaskEvent {
  return 'taskId' in event;
}

/** Whether a record is about all agents, dependencies or limits at once, and its moment names none of them. */
export function concernsAll({ type }: CoreEvent): boolean {
  return type === 'PoolConfigured' || type === 'ServerRecovered' || type === 'StorageRecovered';
}

function isAgentEvent(event: CoreEvent): event is AgentEvent {
  return 'agentId' in event && !('taskId' in event);
}

function isDependencyEvent(event: CoreEvent): event is DependencyEvent {
  return (
    event.type === 'DependencyWentDown' || event.type === 'DependencyCameUp' || event.type === 'DependencyOverrideSet'
  );
}

function evolveTaskOf(state: PoolState, event: TaskEvent, at: At): TaskState {
  const before = state.tasks.get(event.taskId);
  const after = evolveTask(before, event, at, routingOf(state, before, event));
  state.tasks.set(after.id, after);
  reindexTask(state, before, after);
  lineUpSettled(state, before, after);
  countTask(state.counters, event, before, after);
  setAgenda(state.agenda, event, after);
  if (event.type === 'TaskSubmitted') holdKey(state, after, at);
  return after;
}

/** What an assignment's record leaves out follows from the state that it meets. */
function routingOf(state: PoolState, task: TaskState | undefined, event: TaskEvent): RoutingDecision | null {
  if (event.type !== 'TaskAssigned' || task === undefined) return null;
  return event.routing ?? routingDecision(state, wantedBy(task), event);
}

function setAgenda(agenda: Agenda, event: TaskEvent, task: TaskState): void {
  switch (event.type) {
    case 'AttemptFailed':
      if (task.attemptsSpent >= task.maxAttempts || !event.error.retryable) agenda.spent.add(task.id);
      agenda.undecided.add(task.id);
      return;
    case 'TaskSubmitted':
      agenda.undecided.add(task.id);
      return;
    case 'TaskReplayed':
    case 'TaskRetryDue':
      agenda.undecided.add(task.id);
      agenda.schedule = true;
      return;
    case 'TaskFailed':
    case 'TaskCancelled':
      agenda.spent.delete(task.id);
      agenda.undecided.delete(task.id);
      return;
    case 'TaskQueued':
    case 'TaskRetryScheduled':
    case 'TaskAssigned':
      agenda.undecided.delete(task.id);
      return;
    default:
  }
}

function holdKey(state: PoolState, { id, idempotencyKey, inputHash }: TaskState, at: At): void {
  if (idempotencyKey === null) return;
  state.keyAges.push({ key: idempotencyKey, taskId: id });
  state.keys.set(idempotencyKey, { taskId: id, inputHash: inputHash ?? '', atClockMs: at.clockMs, kept: null });
}

function evolveAgentOfTask(state: PoolState, event: TaskEvent, task: TaskState): AgentState | null {
  const agentId = 'agentId' in event ? event.agentId : agentOf(event, task);
  const before = agentId === null ? undefined : state.agents.get(agentId);
  if (before === undefined) return null;
  const after = agentAfterTask(state, before, event, task);
  if (after === before) return before;
  state.agents.set(after.id, after);
  reindexAgent(state, before, after);
  return after;
}

/** The one that has the task in hand, or that had it last when it fails for good. */
function agentOf(event: TaskEvent, task: TaskState): string | null {
  return (event.type === 'TaskFailed' ? task.attempts.at(-1) : currentAttempt(task))?.agentId ?? null;
}

function agentAfterTask(state: PoolState, agent: AgentState, event: TaskEvent, task: TaskState): AgentState {
  switch (event.type) {
    case 'TaskAssigned': {
      const { attempt: number, leaseToken, leaseUntilClockMs } = event;
      const attempt = { taskId: task.id, number, leaseToken, leaseUntilClockMs, started: false, over: false };
      return assignedAgent(agent, attempt, task.type, state.counters.assignments);
    }
    case 'TaskStarted':
      return startedAgent(agent);
    case 'TaskCompleted':
      return endedAgent(agent, task.type, 'completed', attemptTimeMs(task), event.released);
    case 'AttemptFailed':
      return endedAgent(agent, task.type, event.outcome === 'INTERRUPTED' ? 'neither' : 'failed', 0, event.released);
    case 'TaskCancelled':
      return endedAgent(agent, task.type, 'neither', 0, event.released);
    default:
      return agent;
  }
}

function evolveAgentOf(state: PoolState, event: AgentEvent, at: At): AgentState {
  if (event.type === 'AgentSpawned') {
    const spawned = spawnedAgent(event, at);
    countOther(state.counters, event);
    state.agents.set(spawned.id, spawned);
    reindexAgent(state, undefined, spawned);
    return spawned;
  }
  const before = state.agents.get(event.agentId);
  if (before === undefined) throw new Error(`${event.type} of an agent that was not spawned: ${event.agentId}`);
  const after = evolveAgent(before, event, at, state.limits.leaseMs);
  countOther(state.counters, event);
  if (event.type === 'AgentRetired') {
    state.agents.delete(before.id);
    reindexAgent(state, before, undefined);
  } else {
    state.agents.set(after.id, after);
    reindexAgent(state, before, after);
  }
  return after;
}

function evolveDependencyOf(state: PoolState, event: DependencyEvent, at: At): DependencyState {
  const before = state.dependencies.get(event.name);
  if (before === undefined) throw new Error(`${event.type} of a dependency that is not configured: ${event.name}`);
  const after = evolveDependency(before, event, at.atMs);
  state.dependencies.set(after.name, after);
  if (after.status !== before.status) {
    state.index.down += after.status === 'DOWN' ? 1 : -1;
    lookAgain(state);
  }
  return after;
}

function evolvePool(state: PoolState, event: PoolLifecycleEvent, at: At): void {
  switch (event.type) {
    case 'PoolCreated':
      state.name = event.name;
      state.createdAtMs = at.atMs;
      return;
    case 'PoolConfigured':
      state.limits = event.limits;
      configureDependencies(state, event, at);
      return;
    case 'PoolInitialized':
    case 'PoolResumed':
      enterPhase(state, { phase: 'running' });
      return;
    case 'PoolPaused':
      enterPhase(state, { phase: 'paused' });
      return;
    case 'PoolDraining':
      enterPhase(state, { phase: 'draining', untilClockMs: event.untilClockMs });
      return;
    case 'PoolStopped':
      enterPhase(state, { phase: 'stopped' });
      return;
    case 'PoolDegraded':
      state.announcedDegraded = true;
      return;
    case 'PoolRecovered':
      state.announcedDegraded = false;
      return;
    case 'ServerStopping':
      state.suspended = true;
      return;
    case 'ServerRecovered':
      state.suspended = false;
      lookAgain(state);
      extendLeases(state, at);
      return;
    case 'StorageRecovered':
      lookAgain(state);
      extendLeases(state, at);
      return;
    case 'SubmissionsRefused':
      countOther(state.counters, event);
      return;
    case 'RetentionPassed':
  }
}

function enterPhase(state: PoolState, pool: PoolPhase): void {
  state.pool = pool;
  lookAgain(state);
  setDeadline(state, 'drain', '', pool.phase === 'draining' ? pool.untilClockMs : null);
}

function configureDependencies(state: PoolState, event: Extract<CoreEvent, { type: 'PoolConfigured' }>, at: At): void {
  const known = new Map(state.dependencies);
  state.dependencies.clear();
  state.index.down = 0;
  for (const config of event.dependencies) {
    const dependency = configuredDependency(config, known.get(config.name), at.atMs);
    state.dependencies.set(config.name, dependency);
    if (dependency.status === 'DOWN') state.index.down += 1;
  }
  lookAgain(state);
}

/** What waits may have a taker now, or no other agent left. */
function lookAgain(state: PoolState): void {
  state.agenda.schedule = true;
  state.agenda.exclusions = true;
}

/** While the server, or space for its log, was away nobody could renew: leases and signs of life get a whole lease from now. */
function extendLeases(state: PoolState, at: At): void {
  const until = at.clockMs + state.limits.leaseMs;
  for (const agent of state.agents.values()) {
    if (agent.quietUntilClockMs === null) continue;
    const { attempt } = agent;
    const leasedUntil = attempt?.leaseUntilClockMs ?? null;
    const after = changed(agent, {
      quietUntilClockMs: Math.max(agent.quietUntilClockMs, until),
      attempt:
        attempt === null || leasedUntil === null
          ? attempt
          : { ...attempt, leaseUntilClockMs: Math.max(leasedUntil, until) },
    });
    state.agents.set(agent.id, after);
    reindexAgent(state, agent, after);
  }
}
