import { Link } from '@tanstack/react-router';
import { count, label } from '../data/format';
import { useShownPool } from '../data/pool-view';
import styles from './task-tabs.module.css';
import { STATUSES, type TaskSearch } from './task-search';

/** One address for each status, with how many there are; the figures are those of the whole pool. */
export function TaskTabs() {
  const metrics = useShownPool().data?.metrics;
  const counts = {
    PENDING: metrics?.tasksPending,
    IN_PROGRESS: metrics?.tasksInProgress,
    COMPLETED: metrics?.tasksCompleted,
    FAILED: metrics?.tasksFailed,
    CANCELLED: metrics?.tasksCancelled,
  };
  return (
    <nav className={styles.tabs} aria-label="Status">
      <Tab status={undefined} text="All" number={undefined} />
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
      {number !== undefined && <span className={styles.count}>{count(number)}</span>}
    </Link>
  );
}
