import type { AgentState } from './agent.js';
import type { Moment } from './evolve.js';
import type { PoolState } from './state.js';

/** How long a PROCESS agent that timed out, or leaves, may take to end by itself. */
const STOP_GRACE_MS = 2_000;

/** What the outside must now do about PROCESS agents, as data. REMOTE ones are told by the log itself. */
export type Effect =
  | { readonly type: 'StartAgent'; readonly agent: AgentState }
  | { readonly type: 'StopAgent'; readonly agentId: string; readonly graceMs: number; readonly forget: boolean }
  | { readonly type: 'StartAttempt'; readonly moment: Moment }
  | { readonly type: 'CancelAttempt'; readonly agentId: string; readonly leaseToken: string; readonly reason: string };

const NOTHING: readonly Effect[] = [];

/** Called for each committed record, in order; `agents`, as of ServerRecovered, are asked for with that only. */
export function react(moment: Moment, agents: PoolState['agents']): readonly Effect[] {
  const { event } = moment.record;
  if (event.type === 'ServerRecovered') return processesToStart(agents).map((agent) => ({ type: 'StartAgent', agent }));
  const { agent } = moment;
  if (agent?.kind !== 'PROCESS') return NOTHING;
  switch (event.type) {
    case 'AgentSpawned':
    case 'AgentRestarting':
      return [{ type: 'StartAgent', agent }];
    case 'AgentRestored':
      return event.life === null ? NOTHING : [{ type: 'StartAgent', agent }];
    case 'AgentDegraded':
      return [{ type: 'StopAgent', agentId: agent.id, graceMs: event.asksProcess ? STOP_GRACE_MS : 0, forget: false }];
    case 'AgentRetired':
      return [{ type: 'StopAgent', agentId: agent.id, graceMs: STOP_GRACE_MS, forget: true }];
    case 'TaskAssigned':
      return [{ type: 'StartAttempt', moment }];
    case 'TaskCompleted':
    case 'TaskCancelled':
    case 'AttemptFailed':
      return event.released || agent.phase === 'degraded' ? NOTHING : cancelOf(moment, agent);
    default:
      return NOTHING;
  }
}

function cancelOf(moment: Moment, agent: AgentState): readonly Effect[] {
  const { event } = moment.record;
  if (agent.attempt === null) return NOTHING;
  const reason = event.type === 'TaskCancelled' ? (event.reason ?? 'cancelled') : 'ended by an operator';
  return [{ type: 'CancelAttempt', agentId: agent.id, leaseToken: agent.attempt.leaseToken, reason }];
}

/** All but those whose restart is still to come. */
function processesToStart(agents: PoolState['agents']): AgentState[] {
  return [...agents.values()].filter(
    ({ kind, phase, restartAtClockMs }) => kind === 'PROCESS' && (phase !== 'degraded' || restartAtClockMs === null),
  );
}
