import type { AgentState } from './agent.js';
import { attemptFailed, completion, failure, implied, progressed, runningOn } from './attempts.js';
import type { AgentCommand } from './command.js';
import type { Decision } from './decide.js';
import { knownAgent, requireOpen } from './known.js';
import type { CoreEvent, LifeIds } from './event.js';
import { firstSign, heartbeat } from './heartbeat.js';
import { Rejection } from './rejection.js';
import { restartOf } from './restart.js';
import type { PoolState } from './state.js';
import type { Stamp } from './stamp.js';

type Spawn = Extract<AgentCommand, { type: 'SpawnAgent' }>;

export function decideAgent(state: PoolState, command: AgentCommand, stamp: Stamp): Decision {
  switch (command.type) {
    case 'SpawnAgent': {
      requireOpen(state);
      if (state.agents.size >= state.limits.maxSize) throw poolFull(state);
      const event = spawned(state, command, stamp);
      const { agentId } = event;
      return {
        events: command.connected === true ? [event, firstSign(state, agentId, stamp)] : [event],
        answer: { agentId },
      };
    }
    case 'FailAgent': {
      const agent = knownAgent(state, command.agentId);
      if (agent.phase === 'degraded') return { events: [] };
      return { events: agentFailed(state, agent, command.reason ?? 'reported as failed', 'AGENT_FAILED', true, stamp) };
    }
    case 'RestoreAgent':
      return { events: [restoredByHand(state, knownAgent(state, command.agentId), stamp)] };
    case 'RetireAgent': {
      const agent = knownAgent(state, command.agentId);
      if (agent.phase === 'draining') return { events: [] };
      return { events: [{ type: 'AgentDraining', agentId: agent.id, reason: 'retired' }, ...heldByDegraded(agent)] };
    }
    case 'VerifyAgentSkill': {
      const agent = knownAgent(state, command.agentId);
      if (agent.verifiedSkills.includes(command.skill)) return { events: [] };
      const limit = state.limits.maxSkills;
      if (agent.verifiedSkills.length >= limit) {
        throw new Rejection('BAD_USER_INPUT', `An agent has at most ${String(limit)} skills.`, {
          field: 'skill',
          limit,
        });
      }
      return { events: [{ type: 'AgentSkillVerified', agentId: agent.id, skill: command.skill }] };
    }
    case 'ConnectAgent':
    case 'Heartbeat':
      return heartbeat(state, command, stamp);
    default:
      return report(state, command, stamp);
  }
}

/** What a PROCESS agent's runtime reports. Of an agent or a lease that is gone there is nothing to decide. */
function report(
  state: PoolState,
  command: Exclude<
    AgentCommand,
    {
      type:
        'SpawnAgent' | 'FailAgent' | 'RestoreAgent' | 'RetireAgent' | 'VerifyAgentSkill' | 'ConnectAgent' | 'Heartbeat';
    }
  >,
  stamp: Stamp,
): Decision {
  const agent = state.agents.get(command.agentId);
  if (agent === undefined) return { events: [] };
  switch (command.type) {
    case 'ReportReady':
      if (agent.phase !== 'degraded' || agent.restartAtClockMs !== null) return { events: [] };
      return {
        events: [
          {
            type: 'AgentRestored',
            agentId: agent.id,
            reason: 'a fresh process is ready',
            byHand: false,
            life: null,
            waitingTasks: state.counters.byStatus.PENDING,
          },
        ],
      };
    case 'ReportExit':
      return { events: exited(state, agent, command.reason, stamp) };
    case 'ReportBreach':
      return { events: [{ type: 'IsolationBreached', agentId: agent.id, issues: command.issues }] };
    case 'ReportReleased':
      return { events: released(agent, command.leaseToken) };
    default: {
      const running = runningOn(state, agent, command.leaseToken);
      if (running === null)
        return {
          events:
            command.type === 'ReportStarted' || command.type === 'ReportProgress'
              ? []
              : released(agent, command.leaseToken),
        };
      if (command.type === 'ReportStarted') return { events: implied(running) };
      if (command.type === 'ReportCompleted') return { events: completion(running, command.result, true) };
      if (command.type === 'ReportFailed') return { events: failure(running, command.failure, true) };
      return { events: [...implied(running), progressed(running, command.fraction, command.note)] };
    }
  }
}

function released(agent: AgentState, leaseToken: string): CoreEvent[] {
  if (agent.attempt?.over !== true || agent.attempt.leaseToken !== leaseToken) return [];
  return [{ type: 'AgentReleased', agentId: agent.id, leaseToken }];
}

/** Its process is gone: nothing runs any more, whatever it had in hand. */
function exited(state: PoolState, agent: AgentState, reason: string, stamp: Stamp): CoreEvent[] {
  if (agent.phase === 'degraded') {
    const events: CoreEvent[] =
      agent.attempt?.over === true
        ? [{ type: 'AgentReleased', agentId: agent.id, leaseToken: agent.attempt.leaseToken }]
        : [];
    // A fresh process that ended before it was ready; one that is due anyway needs no second word.
    if (agent.restartAtClockMs !== null) return events;
    return [...events, degraded(state, agent, reason, stamp)];
  }
  if (agent.phase === 'living') return agentFailed(state, agent, reason, 'AGENT_FAILED', true, stamp);
  if (agent.attempt === null) return [];
  if (agent.attempt.over) return [{ type: 'AgentReleased', agentId: agent.id, leaseToken: agent.attempt.leaseToken }];
  return attemptFailed(state, agent, reason, 'AGENT_FAILED', true);
}

/**
 * An agent that failed: it becomes DEGRADED first, then its attempt ends. A draining one only loses its
 * attempt: it leaves anyway.
 */
export function agentFailed(
  state: PoolState,
  agent: AgentState,
  reason: string,
  outcome: 'AGENT_FAILED' | 'LEASE_EXPIRED' | 'TIMED_OUT',
  released: boolean,
  stamp: Stamp,
): CoreEvent[] {
  // One that leaves and went silent reports no end any more; its slot must not keep it in the pool.
  const isFree = released || (agent.phase === 'draining' && agent.kind === 'REMOTE');
  const ended = agent.attempt?.over === false ? attemptFailed(state, agent, reason, outcome, isFree) : [];
  const free = agent.attempt?.over === true && isFree ? [agentReleased(agent.id, agent.attempt.leaseToken)] : [];
  if (agent.phase !== 'living') return [...ended, ...free];
  return [degraded(state, agent, reason, stamp, outcome === 'TIMED_OUT'), ...ended, ...free];
}

/** A DEGRADED agent has been given up: what its code still does keeps no slot once it leaves. */
export function heldByDegraded(agent: AgentState): CoreEvent[] {
  return agent.phase === 'degraded' && agent.attempt?.over === true
    ? [agentReleased(agent.id, agent.attempt.leaseToken)]
    : [];
}

function agentReleased(agentId: string, leaseToken: string): CoreEvent {
  return { type: 'AgentReleased', agentId, leaseToken };
}

export function degraded(
  state: PoolState,
  agent: AgentState,
  reason: string,
  stamp: Stamp,
  asksProcess = false,
): CoreEvent {
  const restart =
    agent.kind === 'PROCESS' ? restartOf(agent, stamp.clockMs, stamp.random()) : { restartAtClockMs: null, trips: 0 };
  return {
    type: 'AgentDegraded',
    agentId: agent.id,
    reason,
    ...restart,
    asksProcess,
    waitingTasks: state.counters.byStatus.PENDING,
  };
}

function restoredByHand(state: PoolState, agent: AgentState, stamp: Stamp): CoreEvent {
  if (agent.phase !== 'degraded') throw new Rejection('INVALID_STATE', 'Only a DEGRADED agent can be restored.');
  const life = agent.kind === 'PROCESS' ? lifeIds(stamp) : null;
  return {
    type: 'AgentRestored',
    agentId: agent.id,
    reason: 'restored by hand',
    byHand: true,
    life,
    waitingTasks: state.counters.byStatus.PENDING,
  };
}

export function spawned(
  state: PoolState,
  command: Omit<Spawn, 'type'>,
  stamp: Stamp,
  nth = 1,
): Extract<CoreEvent, { type: 'AgentSpawned' }> {
  return {
    type: 'AgentSpawned',
    agentId: stamp.id('agent'),
    name: command.name ?? `agent-${String(state.counters.spawned + nth)}`,
    kind: command.kind,
    taskTypes: command.taskTypes,
    skills: command.skills,
    sessionTokenHash: command.sessionTokenHash,
    ...lifeIds(stamp),
  };
}

export function lifeIds(stamp: Stamp): LifeIds {
  return { contextWindowId: stamp.id('ctx'), toolSessionId: stamp.id('tool'), memoryHandleId: stamp.id('mem') };
}

export function poolFull(state: PoolState): Rejection {
  const limit = state.limits.maxSize;
  return new Rejection('POOL_FULL', `The pool is full: it has room for ${String(limit)} agents.`, { limit });
}
