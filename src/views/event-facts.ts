import type { Moment } from '../core/evolve.js';
import type { PublicEvent } from './public-event.js';

/** The agent that an event is about, or whose attempt it is about; null where there is none. */
export function agentIdOf({ kind, moment }: PublicEvent): string | null {
  const { event } = moment.record;
  if ('agentId' in event) return event.agentId;
  if (kind === 'TASK' && event.type === 'TaskFailed') return moment.task?.attempts.at(-1)?.agentId ?? null;
  return null;
}

/** The attempt that a task's event is about; for its failure that is the last one. */
export function attemptOf({ record, task }: Moment): number | null {
  const { event } = record;
  if ('attempt' in event) return event.attempt;
  if (event.type === 'TaskFailed') return task?.attempts.at(-1)?.number ?? null;
  if (event.type === 'TaskCancelled' && event.agentId !== null) return task?.attempts.at(-1)?.number ?? null;
  return null;
}

/** The task that an event is about; for an agent's event the one it has in hand, unless its attempt is over. */
export function taskIdOf({ kind, moment }: PublicEvent): string | null {
  const { event } = moment.record;
  if ('taskId' in event) return event.taskId;
  const attempt = kind === 'AGENT' ? moment.agent?.attempt : null;
  return attempt == null || attempt.over ? null : attempt.taskId;
}

/** The trace of the task whose record it is, null for what no task's record says. */
export function traceIdOf({ moment }: PublicEvent): string | null {
  return 'taskId' in moment.record.event ? (moment.task?.traceId ?? null) : null;
}

/** What there is to say beyond the name: an error, a reason, a note. */
export function messageOf({ kind, moment }: PublicEvent): string | null {
  const { event } = moment.record;
  switch (event.type) {
    case 'TaskQueued':
    case 'TaskRetryScheduled':
      return event.wait.detail;
    case 'TaskProgressed':
      return event.note;
    case 'AttemptFailed':
    case 'TaskFailed':
      return kind === 'TASK' ? event.error.message : null;
    case 'TaskCancelled':
      return kind === 'TASK' ? event.reason : null;
    case 'AgentDegraded':
    case 'AgentRestored':
    case 'AgentDraining':
    case 'AgentRetired':
    case 'DependencyCameUp':
    case 'PoolDegraded':
    case 'PoolRecovered':
      return event.reason;
    case 'DependencyWentDown':
      return event.error;
    case 'AgentSkillVerified':
      return event.skill;
    case 'IsolationBreached':
      return event.issues.join('; ');
    default:
      return null;
  }
}
