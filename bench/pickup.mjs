// From sending `submitTask` on a WebSocket to the agent having the task, idle pool, fsync before every answer:
// a REMOTE agent (assignment received on its socket) and a PROCESS agent (handler entered). Use: node bench/pickup.mjs
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { percentile, printTable } from './lib/figures.mjs';
import { startServer } from './lib/server.mjs';

const TASKS = Number(process.env.TASKS ?? 1_000);
const now = () => performance.timeOrigin + performance.now();

/** Disposed before the server ends, or they would report it. */
const clients = [];

function connect(url) {
  const client = createClient({ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: false });
  clients.push(client);
  const once = async (query, variables) => {
    for await (const { data, errors } of client.iterate({ query, variables })) {
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    }
  };
  return { client, once };
}

const SUBMIT = 'mutation { submitTask(input: { payload: { text: "hello" } }) { task { id } cursor } }';

async function remote() {
  const server = await startServer(['--size', '0']);
  const { once } = connect(server.url);
  const { spawnAgent } = await once('mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken } }');
  const assignments = connect(server.url).client.iterate({
    query:
      'subscription ($id: ID!, $token: String!) { agentAssignments(agentId: $id, sessionToken: $token) { task { id } leaseToken } }',
    variables: { id: spawnAgent.agent.id, token: spawnAgent.sessionToken },
  });
  const first = assignments.next();
  const times = [];
  for (let i = 0; i < TASKS; i += 1) {
    const from = now();
    const submitted = once(SUBMIT);
    const {
      value: {
        data: {
          agentAssignments: { task, leaseToken },
        },
      },
    } = await (i === 0 ? first : assignments.next());
    times.push(now() - from);
    await submitted;
    await once(
      'mutation ($id: ID!, $lease: String!) { completeTask(input: { taskId: $id, leaseToken: $lease }) { cursor } }',
      { id: task.id, lease: leaseToken },
    );
  }
  for (const client of clients.splice(0)) await client.dispose();
  await server.stop();
  return times;
}

async function inProcess() {
  const server = await startServer(['--size', '4', '--handlers', 'bench/pickup-handlers.mjs']);
  const { once } = connect(server.url);
  const { pool } = await once('{ pool { cursor } }');
  const done = connect(server.url).client.iterate({
    query:
      'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [COMPLETED] }) { task { result } } }',
    variables: { after: pool.cursor },
  });
  const times = [];
  for (let i = 0; i < TASKS; i += 1) {
    const from = now();
    await once(SUBMIT);
    const { value } = await done.next();
    times.push(value.data.taskLifecycle.task.result.pickedUpAtMs - from);
  }
  for (const client of clients.splice(0)) await client.dispose();
  await server.stop();
  return times;
}

const row = (name, times) => [
  name,
  times.length,
  ...[0.5, 0.95, 0.99, 1].map((share) => percentile(times.slice(TASKS / 10), share).toFixed(2)),
];
printTable(
  ['agent', 'tasks', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
  [row('REMOTE', await remote()), row('PROCESS', await inProcess())],
);
process.exit(0);
