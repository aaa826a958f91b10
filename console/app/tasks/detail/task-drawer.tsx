import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { useTask } from '../../../../src/sdk/react/react';
import { label } from '../../data/format';
import { useHeld } from '../../data/paused';
import { isRead } from '../../data/pool-view';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import { toneOf } from '../../ui/tone';
import { TaskActions } from './task-actions';
import { TaskParticulars } from './task-particulars';
import styles from './task-drawer.module.css';

/** One task beside its list, at an address of its own. On a narrow screen it lies over the list. */
export function TaskDrawer() {
  const { taskId } = useParams({ from: '/tasks/$taskId' });
  const navigate = useNavigate();
  const { data, loading, error } = useHeld(useTask(taskId), taskId, isRead);
  const close = useCallback(() => void navigate({ to: '/tasks', search: (before) => before }), [navigate]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        document.querySelector('[role=dialog], [role=menu]') === null
      ) {
        close();
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [close]);
  return (
    <aside className={styles.drawer} aria-labelledby="task-heading">
      <header className={styles.head}>
        <div className={styles.line}>
          {data !== null && (
            <>
              <Badge tone={toneOf(data.status)}>{label(data.status)}</Badge>
              <strong className={styles.type}>{label(data.type)}</strong>
            </>
          )}
          <span className={styles.gap} />
          {data !== null && <TaskActions key={taskId} task={data} />}
          <Button look="quiet" size="small" isSquare aria-label="Close the task" onClick={close}>
            <Icon name="close" />
          </Button>
        </div>
        <div className={styles.line}>
          <h1 id="task-heading" tabIndex={-1} className={styles.title}>
            <code>{taskId}</code>
          </h1>
          <CopyButton text={taskId} label="Copy the id of the task" />
        </div>
      </header>
      <div className={styles.body} tabIndex={0} role="group" aria-label="Particulars of the task">
        {error !== null && <ErrorNotice error={error} />}
        {loading && <Skeleton lines={6} />}
        {!loading && data === null && error === null && (
          <EmptyState title="There is no such task" action={<Button onClick={close}>Go to the list</Button>}>
            It may have been forgotten: settled tasks are kept for a time and up to a number, and then let go.
          </EmptyState>
        )}
        {data !== null && <TaskParticulars key={taskId} task={data} />}
      </div>
    </aside>
  );
}
