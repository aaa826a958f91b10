import type { TaskPage } from '../../../../src/sdk/react/react';

export type Row = TaskPage['nodes'][number];

/** The beginning of the list as it is shown, however many pages of it are read. */
export interface TaskList {
  /** In the order in which they are shown. */
  readonly ids: readonly string[];
  readonly rows: ReadonlyMap<string, Row>;
  /** Where the next page begins; null on an empty list. */
  readonly endCursor: string | null;
  /** Whether the server said that there is a next page. */
  readonly hasNext: boolean;
  /** Of the filter, as of the newest answer. */
  readonly total: number;
  /** How many tasks go before the first that is shown, and are not shown yet. */
  readonly newer: number;
}

/** So many rows are kept at most: more than a pool keeps by default. */
const MOST_ROWS = 20_000;

export function listOf(head: TaskPage): TaskList {
  return {
    ids: head.nodes.map(({ id }) => id),
    rows: new Map(head.nodes.map((row) => [row.id, row])),
    endCursor: head.pageInfo.endCursor ?? null,
    hasNext: head.pageInfo.hasNextPage,
    total: head.totalCount,
    newer: 0,
  };
}

/**
 * The list with its first page as it is now. What was read below that page stays, as long as the two meet; where they do not, too much
 * has happened between, and the list is that page.
 */
export function followed(list: TaskList, head: TaskPage): TaskList {
  const last = head.nodes.at(-1)?.id;
  const meetAt = last === undefined ? -1 : list.ids.indexOf(last);
  if (meetAt < 0 || !head.pageInfo.hasNextPage) return listOf(head);
  const first = new Set(head.nodes.map(({ id }) => id));
  const below = list.ids.slice(meetAt + 1).filter((id) => !first.has(id));
  if (below.length === 0) return listOf(head);
  const rows = new Map(below.map((id) => [id, list.rows.get(id) as Row]));
  for (const row of head.nodes) rows.set(row.id, row);
  const ids = [...first, ...below];
  return {
    ...list,
    ids,
    rows,
    hasNext: list.hasNext || head.totalCount > ids.length,
    total: head.totalCount,
    newer: 0,
  };
}

/** The same rows in the same places, with what has become of them; new ones are counted alone. */
export function refreshed(list: TaskList, head: TaskPage): TaskList {
  const firstKnown = head.nodes.findIndex(({ id }) => list.rows.has(id));
  const newer = firstKnown < 0 ? head.nodes.length : firstKnown;
  const hasNext = list.hasNext || head.totalCount - newer > list.ids.length;
  return { ...withNews(list, head.nodes), total: head.totalCount, hasNext, newer };
}

/** What has become of rows that are shown. The list itself where that is nothing. */
export function withNews(list: TaskList, news: readonly Row[]): TaskList {
  const changed = news.filter((row) => list.rows.has(row.id) && list.rows.get(row.id) !== row);
  if (changed.length === 0) return list;
  const rows = new Map(list.rows);
  for (const row of changed) rows.set(row.id, row);
  return { ...list, rows };
}

/** With the next page at its end. */
export function lengthened(list: TaskList, page: TaskPage): TaskList {
  const rows = new Map(list.rows);
  const added = page.nodes.filter(({ id }) => !rows.has(id));
  for (const row of page.nodes) rows.set(row.id, row);
  return {
    ...list,
    ids: [...list.ids, ...added.map(({ id }) => id)],
    rows,
    endCursor: page.pageInfo.endCursor ?? list.endCursor,
    hasNext: page.pageInfo.hasNextPage && list.ids.length + added.length < MOST_ROWS,
    total: page.totalCount,
  };
}
