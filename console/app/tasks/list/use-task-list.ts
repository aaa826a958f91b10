import { useCallback, useMemo, useRef, useState } from 'react';
import { TasksDocument, type TaskOrder } from '../../../../src/generated/graphql';
import { useTasks, type TasksOptions } from '../../../../src/sdk/react/react';
import { useHeld } from '../../data/paused';
import { isRead } from '../../data/pool-view';
import { client } from '../../data/session';
import { filterOf, type TaskSearch } from '../task-search';
import { followed, lengthened, listOf, refreshed, withNews, type Row, type TaskList } from './task-list';

/** Rows of the first page, which is read again with every change, and of the others, which are read once. */
const FIRST = 100;
const NEXT = 200;

export interface TaskListView {
  /** Null until it is read. */
  readonly list: TaskList | null;
  readonly rows: readonly Row[];
  /** Why the list could not be read, or the next page of it. */
  readonly error: Error | null;
  readonly nextError: Error | null;
  /** Reads the next page, unless there is none or one is on its way. */
  readonly readNext: () => void;
}

/**
 * The tasks of a search: the first page live, the others as they are asked for. While `isHeld`, rows keep their places and only show
 * what becomes of them; what is new is counted. `shownFrom` is raised to take it in all the same.
 */
export function useTaskList(search: TaskSearch, isHeld: boolean, shownFrom: number): TaskListView {
  const orderBy: TaskOrder = search.sort ?? 'CREATED_DESC';
  const filter = filterOf(search);
  const key = JSON.stringify([filter, orderBy]);
  const options: TasksOptions = useMemo(() => ({ filter, orderBy, first: FIRST }), [key]); // eslint-disable-line react-hooks/exhaustive-deps -- the key is what they say.
  const { data: head, error } = useHeld(useTasks(options), key, isRead);
  const [state, setState] = useState<{ key: string; shownFrom: number; list: TaskList | null }>({
    key,
    shownFrom,
    list: null,
  });
  const isLong = isHeld || (state.list?.ids.length ?? 0) > FIRST;
  // What changed last, whatever it is: news of rows that are no longer on the first page. While there are none, the same question again.
  const recent = useHeld(
    useTasks(isLong ? { orderBy: 'UPDATED_DESC', first: FIRST } : options),
    `${key} ${String(isLong)}`,
    isRead,
  ).data;
  const [seen, setSeen] = useState({ head, recent, isHeld });

  let list = state.key === key ? state.list : null;
  if (head !== null) {
    const isNews = seen.head !== head;
    if (list === null) list = listOf(head);
    // Where there are no rows, or none are to be, none can jump.
    else if (isNews && (list.ids.length === 0 || head.totalCount === 0)) list = listOf(head);
    else if (state.shownFrom !== shownFrom || (!isHeld && (isNews || seen.isHeld))) list = followed(list, head);
    else if (isNews) list = refreshed(list, head);
  }
  if (list !== null && recent !== null && seen.recent !== recent) list = withNews(list, recent.nodes);
  if (seen.head !== head || seen.recent !== recent || seen.isHeld !== isHeld) setSeen({ head, recent, isHeld });
  if (state.key !== key || state.list !== list || state.shownFrom !== shownFrom) setState({ key, shownFrom, list });

  const reading = useRef<string | null>(null);
  const [failed, setFailed] = useState<{ key: string; error: Error } | null>(null);
  const cursor = list?.endCursor ?? null;
  const hasNext = list !== null && list.hasNext;
  const readNext = useCallback(() => {
    const place = `${key} ${cursor ?? ''}`;
    if (!hasNext || reading.current === place) return;
    reading.current = place;
    void client
      .request(TasksDocument, { pool: client.pool, ...options, first: NEXT, after: cursor })
      .then(({ pool }) => {
        setFailed(null);
        setState((now) => {
          const fits = now.key === key && now.list?.endCursor === cursor;
          return fits && now.list !== null && pool != null ? { ...now, list: lengthened(now.list, pool.tasks) } : now;
        });
      })
      .catch((thrown: unknown) => {
        setFailed({ key, error: thrown as Error });
      })
      .finally(() => {
        if (reading.current === place) reading.current = null;
      });
  }, [key, cursor, hasNext, options]);
  const rows = useMemo(() => (list === null ? [] : list.ids.map((id) => list.rows.get(id) as Row)), [list]);
  return { list, rows, error, nextError: failed?.key === key ? failed.error : null, readNext };
}
