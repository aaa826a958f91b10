import { type Attack, submit, cancel, failAgent, initialize, shutdown, FIRST, KEY, carryOut } from './attack.js';

export const IDS: readonly Attack[] = [
  { name: 'an unknown task', ask: () => carryOut(cancel, { taskId: 'task_none' }), code: 'NOT_FOUND' },
  { name: 'an empty id', ask: () => carryOut(cancel, { taskId: '' }), code: 'NOT_FOUND' },
  { name: 'an id that is a path', ask: () => carryOut(cancel, { taskId: '../../etc/passwd' }), code: 'NOT_FOUND' },
  { name: 'the prototype as an id', ask: () => carryOut(cancel, { taskId: '__proto__' }), code: 'NOT_FOUND' },
  { name: 'an id of 1 MB', ask: () => carryOut(cancel, { taskId: 'x'.repeat(1_000_000) }), code: 'NOT_FOUND' },
  { name: 'an unknown agent', ask: () => carryOut(failAgent, { agentId: 'agent_none' }), code: 'NOT_FOUND' },
  {
    name: 'the id of a task as that of an agent',
    ask: ({ running }) => carryOut(failAgent, { agentId: running }),
    code: 'NOT_FOUND',
  },
  { name: 'an unknown pool', ask: () => carryOut(shutdown, { pool: 'nowhere' }), code: 'NOT_FOUND' },
  ...['../other', '..', 'a/b', 'default\u0000', 'Default', ' default', '__proto__"', 'a'.repeat(65), ''].map(
    (pool): Attack => ({
      name: `the pool ${JSON.stringify(pool)}`,
      ask: () => carryOut(initialize, { pool, size: 0 }),
      code: 'BAD_USER_INPUT',
    }),
  ),
  {
    name: 'a replay under a key',
    ask: () => carryOut(submit, FIRST),
    code: null,
  },
  {
    name: 'another input under a key',
    ask: () => carryOut(submit, { idempotencyKey: KEY, payload: { first: false } }),
    code: 'IDEMPOTENCY_CONFLICT',
  },
];
