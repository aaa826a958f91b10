import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { age, count } from '../data/format';
import { useShownNow } from '../data/paused';
import { useShownPool } from '../data/pool-view';
import type { TaskSearch } from '../tasks/task-search';
import { Bar } from '../ui/bar';
import { Skeleton } from '../ui/skeleton';
import { Duration, Nothing } from '../ui/time';
import styles from './figures.module.css';

/** The figures of the pool, each a link to the tasks that it counts. */
export function Figures() {
  const { data: pool } = useShownPool();
  if (pool === null) return <Skeleton lines={2} />;
  const { metrics } = pool;
  const busy = metrics.agentsByStatus
    .filter(({ status }) => status === 'ANALYZING' || status === 'EXECUTING')
    .reduce((sum, each) => sum + each.count, 0);
  const settled = metrics.tasksCompleted + metrics.tasksFailed;
  const isFull = pool.queueLength >= pool.queueCapacity;
  return (
    <ul className={styles.figures} aria-label="Figures">
      <Figure name="Queue" search={{ status: 'PENDING' }}>
        {count(pool.queueLength)}
        <small>of {count(pool.queueCapacity)}</small>
        <Bar
          label="Queue"
          value={pool.queueLength}
          max={pool.queueCapacity}
          tone={isFull ? 'bad' : pool.queueLength > pool.queueCapacity * 0.8 ? 'warn' : 'accent'}
        />
      </Figure>
      <Figure name="Busy agents" search={{ status: 'IN_PROGRESS' }}>
        {count(busy)}
        <small>of {count(pool.size)}</small>
        <Bar label="Busy agents" value={busy} max={pool.size} />
      </Figure>
      <Figure name="Throughput" search={{ status: 'COMPLETED' }}>
        {metrics.throughputPerSecond.toFixed(1)}
        <small>per second</small>
      </Figure>
      <Figure name="Assignment p95" search={{}}>
        <Duration ms={metrics.assignmentLatency?.p95Ms} />
      </Figure>
      <Figure name="Failed" search={{ status: 'FAILED' }}>
        {settled === 0 ? <Nothing /> : `${((100 * metrics.tasksFailed) / settled).toFixed(1)} %`}
        <small>{count(metrics.tasksFailed)} tasks</small>
      </Figure>
      <Figure name="Oldest waiting" search={{ status: 'PENDING' }}>
        {metrics.oldestPendingMs == null ? (
          <Nothing />
        ) : (
          <Oldest sinceMs={Date.parse(metrics.at) - metrics.oldestPendingMs} leastMs={metrics.oldestPendingMs} />
        )}
      </Figure>
    </ul>
  );
}

/** Ticks between two answers, and never below the last: the clocks of the server and of this machine may differ by a little. */
function Oldest({ sinceMs, leastMs }: { readonly sinceMs: number; readonly leastMs: number }) {
  return <>{age(Math.max(leastMs, useShownNow() - sinceMs))}</>;
}

function Figure({
  name,
  search,
  children,
}: {
  readonly name: string;
  readonly search: TaskSearch;
  readonly children: ReactNode;
}) {
  return (
    <li>
      <Link to="/tasks" search={search} className={styles.figure}>
        <span className={styles.name}>{name}</span>
        <span className={styles.value}>{children}</span>
      </Link>
    </li>
  );
}
