import { TasksDocument, type TaskFilter } from '../../../../src/generated/graphql';
import { client } from '../../data/session';

/** The most that the server gives at once. */
const PAGE = 200;

/** Ids of all failed tasks that fit the filter, the oldest first: those that have failed by now. */
export async function failedIds(filter: TaskFilter, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ;) {
    const { pool }: Awaited<ReturnType<typeof page>> = await page(filter, after, signal);
    if (pool == null) return ids;
    ids.push(...pool.tasks.nodes.map(({ id }) => id));
    after = pool.tasks.pageInfo.endCursor ?? null;
    if (!pool.tasks.pageInfo.hasNextPage || after === null) return ids;
  }
}

function page(filter: TaskFilter, after: string | null, signal: AbortSignal) {
  const variables = {
    pool: client.pool,
    filter: { ...filter, statuses: ['FAILED' as const] },
    orderBy: 'CREATED_ASC' as const,
    first: PAGE,
    after,
  };
  return client.request(TasksDocument, variables, { signal });
}
