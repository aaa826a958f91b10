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
    width: '120px',
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
  const [isPointed, setPointed] = useState(false);
  const [shownFrom, setShownFrom] = useState(0);
  const isKept = isHeld || isPointed || selected.size > 0;
  const { list, rows, error, nextError, readNext } = useTaskList(search, isKept, shownFrom);
  const open = useCallback(
    ({ id }: Row) => void navigate({ to: '/tasks/$taskId', params: { taskId: id }, search: (before) => before }),
    [navigate],
  );
  return (
    <div
      className={styles.place}
      // A finger points at nothing once it is lifted.
      onPointerEnter={(event) => event.pointerType === 'mouse' && setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      {(error !== null || list === null) && (
        <div className={styles.padded}>{error === null ? <Skeleton lines={8} /> : <ErrorNotice error={error} />}</div>
      )}
      {list !== null && rows.length === 0 && <NoTasks search={search} onSubmit={onSubmit} />}
      {list !== null && rows.length > 0 && (
        <>
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
          <Foot read={rows.length} total={list.total} isBroken={nextError !== null} onAgain={readNext} />
        </>
      )}
    </div>
  );
}

interface FootProps {
  readonly read: number;
  readonly total: number;
  /** The next page could not be read. */
  readonly isBroken: boolean;
  readonly onAgain: () => void;
}

function Foot({ read, total, isBroken, onAgain }: FootProps) {
  return (
    <footer className={styles.foot}>
      <span>{read < total ? `${count(read)} of ${count(total)} tasks read` : tasksIn(total)}</span>
      {isBroken && (
        <span className={styles.problem}>
          The next ones could not be read.{' '}
          <Button size="small" look="quiet" onClick={onAgain}>
            Try again
          </Button>
        </span>
      )}
    </footer>
  );
}

const tasksIn = (total: number): string => (total === 1 ? '1 task' : `${count(total)} tasks`);

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
