import type { TaskState, TaskStatus, WaitReason } from '../core/task.js';
import type { TaskType } from '../core/task-type.js';
import type { PoolView } from './pool-view.js';

export type TaskOrder = 'CREATED_DESC' | 'CREATED_ASC' | 'UPDATED_DESC';

export interface TaskFilter {
  readonly statuses: readonly TaskStatus[] | null;
  readonly types: readonly TaskType[] | null;
  readonly agentId: string | null;
  readonly waitReasons: readonly WaitReason[] | null;
  readonly search: string | null;
  readonly deadLettered: boolean | null;
}

export interface TaskPage {
  readonly tasks: readonly { readonly task: TaskState; readonly key: number }[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

/**
 * A page of tasks. By status alone it costs the page; any other filter is looked up task by task over
 * the tasks of those statuses.
 */
export function taskPage(
  view: PoolView,
  filter: TaskFilter,
  order: TaskOrder,
  first: number,
  after: number | null,
): TaskPage {
  const statuses = statusesOf(filter);
  const ids =
    order === 'UPDATED_DESC'
      ? view.index.byUpdate(after)
      : view.index.byCreation(statuses, order === 'CREATED_ASC', after);
  const tasks: { task: TaskState; key: number }[] = [];
  let hasNextPage = false;
  for (const { id, key } of ids) {
    const task = view.tasks.get(id);
    if (task === undefined || !matches(view, task, filter, statuses)) continue;
    if (tasks.length === first) {
      hasNextPage = true;
      break;
    }
    tasks.push({ task, key });
  }
  return { tasks, hasNextPage, totalCount: totalCount(view, filter, statuses) };
}

function statusesOf({ statuses, waitReasons, deadLettered }: TaskFilter): readonly TaskStatus[] | null {
  const only = waitReasons !== null ? 'PENDING' : deadLettered === true ? 'FAILED' : null;
  if (only === null) return statuses;
  return statuses === null || statuses.includes(only) ? [only] : [];
}

function totalCount(view: PoolView, filter: TaskFilter, statuses: readonly TaskStatus[] | null): number {
  const { types, agentId, waitReasons, search, deadLettered } = filter;
  if (types === null && agentId === null && waitReasons === null && search === null && deadLettered !== false)
    return view.index.count(statuses);
  let count = 0;
  for (const { id } of view.index.byCreation(statuses, true, null)) {
    const task = view.tasks.get(id);
    if (task !== undefined && matches(view, task, filter, statuses)) count += 1;
  }
  return count;
}

function matches(view: PoolView, task: TaskState, filter: TaskFilter, statuses: readonly TaskStatus[] | null): boolean {
  if (statuses !== null && !statuses.includes(task.status)) return false;
  if (filter.types !== null && !filter.types.includes(task.type)) return false;
  if (filter.deadLettered === false && task.status === 'FAILED') return false;
  if (filter.agentId !== null && !task.attempts.some(({ agentId }) => agentId === filter.agentId)) return false;
  if (filter.waitReasons !== null && !filter.waitReasons.includes(view.wait(task)?.reason ?? 'NO_IDLE_AGENT'))
    return false;
  return filter.search === null || isFoundBy(task, filter.search.toLowerCase());
}

/** Looks in ids, the error, and the texts at the top of the payload. */
function isFoundBy(task: TaskState, text: string): boolean {
  const has = (value: unknown): boolean => typeof value === 'string' && value.toLowerCase().includes(text);
  if (has(task.id) || has(task.type) || has(task.idempotencyKey) || has(task.traceId)) return true;
  if (has(task.error?.code) || has(task.error?.message)) return true;
  return Object.values(task.payload).some(has);
}
