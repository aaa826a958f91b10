import type { InputLimits } from '../core/input-limits.js';
import type { Pool } from '../engine/pool.js';
import { taskPage, type TaskFilter as Filter, type TaskOrder } from '../views/task-page.js';
import { decodeTaskPlace, encodeTaskPlace } from '../views/task-place.js';
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
    after === null ? null : decodeTaskPlace(after, orderBy),
  );
  const edges = page.tasks.map(({ task, key }) => ({
    cursor: encodeTaskPlace(orderBy, key),
    node: new Task(task, around),
  }));
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
