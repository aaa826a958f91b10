import { useState } from 'react';
import type { TaskView } from '../../../../src/sdk/react/react';
import { clip, count, words } from '../../data/format';
import { CopyButton } from '../../ui/copy-button';
import { JsonView } from '../../ui/json-view';
import { Tabs } from '../../ui/tabs';
import { Duration, Nothing, Time } from '../../ui/time';
import { useAgentNames } from '../../data/agent-names';
import { Attempts } from './attempts';
import { TaskEvents } from './task-events';
import { Lasted, TaskStanding } from './task-standing';
import styles from './task-particulars.module.css';
import { Term, Terms } from './terms';

/** Everything of a task: how it stands, its life, what it was given and gave, what happened to it. */
export function TaskParticulars({ task }: { readonly task: TaskView }) {
  const [part, setPart] = useState('attempts');
  return (
    <>
      <TaskStanding task={task} />
      <TaskTerms task={task} />
      <Tabs
        label="Parts of the task"
        value={part}
        onChange={setPart}
        tabs={[
          {
            id: 'attempts',
            title: <Counted text="Attempts" number={task.attempts.length} />,
            content: <Attempts task={task} />,
          },
          { id: 'payload', title: 'Payload', content: <JsonView value={task.payload} label="the payload" /> },
          { id: 'result', title: 'Result', content: <Result task={task} /> },
          {
            id: 'events',
            title: <Counted text="Events" number={task.history.length} />,
            content: <TaskEvents task={task} />,
          },
        ]}
      />
    </>
  );
}

function Counted({ text, number }: { readonly text: string; readonly number: number }) {
  return (
    <>
      {text} <span className={styles.count}>{count(number)}</span>
    </>
  );
}

function TaskTerms({ task }: { readonly task: TaskView }) {
  const names = useAgentNames();
  const nameOf = (id: string): string => names.get(id) ?? id;
  const { priority, attemptCount, maxAttempts, preferredAgentId, requiredSkills, failedAgentIds } = task;
  return (
    <Terms>
      <Term name="Agent">{task.assignedAgent?.name ?? <Nothing />}</Term>
      <Term name="Priority">{priority}</Term>
      <Term name="Attempts">
        {attemptCount} of {maxAttempts}
      </Term>
      <Term name="Submitted">
        <Time at={task.createdAt} />
      </Term>
      <Term name="Assigned after">
        <Duration ms={task.assignmentLatencyMs} />
      </Term>
      <Term name={task.completedAt == null ? 'Lasts' : 'Lasted'}>
        <Lasted task={task} />
      </Term>
      {task.timeoutMs != null && (
        <Term name="Timeout of an attempt">
          <Duration ms={task.timeoutMs} />
        </Term>
      )}
      {preferredAgentId != null && <Term name="Preferred agent">{nameOf(preferredAgentId)}</Term>}
      {requiredSkills.length > 0 && <Term name="Skills">{requiredSkills.join(', ')}</Term>}
      {failedAgentIds.length > 0 && <Term name="Failed by">{failedAgentIds.map(nameOf).join(', ')}</Term>}
      {task.traceId != null && (
        <Term name="Trace id" isWide>
          <code>{task.traceId}</code> <CopyButton text={task.traceId} label="Copy the trace id" />
        </Term>
      )}
      {task.idempotencyKey != null && (
        <Term name="Idempotency key" isWide>
          <code>{clip(task.idempotencyKey, 256)}</code>{' '}
          <CopyButton text={task.idempotencyKey} label="Copy the idempotency key" />
        </Term>
      )}
    </Terms>
  );
}

function Result({ task }: { readonly task: TaskView }) {
  return task.status === 'COMPLETED' ? (
    <JsonView value={task.result ?? null} label="the result" />
  ) : (
    <p className={styles.none}>There is none: the task is {words(task.status)}.</p>
  );
}
