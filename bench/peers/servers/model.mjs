import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO, GraphQLJSONObject } from 'graphql-scalars';

/** The types that the measured operations touch; everything else of our schema is left out. */
export const TYPES = ['Pool', 'Agent', 'Task', 'TaskConnection', 'PageInfo', 'SubmitTaskPayload', 'TaskEvent'];
export const ENUMS = [
  'PoolStatus',
  'PoolHealth',
  'AgentKind',
  'AgentStatus',
  'TaskType',
  'TaskStatus',
  'TaskEventType',
];
export const SCALARS = {
  DateTime: GraphQLDateTimeISO,
  JSONObject: GraphQLJSONObject,
  Cursor: new GraphQLScalarType({ name: 'Cursor' }),
};

/**
 * What a peer's server keeps: plain objects in memory, ready to be read, which is less than our pool does. No rule is checked, nothing
 * is handed out, no log is written.
 */
export function createModel() {
  let last = 0;
  const id = (prefix) => `${prefix}_01k${String((last += 1)).padStart(23, '0')}`;
  const agents = Array.from({ length: 16 }, (_, i) => ({
    ...{ id: id('agent'), pool: 'default', name: `agent-${String(i + 1)}`, kind: 'REMOTE', status: 'IDLE' },
    ...{ contextWindowId: id('ctx'), toolSessionId: id('tool'), memoryHandleId: id('mem'), spawnedAt: new Date() },
  }));
  const tasks = [];
  const listeners = new Set();
  const cursor = () => Buffer.from(`0e56b852-3fb2-42b0-8d0b-eea6880a56be:${String(last)}`).toString('base64');
  const submitTask = (payload) => {
    const createdAt = new Date();
    const task = {
      ...{ id: id('task'), pool: 'default', type: 'GENERAL', status: 'PENDING', payload, priority: 0, attemptCount: 0 },
      ...{ maxAttempts: 3, createdAt, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' },
    };
    tasks.push(task);
    const event = { cursor: cursor(), occurredAt: createdAt, type: 'SUBMITTED', agentId: null, attempt: null, task };
    for (const listener of listeners) listener(event);
    return { task, cursor: event.cursor };
  };
  for (let i = 0; i < 100; i += 1) submitTask({ text: 'hello' });
  return {
    pool: () => ({
      ...{ name: 'default', status: 'RUNNING', health: 'HEALTHY', size: 16, queueLength: tasks.length, agents },
      tasks: ({ first }) => {
        const nodes = tasks.slice(-first);
        const pageInfo = { hasNextPage: tasks.length > first, endCursor: String(tasks.length - first) };
        return { nodes, totalCount: tasks.length, pageInfo };
      },
    }),
    submitTask,
    listen: (listener) => listeners.add(listener),
    events: (types) => eventsOf(listeners, types),
  };
}

/** As a stream for one subscriber, which ends when it is returned. */
function eventsOf(listeners, types) {
  const waiting = [];
  let wake = null;
  const listener = (event) => {
    if (types != null && !types.includes(event.type)) return;
    if (wake === null) waiting.push(event);
    else wake({ done: false, value: { taskLifecycle: event } });
    wake = null;
  };
  listeners.add(listener);
  return {
    next: () =>
      waiting.length > 0
        ? Promise.resolve({ done: false, value: { taskLifecycle: waiting.shift() } })
        : new Promise((resolve) => (wake = resolve)),
    return() {
      listeners.delete(listener);
      wake?.({ done: true, value: undefined });
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
