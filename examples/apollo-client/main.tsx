import { ApolloProvider, useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { nodeOf } from 'coordination-pool/document-nodes';
import { SubmitTaskDocument, TaskLifecycleDocument, TasksDocument } from 'coordination-pool/documents';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './client';

const TASKS = nodeOf(TasksDocument);
const TASK_EVENTS = nodeOf(TaskLifecycleDocument);
const SUBMIT_TASK = nodeOf(SubmitTaskDocument);
const variables = { orderBy: 'CREATED_DESC', first: 50 } as const;

function Tasks() {
  const { data, error } = useQuery(TASKS, { variables });
  // Where to begin. The cursor in the cache may become another one: the subscription goes on from its own events.
  const [after, setAfter] = useState<string>();
  const first = data?.pool?.cursor;
  if (after === undefined && first !== undefined) setAfter(first);
  const [events, setEvents] = useState<readonly { readonly cursor: string; readonly line: string }[]>([]);
  useSubscription(TASK_EVENTS, {
    variables: { after },
    skip: after === undefined,
    onData({ client: { cache }, data: { data: happened } }) {
      if (!happened) return;
      const { cursor, type, task } = happened.taskLifecycle;
      setEvents((before) => [...before, { cursor, line: `${task.id} ${type}` }].slice(-1_000));
      // Tasks that are in the list have changed in the cache by themselves; a new one has to be put there.
      cache.updateQuery({ query: TASKS, variables }, (before) => {
        if (!before?.pool || before.pool.tasks.nodes.some(({ id }) => id === task.id)) return before;
        const { tasks } = before.pool;
        const added = { ...tasks, totalCount: tasks.totalCount + 1, nodes: [task, ...tasks.nodes] };
        return { ...before, pool: { ...before.pool, tasks: added } };
      });
    },
  });
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <>
      <ul id="tasks">
        {data?.pool?.tasks.nodes.map(({ id, type, status }) => (
          <li key={id}>{`${id} ${type} ${status}`}</li>
        ))}
      </ul>
      <ol id="events">
        {events.map(({ cursor, line }) => (
          <li key={cursor}>{line}</li>
        ))}
      </ol>
    </>
  );
}

function Submit() {
  // The answer may come behind the events of its own task, and shall not take the cache back to before them.
  const [submitTask, { error, loading }] = useMutation(SUBMIT_TASK, { fetchPolicy: 'no-cache' });
  // One key for each click: were the answer lost, the same submission again would make no second task.
  const submit = () => {
    const input = { type: 'GENERAL', payload: { text: 'three small words' }, idempotencyKey: freshKey() } as const;
    // A refusal is shown below.
    submitTask({ variables: { input } }).catch(() => undefined);
  };
  return (
    <>
      <button disabled={loading} onClick={submit}>
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
    <ApolloProvider client={client}>
      <Submit />
      <Tasks />
    </ApolloProvider>
  </StrictMode>,
);
