import type { Moment } from '../core/evolve.js';
import type { CoreEvent } from '../core/event.js';

export type PublicKind = 'POOL' | 'AGENT' | 'TASK' | 'DEPENDENCY';

/**
 * One event as readers see it. A record shows up to two: what happened to a task (`part` 0) and what
 * that means for its agent (`part` 1), so that a cursor between them is a place of its own.
 */
export interface PublicEvent {
  readonly moment: Moment;
  readonly part: number;
  readonly kind: PublicKind;
  readonly name: string;
}

const TASK_NAMES: Partial<Record<CoreEvent['type'], string>> = {
  TaskSubmitted: 'SUBMITTED',
  TaskQueued: 'QUEUED',
  TaskAssigned: 'ASSIGNED',
  TaskStarted: 'STARTED',
  TaskProgressed: 'PROGRESSED',
  AttemptFailed: 'ATTEMPT_FAILED',
  TaskRetryScheduled: 'RETRY_SCHEDULED',
  TaskCompleted: 'COMPLETED',
  TaskFailed: 'FAILED',
  TaskCancelled: 'CANCELLED',
  TaskReplayed: 'REPLAYED',
};

const AGENT_NAMES: Partial<Record<CoreEvent['type'], string>> = {
  AgentSpawned: 'SPAWNED',
  AgentDegraded: 'DEGRADED',
  AgentRestored: 'RESTORED',
  AgentDraining: 'DRAINING',
  AgentRetired: 'RETIRED',
  AgentSkillVerified: 'SKILL_VERIFIED',
  IsolationBreached: 'ISOLATION_BREACH',
};

const DEPENDENCY_NAMES: Partial<Record<CoreEvent['type'], string>> = {
  DependencyWentDown: 'DEPENDENCY_DOWN',
  DependencyCameUp: 'DEPENDENCY_UP',
};

const POOL_NAMES: Partial<Record<CoreEvent['type'], string>> = {
  PoolInitialized: 'INITIALIZED',
  PoolPaused: 'PAUSED',
  PoolResumed: 'RESUMED',
  PoolDraining: 'DRAINING',
  PoolStopped: 'STOPPED',
  PoolDegraded: 'DEGRADED',
  PoolRecovered: 'RECOVERED',
};

/** What readers see of a record, in order; nothing for the engine's own. */
export function publicEvents(moment: Moment): readonly PublicEvent[] {
  const { type } = moment.record.event;
  const task = TASK_NAMES[type];
  if (task !== undefined) {
    const agent = agentName(moment);
    const first: PublicEvent = { moment, part: 0, kind: 'TASK', name: task };
    return agent === null ? [first] : [first, { moment, part: 1, kind: 'AGENT', name: agent }];
  }
  if (type === 'AgentReleased')
    return moment.agent?.phase === 'living' ? [{ moment, part: 0, kind: 'AGENT', name: 'FREED' }] : [];
  const one = (kind: PublicKind, name: string | undefined): PublicEvent[] =>
    name === undefined ? [] : [{ moment, part: 0, kind, name }];
  return [
    ...one('AGENT', AGENT_NAMES[type]),
    ...one('DEPENDENCY', DEPENDENCY_NAMES[type]),
    ...one('POOL', POOL_NAMES[type]),
  ];
}

/** What a task's event means for the agent that runs it. */
function agentName({ record, agent }: Moment): string | null {
  switch (record.event.type) {
    case 'TaskAssigned':
      return 'ASSIGNED';
    case 'TaskStarted':
      return 'STARTED';
    case 'TaskCompleted':
    case 'AttemptFailed':
    case 'TaskCancelled':
      return agent !== null && agent.phase === 'living' && agent.attempt === null ? 'FREED' : null;
    default:
      return null;
  }
}
