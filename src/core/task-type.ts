export const TASK_TYPES = ['DISCOVERY', 'MIGRATION', 'HEARTBEAT', 'INGEST', 'RESEARCH', 'GENERAL'] as const;

/** The kinds of work. What a task of a type does is up to the agents' handlers. */
export type TaskType = (typeof TASK_TYPES)[number];

export function perType<T>(make: (type: TaskType) => T): Record<TaskType, T> {
  return Object.fromEntries(TASK_TYPES.map((type) => [type, make(type)])) as Record<TaskType, T>;
}
