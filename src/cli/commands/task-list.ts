import {
  TasksDocument,
  type TaskFilter,
  type TaskOrder,
  type TaskStatus,
  type TaskSummaryFragment,
  type TaskType,
  type WaitReason,
} from '../../generated/graphql.js';
import type { Call, Handler } from '../call.js';
import { withProgress } from '../progress.js';
import { present, printRows } from '../results.js';
import { age } from '../shown.js';
import type { Column } from '../table.js';

interface Options {
  readonly json?: boolean;
  readonly status?: TaskStatus[];
  readonly type?: TaskType[];
  readonly waiting?: WaitReason[];
  readonly agent?: string;
  readonly search?: string;
  readonly deadLettered?: boolean;
  readonly order?: TaskOrder;
  readonly limit: number;
  readonly after?: string;
}

/** As many as every server gives. */
const PAGE = 100;

export const listTasks: Handler<Options> = async (call) => {
  const { rows, total, next } = await withProgress(call.terminal, 'Reading tasks', () => read(call));
  printRows(call, taskColumns(Date.now()), rows, 'There are no such tasks.');
  if (next !== null && call.options.json !== true)
    call.terminal.note(
      `${String(rows.length)} of ${String(total)}; the next with --after ${next}, or more with --limit.`,
    );
  return undefined;
};

/** Page by page, up to the limit. */
async function read(call: Call<Options>): Promise<{ rows: TaskSummaryFragment[]; total: number; next: string | null }> {
  const { options } = call;
  const connection = call.connect();
  const rows: TaskSummaryFragment[] = [];
  let after = options.after ?? null;
  for (;;) {
    const first = Math.min(PAGE, options.limit - rows.length);
    const { pool } = await connection.ask(TasksDocument, {
      ...{ pool: connection.pool, filter: filterOf(options), first, after },
      orderBy: options.order ?? 'CREATED_DESC',
    });
    const { nodes, pageInfo, totalCount } = present(pool, `pool ${connection.pool}`).tasks;
    rows.push(...nodes);
    after = pageInfo.endCursor ?? null;
    const isLast = !pageInfo.hasNextPage || after === null;
    if (isLast || rows.length >= options.limit) return { rows, total: totalCount, next: isLast ? null : after };
  }
}

function filterOf({ status, type, waiting, agent, search, deadLettered }: Options): TaskFilter {
  return {
    ...(status !== undefined && { statuses: status }),
    ...(type !== undefined && { types: type }),
    ...(waiting !== undefined && { waitReasons: waiting }),
    ...(agent !== undefined && { agentId: agent }),
    ...(search !== undefined && { search }),
    ...(deadLettered !== undefined && { deadLettered }),
  };
}

export function taskColumns(nowMs: number): Column<TaskSummaryFragment>[] {
  return [
    { title: 'TASK', of: ({ id }) => id },
    { title: 'TYPE', of: ({ type }) => type },
    { title: 'STATUS', of: ({ status }) => status, isStatus: true },
    { title: 'PRI', of: ({ priority }) => priority, align: 'right' },
    {
      title: 'TRIES',
      of: ({ attemptCount, maxAttempts }) => `${String(attemptCount)}/${String(maxAttempts)}`,
      align: 'right',
    },
    { title: 'AGE', of: ({ createdAt }) => age(createdAt, nowMs), align: 'right' },
    { title: 'DETAIL', of: detailOf, flexible: true },
  ];
}

/** What there is to say of it now: why it waits, who has it and how far it is, or why it failed. */
function detailOf({ status, wait, assignedAgent, progress, error }: TaskSummaryFragment): string | null {
  if (wait != null) return `${wait.reason}: ${wait.detail}`;
  if (status === 'IN_PROGRESS') {
    const far = progress == null ? '' : `, ${String(Math.round(progress.fraction * 100))} %`;
    return `${assignedAgent?.name ?? '-'}${far}${progress?.note == null ? '' : ` ${progress.note}`}`;
  }
  return error == null ? (assignedAgent?.name ?? null) : `${error.code}: ${error.message}`;
}
