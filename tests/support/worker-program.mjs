// A remote worker in a process of its own, which a test can stop, kill or cut off. It does what a worker should: takes its
// assignments, beats, stops what it is told to stop, and repeats what was not answered. A line of JSON for each thing it does.
// Arguments: url, agent id, session token, milliseconds between two beats, milliseconds that its work takes.
import { createClient } from 'graphql-ws';
import { setTimeout as after } from 'node:timers/promises';
import WebSocket from 'ws';

const [url, agentId, sessionToken, beatEveryMs, workMs] = process.argv.slice(2);
const GIVE_UP_MS = 1_000;
const inHand = new Map();
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function ask(query, variables) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(GIVE_UP_MS),
  });
  return response.json();
}

/** Until it is answered: what was lost on the way may have arrived all the same. */
async function insist(query, variables) {
  for (;;) {
    const answer = await ask(query, variables).catch(() => null);
    if (answer !== null && answer.errors?.[0]?.extensions?.code !== 'SHUTTING_DOWN') return answer;
    await after(100);
  }
}

async function work({ task, attempt, leaseToken }) {
  if (inHand.has(leaseToken)) return;
  const stop = new AbortController();
  inHand.set(leaseToken, stop);
  say({ event: 'assigned', taskId: task.id, attempt, leaseToken });
  try {
    await after(Number(workMs), undefined, { signal: stop.signal });
    const { data, errors } = await insist(
      'mutation ($id: ID!, $lease: String!) { completeTask(input: { taskId: $id, leaseToken: $lease, result: 1 }) { task { status } } }',
      { id: task.id, lease: leaseToken },
    );
    const outcome = data?.completeTask.task.status ?? errors[0].extensions.code;
    say({ event: 'ended', taskId: task.id, attempt, outcome });
  } catch {
    say({ event: 'told to stop', taskId: task.id, attempt });
  }
  inHand.delete(leaseToken);
}

async function beat() {
  const attempts = [...inHand.keys()].map((leaseToken) => ({ leaseToken }));
  const { data } = await ask('mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cancel } }', {
    input: { agentId, sessionToken, attempts },
  });
  for (const leaseToken of data?.heartbeat.cancel ?? []) inHand.get(leaseToken)?.abort();
}

const client = createClient({
  url: `${url.replace('http', 'ws')}/graphql`,
  webSocketImpl: WebSocket,
  retryAttempts: Infinity,
  retryWait: () => after(100),
  shouldRetry: () => true,
  keepAlive: 1_000,
});
client.subscribe(
  {
    query:
      'subscription ($agentId: ID!, $sessionToken: String!) { agentAssignments(agentId: $agentId, sessionToken: $sessionToken) { task { id } attempt leaseToken } }',
    variables: { agentId, sessionToken },
  },
  {
    next: ({ data }) => {
      if (data != null) void work(data.agentAssignments);
    },
    error: (error) => say({ event: 'error', error: String(error?.message ?? JSON.stringify(error)) }),
    complete: () => say({ event: 'complete' }),
  },
);
client.on('connected', () => say({ event: 'connected' }));
for (;;) {
  await beat().catch(() => undefined);
  await after(Number(beatEveryMs));
}
