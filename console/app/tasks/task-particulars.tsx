import type { ReactNode } from 'react';
import type { TaskView } from '../../../src/sdk/react/react';
import { label } from '../data/format';
import { ErrorNotice } from '../ui/error-notice';
import { JsonView } from '../ui/json-view';
import { Tabs } from '../ui/tabs';
import { Duration, Nothing, Time } from '../ui/time';
import { TaskAttempts } from './task-attempts';
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
      <Tabs
        label="Parts of the task"
        tabs={[
          { id: 'attempts', title: 'Attempts', content: <TaskAttempts attempts={task.attempts} /> },
          { id: 'payload', title: 'Payload', content: <JsonView value={task.payload} label="the payload" /> },
          { id: 'result', title: 'Result', content: <Result task={task} /> },
        ]}
      />
    </>
  );
}

function Result({ task }: { readonly task: TaskView }) {
  return task.status === 'COMPLETED' ? (
    <JsonView value={task.result ?? null} label="the result" />
  ) : (
    <p>There is none: the task is {label(task.status).toLowerCase()}.</p>
  );
}

function Term({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
