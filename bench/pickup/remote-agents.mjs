import { answering } from '../lib/answering.mjs';
import { recordPickup } from '../lib/pickup-record.mjs';
import { connect } from './client.mjs';

const SPAWN = 'mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken } }';
const ASSIGNMENTS = `subscription ($id: ID!, $token: String!) {
  agentAssignments(agentId: $id, sessionToken: $token) { leaseToken task { id payload } }
}`;
const COMPLETE = `mutation ($id: ID!, $lease: String!) { completeTask(input: { taskId: $id, leaseToken: $lease }) { cursor } }`;
const HEARTBEAT = `mutation ($id: ID!, $token: String!) {
  heartbeat(input: { agentId: $id, sessionToken: $token }) { leaseMs }
}`;
const HEARTBEAT_EVERY_MS = 5_000;

answering({
  work: ({ url, agents }) => Promise.all(Array.from({ length: agents }, () => work(url))),
});

async function work(url) {
  const { client, once } = connect(url);
  const { spawnAgent } = await once(SPAWN);
  const variables = { id: spawnAgent.agent.id, token: spawnAgent.sessionToken };
  client.subscribe(
    { query: ASSIGNMENTS, variables },
    {
      next({ data }) {
        const { task, leaseToken } = data.agentAssignments;
        recordPickup(task.payload.sentAtMs);
        once(COMPLETE, { id: task.id, lease: leaseToken }).catch(console.error);
      },
      error: console.error,
      complete: () => undefined,
    },
  );
  await once(HEARTBEAT, variables);
  setInterval(() => void once(HEARTBEAT, variables).catch(console.error), HEARTBEAT_EVERY_MS);
}
