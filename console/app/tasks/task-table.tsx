import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useTasks, type TaskPage } from '../../../src/sdk/react/react';
import { label } from '../data/format';
import { useHeld } from '../data/paused';
import { isRead } from '../data/pool-view';
import { Badge } from '../ui/badge';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import { Skeleton } from '../ui/skeleton';
import { Nothing, Time } from '../ui/time';
import { toneOf } from '../ui/tone';
import { VirtualTable, type Column } from '../ui/virtual-table';
import { filterOf, type TaskSearch } from './task-search';

type Row = TaskPage['nodes'][number];

/** The most that the server gives at once. */
const FIRST = 200;

const COLUMNS: readonly Column<Row>[] = [
  { id: 'id', title: 'Task', width: 'minmax(0, 2fr)', cell: (task) => <TaskLink id={task.id} /> },
  { id: 'type', title: 'Type', width: '110px', isWideOnly: true, cell: ({ type }) => label(type) },
  {
    id: 'status',
    title: 'Status',
    width: '120px',
    cell: ({ status }) => <Badge tone={toneOf(status)}>{label(status)}</Badge>,
  },
  { id: 'why', title: 'Why', width: 'minmax(0, 2fr)', isWideOnly: true, cell: why },
  {
    id: 'agent',
    title: 'Agent',
    width: 'minmax(0, 1fr)',
    isWideOnly: true,
    cell: ({ assignedAgent }) => assignedAgent?.name ?? <Nothing />,
  },
  {
    id: 'attempts',
    title: 'Attempts',
    width: '70px',
    isWideOnly: true,
    isNumber: true,
    cell: ({ attemptCount, maxAttempts }) => `${String(attemptCount)} of ${String(maxAttempts)}`,
  },
  { id: 'created', title: 'Submitted', width: '110px', cell: ({ createdAt }) => <Time at={createdAt} /> },
];

const idOf = ({ id }: Row): string => id;

/** The newest tasks that fit. */
export function TaskTable({ search }: { readonly search: TaskSearch }) {
  const navigate = useNavigate();
  const { taskId } = useParams({ strict: false });
  const filter = filterOf(search);
  const { data, error } = useHeld(useTasks({ filter, first: FIRST }), JSON.stringify(filter), isRead);
  if (data === null) return error === null ? <Skeleton lines={6} /> : <ErrorNotice error={error} />;
  if (data.nodes.length === 0) {
    const isFiltered = Object.keys(search).length > 0;
    return (
      <EmptyState title={isFiltered ? 'No task fits' : 'No tasks yet'}>
        {isFiltered ? 'Take a filter away to see others.' : 'What is submitted shows here.'}
      </EmptyState>
    );
  }
  return (
    <VirtualTable
      label="Tasks"
      rows={data.nodes}
      total={data.totalCount}
      columns={COLUMNS}
      idOf={idOf}
      labelOf={idOf}
      current={taskId}
      onOpen={({ id }) => void navigate({ to: '/tasks/$taskId', params: { taskId: id }, search: (before) => before })}
    />
  );
}

function TaskLink({ id }: { readonly id: string }) {
  return (
    <Link to="/tasks/$taskId" params={{ taskId: id }} search={(before) => before}>
      <code>{id}</code>
    </Link>
  );
}

/** Why it waits or has failed, in the fewest words. */
function why({ wait, error }: Row) {
  if (wait != null) return <span title={wait.detail}>{label(wait.reason)}</span>;
  // A message may be a megabyte; the row shows its beginning.
  if (error != null) return <span>{`${error.code}: ${error.message.slice(0, 200)}`}</span>;
  return <Nothing />;
}
