import type { InputLimits } from '../core/input-limits.js';
import { Rejection } from '../core/rejection.js';
import type { Pool } from '../engine/pool.js';
import { taskPage, type TaskFilter as Filter, type TaskOrder } from '../views/task-page.js';
import type { Around } from './around.js';
import { TaskFilter } from './inputs/filters.js';
import { validateInput } from './inputs/validate.js';
import type { TaskConnection } from './types/page.js';
import { Task } from './types/task.js';

interface TaskPageRequest {
  readonly filter: TaskFilter | null;
  readonly orderBy: TaskOrder;
  readonly first: number;
  readonly after: string | null;
}

export function pageOfTasks(
  pool: Pool,
  around: Around,
  limits: InputLimits,
  { filter, orderBy, first, after }: TaskPageRequest,
): TaskConnection {
  const page = taskPage(
    pool.view,
    filterOf(filter, limits),
    orderBy,
    first,
    after === null ? null : keyOf(after, orderBy),
  );
  const edges = page.tasks.map(({ task, key }) => ({ cursor: pageCursor(orderBy, key), node: new Task(task, around) }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: page.totalCount,
  };
}

function filterOf(filter: TaskFilter | null, limits: InputLimits): Filter {
  const checked = Object.assign(new TaskFilter(), filter);
  validateInput(checked, limits);
  const { statuses, types, agentId, waitReasons, search, deadLettered } = checked;
  return {
    statuses: statuses ?? null,
    types: types ?? null,
    agentId: agentId ?? null,
    waitReasons: waitReasons ?? null,
    search: search == null || search === '' ? null : search,
    deadLettered: deadLettered ?? null,
  };
}

const INITIALS: Readonly<Record<TaskOrder, string>> = { CREATED_DESC: 'd', CREATED_ASC: 'a', UPDATED_DESC: 'u' };

function pageCursor(order: TaskOrder, key: number): string {
  return Buffer.from(`${INITIALS[order]}${String(key)}`).toString('base64url');
}

function keyOf(cursor: string, order: TaskOrder): number {
  const match = /^[\w-]{1,32}$/.test(cursor)
    ? /^([dau])(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
    : null;
  if (match === null)
    throw new Rejection('BAD_USER_INPUT', 'after is not a place in a list of tasks.', { field: 'after' });
  if (match[1] !== INITIALS[order])
    throw new Rejection('BAD_USER_INPUT', 'after is a place in another order.', { field: 'after' });
  return Number(match[2]);
}
