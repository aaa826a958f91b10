import { Link } from '@tanstack/react-router';
import { TaskCountsDocument } from '../../../../src/generated/graphql';
import { useLive } from '../../../../src/sdk/react/react';
import { count, label } from '../../data/format';
import { useHeld } from '../../data/paused';
import { isRead } from '../../data/pool-view';
import { client } from '../../data/session';
import { filterOf, STATUSES, type TaskSearch } from '../task-search';
import styles from './task-tabs.module.css';

/** How often tasks are counted, in milliseconds: with each event would be much for a figure. */
const COUNTED_EVERY_MS = 1_000;

/** One address for each status, with how many there are that fit the other filters. */
export function TaskTabs({ search }: { readonly search: TaskSearch }) {
  const { types = null, waitReasons = null, agentId = null, search: text = null } = filterOf(search);
  const variables = { pool: client.pool, types, waitReasons, agentId, search: text };
  const view = useLive(TaskCountsDocument, variables, { kinds: [], everyMs: COUNTED_EVERY_MS });
  const pool = useHeld(view, JSON.stringify(variables), isRead).data?.pool;
  const counts = {
    PENDING: pool?.pending.totalCount,
    IN_PROGRESS: pool?.inProgress.totalCount,
    COMPLETED: pool?.completed.totalCount,
    FAILED: pool?.failed.totalCount,
    CANCELLED: pool?.cancelled.totalCount,
  };
  return (
    <nav className={styles.tabs} aria-label="Status">
      <Tab status={undefined} text="All" number={pool?.all.totalCount} />
      {STATUSES.map((status) => (
        <Tab key={status} status={status} text={label(status)} number={counts[status]} />
      ))}
    </nav>
  );
}

interface TabProps {
  readonly status: TaskSearch['status'];
  readonly text: string;
  readonly number: number | undefined;
}

function Tab({ status, text, number }: TabProps) {
  return (
    <Link
      to="/tasks"
      search={(before) => ({ ...before, status })}
      className={styles.tab}
      activeOptions={{ includeSearch: true, explicitUndefined: true }}
    >
      {text}
      <span className={styles.count} data-bad={(status === 'FAILED' && (number ?? 0) > 0) || undefined}>
        {number === undefined ? '–' : count(number)}
      </span>
    </Link>
  );
}
