import type { TaskView } from '../../../../src/sdk/react/react';
import { clip, duration, instantInFull, label, timeOfDay } from '../../data/format';
import { StatusDot } from '../../ui/badge';
import type { Tone } from '../../ui/tone';
import { useAgentNames } from '../../data/agent-names';
import styles from './task-events.module.css';

type TaskEventType = TaskView['history'][number]['type'];

const TONES: Readonly<Partial<Record<TaskEventType, Tone>>> = {
  ASSIGNED: 'accent',
  STARTED: 'accent',
  PROGRESSED: 'accent',
  ATTEMPT_FAILED: 'bad',
  RETRY_SCHEDULED: 'warn',
  COMPLETED: 'good',
  FAILED: 'bad',
  CANCELLED: 'warn',
};

/** As many as are read at once. */
const READ = 100;

/** What happened to the task, oldest first, each with the time since the one before. */
export function TaskEvents({ task }: { readonly task: TaskView }) {
  const names = useAgentNames();
  return (
    <>
      <ol className={styles.events} aria-label="Events of the task">
        {task.history.map(({ cursor, occurredAt, type, agentId, attempt, message }, index) => {
          const before = task.history[index - 1]?.occurredAt;
          return (
            <li key={cursor} className={styles.event}>
              <time dateTime={occurredAt} title={instantInFull(occurredAt)} className={styles.time}>
                {timeOfDay(occurredAt)}
              </time>
              <span className={styles.mark}>
                <StatusDot tone={TONES[type] ?? 'plain'} />
              </span>
              <span className={styles.what}>
                <strong>{label(type)}</strong>
                {attempt != null && <span className={styles.faint}> attempt {attempt}</span>}
                {agentId != null && <span className={styles.faint}> · {names.get(agentId) ?? agentId}</span>}
                {message != null && message !== '' && <span className={styles.message}>{clip(message)}</span>}
              </span>
              <span className={styles.after}>
                {before !== undefined && `+${duration(Date.parse(occurredAt) - Date.parse(before))}`}
              </span>
            </li>
          );
        })}
      </ol>
      {task.history.length >= READ && <p className={styles.faint}>These are the first {READ}.</p>}
    </>
  );
}
