import type { AgentState } from './agent.js';
import type { AgentCommand, Beat } from './command.js';
import type { Decision } from './decide.js';
import { implied, progressed, runningOn } from './attempts.js';
import { knownAgent } from './known.js';
import type { CoreEvent } from './event.js';
import { Rejection } from './rejection.js';
import type { PoolState } from './state.js';
import type { Stamp } from './stamp.js';

type SignOfLife = Extract<AgentCommand, { type: 'ConnectAgent' | 'Heartbeat' }>;

/**
 * A sign of life of a REMOTE agent. It restores a DEGRADED one, renews the lease of the attempt it
 * names, says that the attempt has begun, and frees the slot of one that is over and not named any
 * more. Connecting names nothing: it gives a lease to what was driven by hand before, and renews that
 * of an unfinished assignment, which the agent is given again. It frees no slot.
 */
export function heartbeat(state: PoolState, command: SignOfLife, stamp: Stamp): Decision {
  const agent = knownAgent(state, command.agentId);
  requireSession(agent, command.sessionTokenHash);
  const beats = command.type === 'Heartbeat' ? command.beats : null;
  const running =
    beats === null ? [] : beats.flatMap((beat) => ({ beat, of: runningOn(state, agent, beat.leaseToken) }));
  const named = running.some(({ of }) => of !== null);
  const until = stamp.clockMs + state.limits.leaseMs;
  const renews =
    named || (beats === null && agent.attempt?.over === false) || (!agent.connected && agent.attempt !== null);
  const lease = {
    agentId: agent.id,
    quietUntilClockMs: until,
    leaseUntilClockMs: renews && agent.attempt?.over !== true ? until : null,
  };
  const events: CoreEvent[] = [{ type: agent.connected ? 'AgentHeartbeat' : 'AgentConnected', ...lease }];
  if (agent.phase === 'degraded') {
    events.push({
      type: 'AgentRestored',
      agentId: agent.id,
      reason: 'it gave a sign of life',
      byHand: false,
      life: null,
      waitingTasks: state.counters.byStatus.PENDING,
    });
  }
  if (beats !== null && isFree(agent, beats)) {
    events.push({ type: 'AgentReleased', agentId: agent.id, leaseToken: agent.attempt?.leaseToken ?? '' });
  }
  for (const [nth, { beat, of }] of running.entries()) {
    if (of === null) continue;
    if (running.findIndex((other) => other.of !== null) === nth) events.push(...implied(of));
    if (beat.progress !== null || beat.note !== null) {
      events.push(progressed(of, beat.progress ?? of.task.progress?.fraction ?? 0, beat.note));
    }
  }
  const cancel = running.filter(({ of }) => of === null).map(({ beat }) => beat.leaseToken);
  return { events, answer: { agentId: agent.id, cancel, drain: agent.phase === 'draining' } };
}

/** Of an agent that is spawned by its worker: from here on its attempts have leases, and it may not be silent. */
export function firstSign({ limits }: PoolState, agentId: string, stamp: Stamp): CoreEvent {
  return {
    type: 'AgentConnected',
    agentId,
    quietUntilClockMs: stamp.clockMs + limits.leaseMs,
    leaseUntilClockMs: null,
  };
}

/** What it had in hand is over, and it does not name it any more: its code has stopped. */
function isFree(agent: AgentState, beats: readonly Beat[]): boolean {
  const { attempt } = agent;
  return attempt?.over === true && !beats.some((beat) => beat.leaseToken === attempt.leaseToken);
}

function requireSession(agent: AgentState, sessionTokenHash: string): void {
  if (agent.kind !== 'REMOTE')
    throw new Rejection('INVALID_STATE', 'Only a REMOTE agent gives signs of life.', { field: 'agentId' });
  if (agent.sessionTokenHash !== sessionTokenHash) {
    throw new Rejection('FORBIDDEN', 'The session token is not the one of this agent.', { field: 'sessionToken' });
  }
}
