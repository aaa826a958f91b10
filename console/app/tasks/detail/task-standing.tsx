import type { ReactNode } from 'react';
import type { TaskView } from '../../../../src/sdk/react/react';
import { useNow } from '../../data/clock';
import { age, clip, count, duration, words } from '../../data/format';
import { Bar } from '../../ui/bar';
import { classNames } from '../../ui/class-names';
import { Age, Duration, Nothing } from '../../ui/time';
import { useAgentNames } from '../../data/agent-names';
import { Failure } from './attempt-particulars';
import styles from './task-standing.module.css';
import { Term, Terms } from './terms';

/** What is to be known of a task before anything else: why it waits, how far it is, why it has failed. */
export function TaskStanding({ task }: { readonly task: TaskView }) {
  const { status, error } = task;
  if (status === 'PENDING' && task.wait != null) return <Waiting task={task} wait={task.wait} />;
  if (status === 'IN_PROGRESS') return <Running task={task} />;
  if (error != null) return <Failure code={error.code} message={error.message} isRetryable={error.retryable} />;
  if (status === 'CANCELLED') {
    const message = task.history.findLast(({ type }) => type === 'CANCELLED')?.message;
    return (
      <Block tone="warn" title="Cancelled">
        {message == null || message === '' ? 'No reason was given.' : clip(message)}
      </Block>
    );
  }
  return null;
}

function Waiting({ task, wait }: { readonly task: TaskView; readonly wait: NonNullable<TaskView['wait']> }) {
  const { reason, detail, since, queuePosition, estimatedMs } = wait;
  return (
    <Block
      tone={reason === 'NO_IDLE_AGENT' || reason === 'BACKOFF' ? 'plain' : 'warn'}
      title={`Waits: ${words(reason)}`}
    >
      <p>{clip(detail)}</p>
      <Terms>
        <Term name="Since">
          <Age since={since} />
        </Term>
        <Term name="Place in the queue">{queuePosition === 1 ? '1, the next' : count(queuePosition)}</Term>
        {task.nextRetryAt != null ? (
          <Term name="Next attempt">
            <Countdown to={task.nextRetryAt} />
          </Term>
        ) : (
          <Term name="Expected">{estimatedMs == null ? <Nothing /> : `in about ${duration(estimatedMs)}`}</Term>
        )}
      </Terms>
    </Block>
  );
}

function Countdown({ to }: { readonly to: string }) {
  const leftMs = Date.parse(to) - useNow();
  return leftMs <= 0 ? 'now' : `in ${age(leftMs + 999)}`;
}

function Running({ task }: { readonly task: TaskView }) {
  const { progress, assignedAgent, attempts } = task;
  const names = useAgentNames();
  const last = attempts.at(-1);
  const agent = assignedAgent?.name ?? (last === undefined ? null : (names.get(last.agentId) ?? last.agentId));
  const title = `${last?.startedAt == null ? 'Analysed' : 'Run'}${agent === null ? '' : ` by ${clip(agent, 100)}`}`;
  return (
    <Block tone="accent" title={title}>
      {progress == null ? (
        'It has told no progress yet.'
      ) : (
        <>
          <span className={styles.progress}>
            <Bar label="Progress" value={Math.round(progress.fraction * 100)} max={100} />
            {Math.round(progress.fraction * 100)} %
          </span>
          {progress.note != null && <p className={styles.note}>{clip(progress.note)}</p>}
        </>
      )}
    </Block>
  );
}

interface BlockProps {
  readonly tone: 'plain' | 'warn' | 'accent';
  readonly title: string;
  readonly children: ReactNode;
}

function Block({ tone, title, children }: BlockProps) {
  return (
    <section className={classNames(styles.block, styles[tone])}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{children}</div>
    </section>
  );
}

/** Of the whole task. */
export function Lasted({ task: { createdAt, completedAt } }: { readonly task: TaskView }) {
  return completedAt == null ? (
    <Age since={createdAt} />
  ) : (
    <Duration ms={Date.parse(completedAt) - Date.parse(createdAt)} />
  );
}
