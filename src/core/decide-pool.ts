import type { PoolCommand } from './command.js';
import type { Decision } from './decide.js';
import { attemptFailed } from './attempts.js';
import { agentFailed, heldByDegraded, lifeIds, poolFull, spawned } from './decide-agent.js';
import { isHandDriven } from './decide-task.js';
import { requireOpen } from './known.js';
import type { AgentState } from './agent.js';
import type { CoreEvent } from './event.js';
import { MAX_FREE_INTERRUPTIONS } from './limits.js';
import { Rejection } from './rejection.js';
import type { Deadline, PoolState } from './state.js';
import type { Stamp } from './stamp.js';
import { isSettled, type TaskState } from './task.js';
import { reasonAmong } from './wait.js';
import { waitingTasks } from './waiting.js';

/** A tick does at most this much at once; what is still due makes the alarm ring again at once. */
const MAX_DUE_AT_ONCE = 256;

export function decidePool(state: PoolState, command: PoolCommand, stamp: Stamp): Decision {
  switch (command.type) {
    case 'ConfigurePool':
      return { events: configured(state, command) };
    case 'InitializePool':
      return { events: initialized(state, command, stamp) };
    case 'PausePool':
      requireOpen(state);
      return { events: state.pool.phase === 'paused' ? [] : [{ type: 'PoolPaused' }] };
    case 'ResumePool':
      requireOpen(state);
      return { events: state.pool.phase === 'running' ? [] : [{ type: 'PoolResumed' }] };
    case 'ShutdownPool':
      return { events: shutdown(state, command, stamp) };
    case 'Recover':
      return { events: [...processesInterrupted(state, 'the server was restarted'), { type: 'ServerRecovered' }] };
    case 'StopServer':
      return { events: state.suspended ? [] : [{ type: 'ServerStopping' }] };
    case 'InterruptProcesses':
      return { events: processesInterrupted(state, 'the server is stopping') };
    case 'ResumeWriting':
      return { events: [{ type: 'StorageRecovered' }] };
    case 'CountRefusals':
      return { events: [{ type: 'SubmissionsRefused', count: command.count }] };
    case 'Tick':
      return { events: due(state, stamp) };
  }
}

function configured(state: PoolState, command: Extract<PoolCommand, { type: 'ConfigurePool' }>): CoreEvent[] {
  const created: CoreEvent[] =
    state.pool.phase === 'new' && state.name === '' ? [{ type: 'PoolCreated', name: command.name }] : [];
  const known = [...state.dependencies.values()].map(({ name, gatedTypes, probed }) => ({ name, gatedTypes, probed }));
  const same = JSON.stringify([state.limits, known]) === JSON.stringify([command.limits, command.dependencies]);
  if (same && created.length === 0) return [];
  return [
    ...created,
    { type: 'PoolConfigured', limits: command.limits, dependencies: command.dependencies },
    ...unprobed(state, command),
  ];
}

/** What a probe said last holds no more where there is no probe: nothing would ever bring the dependency up again. */
function unprobed(state: PoolState, { dependencies }: Extract<PoolCommand, { type: 'ConfigurePool' }>): CoreEvent[] {
  return dependencies.flatMap(({ name, gatedTypes, probed }): CoreEvent[] => {
    const known = state.dependencies.get(name);
    if (probed || known?.status !== 'DOWN' || known.overridden) return [];
    return [
      {
        type: 'DependencyCameUp',
        name,
        overridden: false,
        reason: 'it is not checked any more',
        waitingTasks: waitingTasks(state.counters, gatedTypes),
      },
    ];
  });
}

function initialized(
  state: PoolState,
  command: Extract<PoolCommand, { type: 'InitializePool' }>,
  stamp: Stamp,
): CoreEvent[] {
  if (state.pool.phase === 'draining')
    throw new Rejection('INVALID_STATE', 'The pool is draining; it can be initialized when it has stopped.');
  if (command.size > state.limits.maxSize) throw poolFull(state);
  // Those that leave are not part of its size any more, but hold their room until they have left.
  const staying = state.profiles.living + state.index.degraded.size;
  const missing = Math.max(0, Math.min(command.size - staying, state.limits.maxSize - state.agents.size));
  const isOpen = state.pool.phase === 'running' || state.pool.phase === 'paused';
  const events: CoreEvent[] = isOpen ? [] : [{ type: 'PoolInitialized' }];
  for (let nth = 1; nth <= missing; nth += 1) {
    events.push(
      spawned(state, { kind: command.kind, name: null, taskTypes: [], skills: [], sessionTokenHash: null }, stamp, nth),
    );
  }
  return events;
}

function shutdown(
  state: PoolState,
  command: Extract<PoolCommand, { type: 'ShutdownPool' }>,
  stamp: Stamp,
): CoreEvent[] {
  const { phase } = state.pool;
  if (phase === 'stopped' || phase === 'new') throw new Rejection('POOL_NOT_RUNNING', 'The pool is stopped already.');
  const reason = 'the pool is shutting down';
  if (phase === 'draining' && command.mode === 'DRAIN') return [];
  const timeoutMs = command.mode === 'NOW' ? 0 : command.timeoutMs;
  const events: CoreEvent[] = [{ type: 'PoolDraining', untilClockMs: stamp.clockMs + timeoutMs }];
  for (const agent of state.agents.values()) {
    if (agent.phase !== 'draining')
      events.push(
        { type: 'AgentDraining', agentId: agent.id, reason },
        ...(command.mode === 'DRAIN' ? heldByDegraded(agent) : []),
      );
  }
  if (command.mode === 'DRAIN') return events;
  for (const task of state.tasks.values()) {
    if (!isSettled(task)) events.push(cancelledBy(task, reason));
  }
  return [...events, ...stillHeld(state)];
}

function cancelledBy(task: TaskState, reason: string): CoreEvent {
  const agentId = task.status === 'IN_PROGRESS' ? (task.attempts.at(-1)?.agentId ?? null) : null;
  return { type: 'TaskCancelled', taskId: task.id, reason, agentId, released: true };
}

/** Slots of attempts that were over before: the agents are ended now, and their code with them. */
function stillHeld(state: PoolState): CoreEvent[] {
  return [...state.agents.values()].flatMap(({ id, attempt }) =>
    attempt?.over === true ? [{ type: 'AgentReleased' as const, agentId: id, leaseToken: attempt.leaseToken }] : [],
  );
}

/** `spends`: whether it uses up one of the task's attempts. */
function interrupted(state: PoolState, agent: AgentState, message: string, spends: boolean): CoreEvent[] {
  if (agent.attempt === null) return [];
  if (agent.attempt.over) return [{ type: 'AgentReleased', agentId: agent.id, leaseToken: agent.attempt.leaseToken }];
  return attemptFailed(state, agent, message, 'INTERRUPTED', true, spends);
}

/** A restart of the server is free three times; a task that is running at every crash must not go on for ever. */
function isWornOut(state: PoolState, { attempt }: AgentState): boolean {
  const task = attempt === null ? undefined : state.tasks.get(attempt.taskId);
  return task !== undefined && task.interruptions >= MAX_FREE_INTERRUPTIONS;
}

function processesInterrupted(state: PoolState, message: string): CoreEvent[] {
  return [...state.agents.values()]
    .filter(({ kind }) => kind === 'PROCESS')
    .flatMap((agent) => interrupted(state, agent, message, isWornOut(state, agent)));
}

/** What is due by now. Each deadline goes away with its event, so a tick never does a thing twice. */
function due(state: PoolState, stamp: Stamp): CoreEvent[] {
  const events: CoreEvent[] = [];
  const touched = new Set<string>();
  let taken = 0;
  for (const { value } of state.index.deadlines.inOrder()) {
    if (value.dueClockMs > stamp.clockMs || taken === MAX_DUE_AT_ONCE) break;
    taken += 1;
    events.push(...dueOne(state, value, touched, stamp));
  }
  return events;
}

/** `touched`: agents that an earlier deadline of the same tick has ended; their later ones are void. */
function dueOne(state: PoolState, deadline: Deadline, touched: Set<string>, stamp: Stamp): CoreEvent[] {
  const agentOnce = (id: string | undefined): AgentState | null => {
    const agent = id === undefined || touched.has(id) ? undefined : state.agents.get(id);
    if (agent === undefined) return null;
    touched.add(agent.id);
    return agent;
  };
  switch (deadline.kind) {
    case 'retention':
      return [{ type: 'RetentionPassed' }];
    case 'drain':
      return [...state.agents.values()].flatMap((agent) =>
        agentOnce(agent.id) === null ? [] : interrupted(state, agent, 'the pool is shutting down', false),
      );
    case 'retry': {
      const task = state.tasks.get(deadline.id);
      if (task === undefined) return [];
      // Also where it could not go on now (paused, or gated): the backoff is over, and is not waited out twice.
      const lifted = task.wait?.reason === 'NO_OTHER_AGENT' && reasonAmong(state, task).reason === 'NO_OTHER_AGENT';
      return [{ type: 'TaskRetryDue', taskId: task.id, exclusionLifted: lifted }];
    }
    case 'restart': {
      const agent = agentOnce(deadline.id);
      return agent === null ? [] : [{ type: 'AgentRestarting', agentId: agent.id, ...lifeIds(stamp) }];
    }
    case 'timeout': {
      const agent = agentOnce(state.tasks.get(deadline.id)?.attempts.at(-1)?.agentId);
      if (agent === null) return [];
      return agentFailed(
        state,
        agent,
        'the attempt ran longer than its timeout',
        'TIMED_OUT',
        isHandDriven(agent),
        stamp,
      );
    }
    case 'lease': {
      const agent = agentOnce(deadline.id);
      return agent === null
        ? []
        : agentFailed(state, agent, 'the lease was not renewed', 'LEASE_EXPIRED', false, stamp);
    }
    case 'quiet': {
      const agent = agentOnce(deadline.id);
      return agent === null
        ? []
        : agentFailed(state, agent, 'no sign of life for a lease', 'LEASE_EXPIRED', false, stamp);
    }
  }
}
