import type { TaskView } from '../../../src/sdk/react/react';
import { label } from '../data/format';
import { Duration } from '../ui/time';
import styles from './task-attempts.module.css';

/** Each attempt: by whom, how it ended, how long it took. */
export function TaskAttempts({ attempts }: { readonly attempts: TaskView['attempts'] }) {
  if (attempts.length === 0) return <p>None yet.</p>;
  return (
    <ol className={styles.attempts}>
      {attempts.map(({ number, agentId, outcome, assignedAt, endedAt }) => (
        <li key={number}>
          {number}. <code>{agentId}</code>, {outcome == null ? 'running' : label(outcome).toLowerCase()},{' '}
          <Duration ms={endedAt == null ? null : Date.parse(endedAt) - Date.parse(assignedAt)} />
        </li>
      ))}
    </ol>
  );
}
