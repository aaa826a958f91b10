import { Outlet, useParams, useSearch } from '@tanstack/react-router';
import { useTitle } from '../data/use-title';
import styles from './tasks.module.css';
import { TaskFilters } from './task-filters';
import { TaskTable } from './task-table';
import { TaskTabs } from './task-tabs';

/** The tasks of the pool: tabs by status, search, list, and the drawer of the task that is open. */
export function Tasks() {
  const search = useSearch({ from: '/tasks' });
  const { taskId } = useParams({ strict: false });
  useTitle(taskId ?? 'Tasks');
  return (
    <div className={styles.view}>
      <section className={styles.list} aria-labelledby="tasks-heading">
        <header className={styles.head}>
          <h1 id="tasks-heading" tabIndex={-1}>
            Tasks
          </h1>
          <TaskFilters search={search} />
        </header>
        <TaskTabs />
        <TaskTable search={search} />
      </section>
      <Outlet />
    </div>
  );
}
