const POOL = `{ pool { name status health size queueLength
      agents { id name kind status contextWindowId toolSessionId memoryHandleId spawnedAt } } }`;

/** What is asked of all GraphQL servers: ours, and those of the peers, whose schema is made of ours. */
export const OPERATIONS = {
  pool: {
    title: 'a pool with 16 agents of 8 fields',
    query: POOL,
  },
  busy: {
    title: 'the same pool, while 200 tasks per second are submitted',
    query: POOL,
    submissionsPerSecond: 200,
  },
  tasks: {
    title: 'a page of 100 tasks of 8 fields',
    query: `{ pool { tasks(first: 100) { totalCount pageInfo { hasNextPage endCursor }
      nodes { id type status payload priority attemptCount maxAttempts createdAt } } } }`,
  },
  submit: {
    title: 'submitTask, answering ten fields, nothing written to disk',
    query: `mutation ($payload: JSONObject) { submitTask(input: { payload: $payload }) { cursor
      task { id type status payload priority attemptCount maxAttempts createdAt traceId } } }`,
    variables: { payload: { text: 'hello' } },
  },
};

export const FAN_OUT_SUBMIT = 'mutation ($payload: JSONObject) { submitTask(input: { payload: $payload }) { cursor } }';

export const FAN_OUT_SUBSCRIPTION = `subscription ($filter: TaskEventFilter) { taskLifecycle(filter: $filter) {
  cursor occurredAt type agentId attempt task { id type status payload priority createdAt } } }`;
