import {
  SubmitTaskDocument,
  TaskLifecycleDocument,
  TasksDocument,
  type TaskLifecycleSubscription,
} from 'coordination-pool/documents';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider, useMutation, useQuery, useSubscription } from 'urql';
import { client } from './client';

const page = { orderBy: 'CREATED_DESC', first: 50 } as const;

type TaskEvent = TaskLifecycleSubscription['taskLifecycle'];

function Tasks() {
  const [{ data, error }] = useQuery({ query: TasksDocument, variables: page });
  const after = data?.pool?.cursor;
  const [{ data: events = [] }] = useSubscription(
    { query: TaskLifecycleDocument, variables: { after }, pause: after === undefined },
    // For a page that stays open for days: keep the newest, and read the list again after `missedBefore` or CURSOR_EXPIRED.
    (before: readonly TaskEvent[] | undefined, { taskLifecycle }) => [...(before ?? []), taskLifecycle].slice(-1_000),
  );
  const rows = new Map((data?.pool?.tasks.nodes ?? []).toReversed().map((task) => [task.id, task]));
  for (const { task } of events) rows.set(task.id, task);
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <>
      <ul id="tasks">
        {[...rows.values()].map(({ id, type, status }) => (
          <li key={id}>{`${id} ${type} ${status}`}</li>
        ))}
      </ul>
      <ol id="events">
        {events.map(({ cursor, type, task }) => (
          <li key={cursor}>{`${task.id} ${type}`}</li>
        ))}
      </ol>
    </>
  );
}

function Submit() {
  const [{ error, fetching }, submitTask] = useMutation(SubmitTaskDocument);
  // One key for each click: were the answer lost, the same submission again would make no second task.
  const submit = () =>
    submitTask({ input: { type: 'GENERAL', payload: { text: 'three small words' }, idempotencyKey: freshKey() } });
  return (
    <>
      <button disabled={fetching} onClick={() => void submit()}>
        submit
      </button>
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}

// `crypto.randomUUID` is there only on pages with TLS.
const freshKey = () => [...crypto.getRandomValues(new Uint32Array(4))].join('-');

const root = document.body.appendChild(document.createElement('main'));
createRoot(root).render(
  <StrictMode>
    <Provider value={client}>
      <Submit />
      <Tasks />
    </Provider>
  </StrictMode>,
);
