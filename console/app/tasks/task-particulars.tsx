import type { TaskView } from '../../../src/sdk/react/react';
import { label } from '../data/format';
import { ErrorNotice } from '../ui/error-notice';
import { JsonView } from '../ui/json-view';
import { Duration, Nothing, Time } from '../ui/time';
import styles from './task-particulars.module.css';

/** Everything of a task in its simplest form: terms, error, payload, result, attempts. */
export function TaskParticulars({ task }: { readonly task: TaskView }) {
  return (
    <>
      {task.error != null && <ErrorNotice error={`${task.error.code}: ${task.error.message}`} />}
      {task.wait != null && (
        <p>
          <strong>{label(task.wait.reason)}</strong>: {task.wait.detail}
        </p>
      )}
      <dl className={styles.terms}>
        <Term name="Type">{label(task.type)}</Term>
        <Term name="Priority">{task.priority}</Term>
        <Term name="Agent">{task.assignedAgent?.name ?? <Nothing />}</Term>
        <Term name="Submitted">
          <Time at={task.createdAt} />
        </Term>
        <Term name="Assigned after">
          <Duration ms={task.assignmentLatencyMs} />
        </Term>
        <Term name="Trace">{task.traceId == null ? <Nothing /> : <code>{task.traceId}</code>}</Term>
      </dl>
      <section aria-labelledby="attempts-heading" className={styles.part}>
        <h2 id="attempts-heading">Attempts</h2>
        {task.attempts.length === 0 ? (
          <p>None yet.</p>
        ) : (
          <ol className={styles.attempts}>
            {task.attempts.map(({ number, agentId, outcome, assignedAt, endedAt }) => (
              <li key={number}>
                {number}. <code>{agentId}</code>, {outcome == null ? 'running' : label(outcome).toLowerCase()},{' '}
                <Duration ms={endedAt == null ? null : Date.parse(endedAt) - Date.parse(assignedAt)} />
              </li>
            ))}
          </ol>
        )}
      </section>
      <section aria-labelledby="payload-heading" className={styles.part}>
        <h2 id="payload-heading">Payload</h2>
        <JsonView value={task.payload} label="the payload" />
      </section>
      {task.status === 'COMPLETED' && (
        <section aria-labelledby="result-heading" className={styles.part}>
          <h2 id="result-heading">Result</h2>
          <JsonView value={task.result ?? null} label="the result" />
        </section>
      )}
    </>
  );
}

function Term({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
