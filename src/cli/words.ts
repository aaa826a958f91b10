import type {
  AgentKind,
  DependencySetting,
  PoolEventKind,
  ShutdownMode,
  TaskOrder,
  TaskStatus,
  TaskType,
  WaitReason,
} from '../generated/graphql.js';

/*
 * The words of the contract that a command line takes. Each list is held against the generated union: a word that is missing or
 * too many does not compile.
 */

function allOf<Word extends string>() {
  return <const Words extends readonly Word[]>(words: Words & (Word extends Words[number] ? Words : never)): Words =>
    words;
}

export const TASK_TYPES = allOf<TaskType>()(['DISCOVERY', 'MIGRATION', 'HEARTBEAT', 'INGEST', 'RESEARCH', 'GENERAL']);
export const TASK_STATUSES = allOf<TaskStatus>()(['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED']);
export const TASK_ORDERS = allOf<TaskOrder>()(['CREATED_DESC', 'CREATED_ASC', 'UPDATED_DESC']);
export const WAIT_REASONS = allOf<WaitReason>()([
  'NO_IDLE_AGENT',
  'DEPENDENCY_DOWN',
  'MISSING_SKILL',
  'NO_OTHER_AGENT',
  'BACKOFF',
  'POOL_PAUSED',
]);
export const AGENT_KINDS = allOf<AgentKind>()(['PROCESS', 'REMOTE']);
export const SHUTDOWN_MODES = allOf<ShutdownMode>()(['DRAIN', 'NOW']);
export const DEPENDENCY_SETTINGS = allOf<DependencySetting>()(['UP', 'DOWN', 'AUTO']);
export const EVENT_KINDS = allOf<PoolEventKind>()(['POOL', 'AGENT', 'TASK', 'DEPENDENCY']);
