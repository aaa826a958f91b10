import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from 'coordination-pool/client';
import {
  PoolProvider,
  poolHooks,
  useAgents,
  useEvents,
  usePoolHealth,
  useTasks,
  type TaskPage,
  type View,
} from 'coordination-pool/react';
import { contract } from './contract';

const { useSubmit, useTask } = poolHooks<typeof contract>();
const drawn: Record<string, number> = {};

function Health() {
  const { data, connection } = usePoolHealth();
  return (
    <p id="health">
      {connection.status},{' '}
      {data === null ? 'unread' : `${data.status} ${String(data.queueLength)}/${String(data.queueCapacity)}`},{' '}
      {connection.gap === null ? 'no gap' : 'gap'}, {connection.latencyMs === null ? 'no latency' : 'latency'}
    </p>
  );
}

function Agents() {
  const { data } = useAgents();
  return <p id="agents">{data?.map(({ name, status }) => `${name} ${status}`).join(', ')}</p>;
}

const countOf = ({ data }: View<TaskPage>): number | undefined => data?.totalCount;

function Count() {
  const count = useTasks({}, countOf);
  // eslint-disable-next-line react-hooks/immutability -- counts how often it is drawn
  drawn['count'] = (drawn['count'] ?? 0) + 1;
  return <p id="count">{count}</p>;
}

function Tasks() {
  const { data, error } = useTasks({ orderBy: 'CREATED_ASC', first: 200 });
  return (
    <ol id="tasks" data-error={error?.name}>
      {data?.nodes.map(({ id, status }) => (
        <li key={id}>{status}</li>
      ))}
    </ol>
  );
}

function Events() {
  const { events, gaps } = useEvents({ filter: { kinds: ['TASK'] } });
  return (
    <ol id="events" data-gaps={gaps.length}>
      {events.map(({ cursor, name, task }) => (
        <li key={cursor}>{`${task?.id ?? ''} ${name}`}</li>
      ))}
    </ol>
  );
}

function Submit() {
  const { submit, pending, task, error } = useSubmit('GENERAL');
  const { data } = useTask(task?.id ?? null, 'GENERAL');
  const ms: number | null | undefined = data?.result;
  return (
    <section>
      <button onClick={() => void submit({ ms: 20 })}>submit</button>
      {/* @ts-expect-error a payload that the contract does not allow */}
      <button onClick={() => void submit({ ms: 'soon' })}>submit badly</button>
      <p id="submitted">
        {data?.status ?? 'none'} {ms} {pending} {error?.name ?? 'fine'}
      </p>
    </section>
  );
}

function Page() {
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(!isOpen)}>{isOpen ? 'close' : 'open'}</button>
      {isOpen && (
        <>
          <Health />
          <Agents />
          <Count />
          <Tasks />
          <Events />
          <Submit />
        </>
      )}
    </>
  );
}

const url = new URLSearchParams(location.search).get('pool') ?? location.origin;
const client = createClient({ url, contract });
Object.assign(window, { client, drawn });

const root = document.createElement('main');
document.body.append(root);
createRoot(root).render(
  <StrictMode>
    <PoolProvider client={client}>
      <Page />
    </PoolProvider>
  </StrictMode>,
);
