import type { Moment } from '../core/evolve.js';
import type { CoreEvent } from '../core/event.js';
import type { Logger } from './log.js';

type Level = 'debug' | 'info' | 'warn' | 'error';

const LEVELS: Readonly<Partial<Record<CoreEvent['type'], Level>>> = {
  TaskProgressed: 'debug',
  AgentHeartbeat: 'debug',
  AgentReleased: 'debug',
  RetentionPassed: 'debug',
  SubmissionsRefused: 'debug',
  AttemptFailed: 'warn',
  TaskFailed: 'warn',
  AgentDegraded: 'warn',
  PoolDegraded: 'warn',
  DependencyWentDown: 'warn',
  IsolationBreached: 'error',
};

/** One line for each committed event of a pool: who and what, never payloads, results, messages of tasks or tokens. */
export function logMoment(logger: Logger, pool: string, moment: Moment): void {
  const { event } = moment.record;
  const level = LEVELS[event.type] ?? 'info';
  if (!logger.isLevelEnabled(level)) return;
  const { taskId, agentId, attempt } = identify(moment);
  const traceId = taskId === undefined ? undefined : (moment.task?.traceId ?? undefined);
  logger[level](
    { event: eventName(event.type), pool, taskId, agentId, attempt, traceId, ...details(event) },
    undefined,
  );
}

interface Identified {
  readonly taskId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly attempt?: number | undefined;
}

function identify({ record: { event }, task, agent }: Moment): Identified {
  const taskId = 'taskId' in event ? event.taskId : undefined;
  const agentId = 'agentId' in event ? (event.agentId ?? undefined) : taskId === undefined ? undefined : agent?.id;
  if ('attempt' in event) return { taskId, agentId, attempt: event.attempt };
  return { taskId, agentId, attempt: taskId === undefined ? undefined : task?.attempts.at(-1)?.number };
}

/** What an operator needs besides. Codes rather than messages: a handler's message may quote its payload. */
function details(event: CoreEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'TaskSubmitted':
      return { taskType: event.input.type };
    case 'TaskQueued':
      return { waits: event.wait.reason };
    case 'TaskRetryScheduled':
      return {
        waits: event.wait.reason,
        dueAt: event.nextRetryAtMs === null ? undefined : new Date(event.nextRetryAtMs).toISOString(),
      };
    case 'AttemptFailed':
      return { outcome: event.outcome, code: event.error.code };
    case 'TaskFailed':
      return { code: event.error.code };
    case 'AgentDegraded':
    case 'AgentDraining':
    case 'AgentRetired':
    case 'AgentRestored':
    case 'PoolDegraded':
    case 'PoolRecovered':
      return { reason: event.reason };
    case 'AgentSpawned':
      return { kind: event.kind, agentName: event.name };
    case 'AgentSkillVerified':
      return { skill: event.skill };
    case 'IsolationBreached':
      return { issues: event.issues };
    case 'DependencyWentDown':
      return { dependency: event.name, error: event.error, waitingTasks: event.waitingTasks };
    case 'DependencyCameUp':
      return { dependency: event.name, reason: event.reason, waitingTasks: event.waitingTasks };
    case 'DependencyOverrideSet':
      return { dependency: event.name, overridden: event.overridden };
    case 'SubmissionsRefused':
      return { count: event.count };
    default:
      return {};
  }
}

const names = new Map<string, string>();

/** What the name of an event does not begin with: whom it happens to. */
const SUBJECTS: Readonly<Record<string, string>> = {
  attempt: 'task.attempt_',
  isolation: 'agent.isolation_',
  retention: 'pool.retention_',
  server: 'pool.server_',
  storage: 'pool.storage_',
  submissions: 'pool.submissions_',
};

/** `TaskRetryScheduled` is `task.retry_scheduled`. */
function eventName(type: CoreEvent['type']): string {
  const known = names.get(type);
  if (known !== undefined) return known;
  const [subject = '', ...rest] = type
    .replace(/(?!^)[A-Z]/g, ' $&')
    .toLowerCase()
    .split(' ');
  const name = (SUBJECTS[subject] ?? `${subject}.`) + rest.join('_');
  names.set(type, name);
  return name;
}
