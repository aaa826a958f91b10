/* What the clients of the fault tests send. */

export const SUBMIT =
  'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { replayed task { id status } cursor } }';
export const COMPLETE = 'mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { task { id status } } }';
export const FAIL = 'mutation ($input: FailTaskInput!) { failTask(input: $input) { task { id status } } }';
export const CANCEL = 'mutation ($input: CancelTaskInput!) { cancelTask(input: $input) { task { id status } } }';
export const RETRY = 'mutation ($input: TaskInput!) { retryTask(input: $input) { task { id status } } }';
export const LOOK =
  'query ($id: ID!) { task(id: $id) { status result attempts { error { code } } history(first: 200) { type message } } }';

export const INITIALIZE =
  'mutation ($input: InitializePoolInput!) { initializePool(input: $input) { pool { cursor } } }';
export const SPAWN =
  'mutation ($input: SpawnAgentInput!) { spawnAgent(input: $input) { agent { id } sessionToken leaseMs } }';
export const HEARTBEAT = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cancel } }';
export const EARLIEST = 'query ($pool: String!) { pool(name: $pool) { earliestCursor } }';

export const ASSIGNMENTS =
  'subscription ($id: ID!, $token: String!) { agentAssignments(agentId: $id, sessionToken: $token) ' +
  '{ task { id payload } attempt leaseToken } }';
export const EVENTS =
  'subscription ($pool: String!, $after: Cursor) { poolEvents(pool: $pool, after: $after) ' +
  '{ cursor missedBefore kind name task { id status } } }';
export const FIGURES =
  'query ($pool: String!) { pool(name: $pool) { metrics ' +
  '{ tasksTotal tasksPending tasksInProgress tasksCompleted tasksFailed tasksCancelled } } }';
