import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { count, label } from '../../data/format';
import { useCan } from '../../data/use-can';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Icon } from '../../ui/icon';
import { Skeleton } from '../../ui/skeleton';
import type { Selection } from '../../ui/table-selection';
import { Nothing, Time } from '../../ui/time';
import { VirtualTable, type Column } from '../../ui/virtual-table';
import { isNarrowed, type TaskSearch } from '../task-search';
import { Attempts, Standing, Status, TaskCard, TaskLink, Took } from './task-cells';
import type { Row } from './task-list';
import styles from './task-table.module.css';
import { useTaskList } from './use-task-list';

const COLUMNS: readonly Column<Row>[] = [
  { id: 'status', title: 'Status', width: '112px', cell: (task) => <Status task={task} /> },
  { id: 'type', title: 'Type', width: '86px', cell: ({ type }) => label(type) },
  { id: 'id', title: 'Task', width: 'minmax(150px, 282px)', cell: ({ id }) => <TaskLink id={id} /> },
  { id: 'why', title: 'Why, or how far', width: 'minmax(120px, 1fr)', cell: (task) => <Standing task={task} /> },
  {
    id: 'agent',
    title: 'Agent',
    width: 'minmax(70px, 130px)',
    cell: ({ assignedAgent }) => assignedAgent?.name ?? <Nothing />,
  },
  { id: 'priority', title: 'Priority', width: '52px', isNumber: true, cell: ({ priority }) => priority },
  { id: 'attempts', title: 'Attempts', width: '58px', isNumber: true, cell: (task) => <Attempts task={task} /> },
  { id: 'took', title: 'Took', width: '78px', isNumber: true, cell: (task) => <Took task={task} /> },
  {
    id: 'created',
    title: 'Submitted',
    width: '104px',
    isNumber: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

const idOf = ({ id }: Row): string => id;
const card = (task: Row) => <TaskCard task={task} />;

interface TaskTableProps {
  readonly search: TaskSearch;
  readonly selected: Selection;
  readonly onSelect: (selected: Selection) => void;
  readonly onSubmit: () => void;
}

/** The tasks that fit, as far as they are scrolled to. What is new comes by itself unless somebody is at the rows; then a chip counts it. */
export function TaskTable({ search, selected, onSelect, onSubmit }: TaskTableProps) {
  const navigate = useNavigate();
  const { taskId } = useParams({ strict: false });
  const [isHeld, setHeld] = useState(false);
  const [shownFrom, setShownFrom] = useState(0);
  const { list, rows, error, nextError, readNext } = useTaskList(search, isHeld || selected.size > 0, shownFrom);
  const open = useCallback(
    ({ id }: Row) => void navigate({ to: '/tasks/$taskId', params: { taskId: id }, search: (before) => before }),
    [navigate],
  );
  if (list === null)
    return error === null ? (
      <Padded>
        <Skeleton lines={8} />
      </Padded>
    ) : (
      <Padded>
        <ErrorNotice error={error} />
      </Padded>
    );
  if (rows.length === 0) return <NoTasks search={search} onSubmit={onSubmit} />;
  return (
    <div className={styles.place}>
      {error !== null && (
        <Padded>
          <ErrorNotice error={error} />
        </Padded>
      )}
      {list.newer > 0 && (
        <button type="button" className={styles.newer} onClick={() => setShownFrom(shownFrom + 1)}>
          {count(list.newer)}
          {list.newer >= 100 && '+'} new
        </button>
      )}
      <VirtualTable
        label="Tasks"
        rows={rows}
        total={list.total}
        columns={COLUMNS}
        card={card}
        idOf={idOf}
        selected={selected}
        onSelect={onSelect}
        current={taskId}
        onOpen={open}
        onEnd={readNext}
        onHold={setHeld}
        restart={shownFrom}
      />
      <footer className={styles.foot}>
        <span>
          {rows.length < list.total ? `${count(rows.length)} of ${count(list.total)} tasks read` : tasksIn(list.total)}
        </span>
        {nextError !== null && (
          <span className={styles.problem}>
            The next ones could not be read.{' '}
            <Button size="small" look="quiet" onClick={readNext}>
              Try again
            </Button>
          </span>
        )}
      </footer>
    </div>
  );
}

const tasksIn = (total: number): string => (total === 1 ? '1 task' : `${count(total)} tasks`);

function Padded({ children }: { readonly children: React.ReactNode }) {
  return <div className={styles.padded}>{children}</div>;
}

function NoTasks({ search, onSubmit }: { readonly search: TaskSearch; readonly onSubmit: () => void }) {
  const navigate = useNavigate();
  const can = useCan('submitTask');
  if (isNarrowed(search)) {
    return (
      <EmptyState
        title="No task fits"
        action={
          <Button
            onClick={() =>
              void navigate({
                to: '/tasks',
                search: ({ status: _status, q: _q, type: _type, wait: _wait, agent: _agent, ...rest }) => rest,
              })
            }
          >
            Take all filters away
          </Button>
        }
      >
        Of all that the pool remembers there is none with these filters.
      </EmptyState>
    );
  }
  const { title, text } = NOTHING_IN[search.status ?? 'ALL'];
  return (
    <EmptyState
      title={title}
      {...((search.status === undefined || search.status === 'PENDING') && {
        action: (
          <Button look="primary" disabledReason={can.reason} onClick={onSubmit}>
            <Icon name="plus" />
            Submit a task…
          </Button>
        ),
      })}
    >
      {text}
    </EmptyState>
  );
}

const NOTHING_IN = {
  ALL: { title: 'No tasks yet', text: 'What is submitted shows here, newest first.' },
  PENDING: {
    title: 'Nothing waits',
    text: 'The queue is empty: whatever is submitted now is taken at once where an agent is idle.',
  },
  IN_PROGRESS: { title: 'Nothing runs', text: 'No agent has a task in hand.' },
  COMPLETED: { title: 'Nothing is completed yet', text: 'Tasks with a result show here until they are forgotten.' },
  FAILED: { title: 'Nothing has failed', text: 'Tasks whose attempts are spent show here, and can be retried.' },
  CANCELLED: { title: 'Nothing was cancelled', text: 'Tasks that were called off show here, and can be retried.' },
} as const;
