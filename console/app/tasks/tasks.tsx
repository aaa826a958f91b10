import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useCan } from '../data/use-can';
import { useTitle } from '../data/use-title';
import { useShortcuts } from '../keyboard/shortcuts';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import type { Selection } from '../ui/table-selection';
import { BulkDialog, type BulkJob } from './bulk/bulk-dialog';
import { RetryFailed } from './bulk/retry-failed';
import { SelectionBar } from './bulk/selection-bar';
import { FilterChips, TaskFilters } from './filters/task-filters';
import { TaskTable } from './list/task-table';
import { TaskTabs } from './list/task-tabs';
import { SubmitDialog } from './submit/submit-dialog';
import { filterOf } from './task-search';
import styles from './tasks.module.css';

const NONE: Selection = new Set();

/** The tasks of the pool: tabs by status, filters, the list and what can be done with many, and the drawer of the task that is open. */
export function Tasks() {
  const search = useSearch({ from: '/tasks' });
  const { taskId } = useParams({ strict: false });
  const navigate = useNavigate();
  const can = useCan('submitTask');
  const [job, setJob] = useState<BulkJob | null>(null);
  const key = JSON.stringify(filterOf(search));
  const [selection, setSelection] = useState<{ readonly key: string; readonly ids: Selection }>({ key, ids: NONE });
  // Other filters are another list: what is not shown there is not selected.
  const selected = selection.key === key ? selection.ids : NONE;
  const select = useCallback((ids: Selection) => setSelection({ key, ids }), [key]);
  const openForm = useCallback(
    () => void navigate({ to: '.', search: (before) => ({ ...before, submit: 'GENERAL' as const }) }),
    [navigate],
  );
  useTitle(taskId ?? 'Tasks');
  useShortcuts(useMemo(() => ({ n: openForm }), [openForm]));
  return (
    <div className={styles.view}>
      <section className={styles.list} aria-labelledby="tasks-heading">
        <header className={styles.head}>
          <h1 id="tasks-heading" tabIndex={-1}>
            Tasks
          </h1>
          <TaskFilters search={search} />
          <span className={styles.actions}>
            {search.status === 'FAILED' && <RetryFailed search={search} onJob={setJob} />}
            <Button look="primary" disabledReason={can.reason} onClick={openForm}>
              <Icon name="plus" />
              Submit…
            </Button>
          </span>
        </header>
        <TaskTabs search={search} />
        <FilterChips search={search} />
        <TaskTable
          key={`${key} ${search.sort ?? ''}`}
          search={search}
          selected={selected}
          onSelect={select}
          onSubmit={openForm}
        />
        <SelectionBar selected={selected} onJob={setJob} onClear={() => select(NONE)} />
      </section>
      <Outlet />
      {job !== null && (
        <BulkDialog
          job={job}
          onClose={(hasRun) => {
            setJob(null);
            if (hasRun) select(NONE);
          }}
        />
      )}
      {search.submit !== undefined && <SubmitDialog type={search.submit} />}
    </div>
  );
}
