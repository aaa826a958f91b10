import type { AgentKind as CoreAgentKind, AgentStatus as CoreAgentStatus } from '../../core/agent.js';
import type { DependencyStatus as CoreDependencyStatus } from '../../core/dependency.js';
import type { ErrorCode as CoreErrorCode } from '../../core/rejection.js';
import type {
  AttemptOutcome as CoreAttemptOutcome,
  RoutingStrategy as CoreRoutingStrategy,
  TaskStatus as CoreTaskStatus,
  WaitReason as CoreWaitReason,
} from '../../core/task.js';
import type { TaskType as CoreTaskType } from '../../core/task-type.js';
import type { TaskOrder as ViewTaskOrder } from '../../views/task-page.js';
import { documentedEnum } from '../documented.js';

export const PoolStatus = documentedEnum('PoolStatus', 'What a pool does with work at present.', {
  RUNNING: 'Takes tasks and gives them to agents.',
  PAUSED: 'Takes tasks into its queue and assigns none; attempts that run go on.',
  DRAINING: 'Takes nothing new and waits for the attempts that run; it becomes STOPPED by itself.',
  STOPPED: 'Has no agents and takes nothing; what is in its queue waits for `initializePool`.',
});

export const PoolHealth = documentedEnum('PoolHealth', 'Whether everything that a pool relies on is well.', {
  HEALTHY: 'Every dependency is up and no agent is DEGRADED.',
  DEGRADED: 'A dependency is down or an agent is DEGRADED; the rest of the pool goes on.',
});

export const ShutdownMode = documentedEnum('ShutdownMode', 'What a shutdown does with the work there is.', {
  DRAIN: 'Attempts that run may end within the time given; tasks that wait are kept for the next start.',
  NOW: 'Every task that runs or waits is CANCELLED at once.',
});

export const AgentKind = documentedEnum<CoreAgentKind>('AgentKind', 'Where the code of an agent runs.', {
  PROCESS: 'In a child process of its own, which the server starts, feeds, measures and ends.',
  REMOTE: 'In a client of this API on any machine, which asks for work and reports on it.',
});

export const AgentStatus = documentedEnum<CoreAgentStatus>('AgentStatus', 'What an agent is doing.', {
  IDLE: 'Free: the next task that it is able to do may come to it.',
  ANALYZING: 'It has been given a task and has not said yet that it began.',
  EXECUTING: 'It works on its task.',
  DEGRADED: 'It failed and is given nothing until it is restored, by a fresh process, by a heartbeat or by hand.',
  DRAINING: 'It finishes what it has in hand, then leaves the pool.',
});

export const TaskType = documentedEnum<CoreTaskType>(
  'TaskType',
  'The kind of work; what is done is up to the agents.',
  {
    DISCOVERY:
      'Finding out what is there. Waits while a dependency that gates it is down; `discovery` does by default.',
    MIGRATION: 'Moving something over. Waits while a dependency that gates it is down; `discovery` does by default.',
    HEARTBEAT: 'A check that something is alive.',
    INGEST: 'Taking data in.',
    RESEARCH: 'Looking something up.',
    GENERAL: 'Anything else.',
  },
);

export const TaskStatus = documentedEnum<CoreTaskStatus>('TaskStatus', 'Where a task stands.', {
  PENDING: 'It waits; `wait` says why.',
  IN_PROGRESS: 'An agent has it in hand.',
  COMPLETED: 'It succeeded; its result is kept.',
  FAILED: 'Its attempts are spent, or it failed for good. Dead-lettered: `retryTask` takes it up again.',
  CANCELLED: 'It was called off; `retryTask` takes it up again.',
});

export const WaitReason = documentedEnum<CoreWaitReason>('WaitReason', 'What a PENDING task waits for.', {
  NO_IDLE_AGENT: 'Agents that could take it are busy, or none is living.',
  DEPENDENCY_DOWN: 'A dependency that gates its type is down.',
  MISSING_SKILL: 'No living agent takes its type and has every skill that it requires.',
  NO_OTHER_AGENT: 'Every living agent that could take it has failed it; they may try again after a backoff.',
  BACKOFF: 'Its last failure asked to wait.',
  POOL_PAUSED: 'The pool is paused.',
});

export const AttemptOutcome = documentedEnum<CoreAttemptOutcome>('AttemptOutcome', 'How an attempt ended.', {
  SUCCEEDED: 'With a result.',
  FAILED: 'The agent, or an operator, said that it failed.',
  AGENT_FAILED: 'The agent crashed, was killed or was reported as failed.',
  LEASE_EXPIRED: 'The REMOTE agent gave no sign of life for as long as its lease.',
  TIMED_OUT: 'It ran longer than the task allows.',
  CANCELLED: 'The task was cancelled while it ran.',
  INTERRUPTED: 'A drain or a restart of the server ended it; that uses up no attempt, the first three times.',
});

export const RoutingStrategy = documentedEnum<CoreRoutingStrategy>(
  'RoutingStrategy',
  'The rule by which an agent was chosen.',
  {
    PREFERRED: 'The agent that the caller asked for was idle and able.',
    AFFINITY: 'Of the idle agents that have completed tasks of this type, the fastest at it.',
    FALLBACK: 'No idle agent had history with this type: the one that was idle the longest.',
  },
);

export const TaskOrder = documentedEnum<ViewTaskOrder>('TaskOrder', 'The order in which tasks are listed.', {
  CREATED_DESC: 'The newest submission first.',
  CREATED_ASC: 'The oldest submission first.',
  UPDATED_DESC: 'What changed last first. A task that changes while you page moves to the front.',
});

export const DependencyStatus = documentedEnum<CoreDependencyStatus>(
  'DependencyStatus',
  'Whether a dependency can be used.',
  {
    UP: 'Tasks of the types that it gates are assigned as any other.',
    DOWN: 'Tasks of the types that it gates wait until it is up again.',
  },
);

export const DependencySetting = documentedEnum<CoreDependencyStatus | 'AUTO'>(
  'DependencySetting',
  'What to hold a dependency for.',
  {
    UP: 'Up, whatever its probe finds.',
    DOWN: 'Down, whatever its probe finds.',
    AUTO: 'What its probe finds; up where it has no probe.',
  },
);

export const ErrorCode = documentedEnum<CoreErrorCode>(
  'ErrorCode',
  'Every reason for which the server refuses, as `extensions.code` of an error. In brackets the HTTP status of an ' +
    'answer without data; an answer that has some is 200. Beside the code `extensions.retryable` says whether the same ' +
    'call may go through later.',
  {
    GRAPHQL_PARSE_FAILED: 'The document is not GraphQL (400).',
    GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema (400).',
    POOL_FULL: 'The pool has as many agents as it may have, `limit`, or the server as many pools (429).',
    QUEUE_FULL: 'As many tasks wait as may, `limit`; there may be room after `retryAfterMs` (429).',
    RATE_LIMITED: 'More calls than the server takes from one caller; again after `retryAfterMs` (429).',
    NOT_FOUND: 'The pool, agent, task or dependency that `field` names does not exist (404).',
    BAD_USER_INPUT: 'The value of `field` is outside what it may be (400).',
    INVALID_STATE: 'It cannot be done as things stand (409).',
    STALE_ATTEMPT: 'The attempt that holds the lease token is over; nothing was changed (409).',
    IDEMPOTENCY_CONFLICT: 'The idempotency key was used with another input (409).',
    POOL_NOT_RUNNING: 'The pool is draining or stopped (409).',
    CURSOR_EXPIRED: 'The log does not reach back, or not yet up, to the cursor, or it is of another log (410).',
    PAYLOAD_TOO_LARGE: 'A payload or result is larger than `limit` bytes as JSON (413).',
    UNAUTHENTICATED: 'Credentials are missing or not valid (401).',
    FORBIDDEN: 'These credentials do not allow it (403).',
    OPERATION_TOO_COMPLEX: 'The document asks for more than one operation may; nothing ran (400).',
    SHUTTING_DOWN: 'The server is ending; ask again when it is back (503).',
    STORAGE_FULL:
      'There is no space left for the log, so that the pool can only be read; again after `retryAfterMs` (503).',
    LOG_DAMAGED:
      'The log of the pool is damaged on disk: it can be read, but carries out nothing until it is repaired or restored (503).',
    INTERNAL_SERVER_ERROR: 'Something went wrong in the server; its log says what (500).',
  },
);
