import { Link } from '@tanstack/react-router';
import { clip, label, words } from '../../data/format';
import { Bar } from '../../ui/bar';
import { Badge } from '../../ui/badge';
import { Age, Duration, Nothing, Time } from '../../ui/time';
import { toneOf } from '../../ui/tone';
import styles from './task-cells.module.css';
import type { Row } from './task-list';

/** Of a text from outside, as many characters in a row. It may be a megabyte. */
const LONGEST = 160;

/** The link to a task. Out of the order of Tab: its row has the focus, and Enter there opens it. */
export function TaskLink({ id }: { readonly id: string }) {
  return (
    <Link to="/tasks/$taskId" params={{ taskId: id }} search={(before) => before} tabIndex={-1} className={styles.link}>
      <code>{id}</code>
    </Link>
  );
}

export function Status({ task }: { readonly task: Row }) {
  return <Badge tone={toneOf(task.status)}>{label(task.status)}</Badge>;
}

/** What there is to say of it now in the fewest words: why it waits, how far it is, why it has failed. */
export function Standing({ task: { wait, error, progress, status } }: { readonly task: Row }) {
  if (wait != null) {
    return (
      <span title={clip(wait.detail)}>
        {label(wait.reason)}
        <span className={styles.faint}>
          {' '}
          ·{' '}
          {wait.queuePosition === 1 && wait.reason === 'NO_IDLE_AGENT' ? 'next' : `place ${String(wait.queuePosition)}`}
        </span>
      </span>
    );
  }
  // A message may be a megabyte; the row shows its beginning.
  if (error != null) {
    return (
      <span className={styles.bad} title={clip(error.message)}>
        <code>{clip(error.code, 64)}</code> {clip(error.message, LONGEST)}
      </span>
    );
  }
  if (status !== 'IN_PROGRESS' || progress == null) return <Nothing />;
  return (
    <span className={styles.progress}>
      <Bar label="Progress" value={Math.round(progress.fraction * 100)} max={100} />
      <span className={styles.faint}>
        {Math.round(progress.fraction * 100)} %{progress.note != null && ` · ${clip(progress.note, LONGEST)}`}
      </span>
    </span>
  );
}

/** From the first start to the end, or to now. */
export function Took({ task: { startedAt, completedAt, status } }: { readonly task: Row }) {
  if (startedAt == null) return <Nothing />;
  if (completedAt != null) return <Duration ms={Date.parse(completedAt) - Date.parse(startedAt)} />;
  return status === 'IN_PROGRESS' ? <Age since={startedAt} /> : <Nothing />;
}

/** Attempts that were begun, of those it gets. */
export function Attempts({ task: { attemptCount, maxAttempts } }: { readonly task: Row }) {
  return (
    <span className={attemptCount > 1 ? styles.many : undefined}>
      {attemptCount}
      <span className={styles.faint}> of {maxAttempts}</span>
    </span>
  );
}

/** A task where there is no room for columns: three lines. */
export function TaskCard({ task }: { readonly task: Row }) {
  return (
    <div className={styles.card}>
      <div className={styles.line}>
        <Status task={task} />
        <strong className={styles.type}>{label(task.type)}</strong>
        <span className={styles.end}>
          <Time at={task.createdAt} />
        </span>
      </div>
      <div className={styles.line}>
        <TaskLink id={task.id} />
      </div>
      <div className={styles.line}>
        <span className={styles.cut}>
          <CardStanding task={task} />
        </span>
        <span className={styles.end}>
          {task.priority > 0 && `priority ${String(task.priority)} · `}
          <Took task={task} />
        </span>
      </div>
    </div>
  );
}

function CardStanding({ task }: { readonly task: Row }) {
  const { wait, error, progress, assignedAgent, status, attemptCount } = task;
  if (wait != null || error != null || (status === 'IN_PROGRESS' && progress != null)) return <Standing task={task} />;
  if (assignedAgent != null) {
    return (
      <span className={styles.faint}>
        {assignedAgent.name}
        {attemptCount > 1 && `, attempt ${String(attemptCount)}`}
      </span>
    );
  }
  return <span className={styles.faint}>{words(status)}</span>;
}
