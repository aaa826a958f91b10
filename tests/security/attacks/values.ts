import {
  type Attack,
  type Command,
  submit,
  cancel,
  complete,
  fail,
  spawn,
  initialize,
  looked,
  carryOut,
} from './attack.js';

/** JSON keeps such a key, which an object literal does not have. */
const prototypes: unknown = JSON.parse('{"__proto__":{"isAdmin":true}}');
const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);

export const VALUES: readonly Attack[] = [
  {
    name: 'the prototype as a parameter',
    ask: () => carryOut(submit, prototypes),
    code: 'BAD_USER_INPUT',
    notBy: { MCP: 'the protocol library drops that key before any tool is called' },
  },
  ...[
    ['a payload that is too large', submit, { payload: { text: 'x'.repeat(262_144) } }, 'PAYLOAD_TOO_LARGE'],
    ['a payload of large characters', submit, { payload: { text: '€'.repeat(100_000) } }, 'PAYLOAD_TOO_LARGE'],
    ['a payload that is nested too deeply', submit, { payload: nested(65) }, 'BAD_USER_INPUT'],
    ['a payload nested 1,000 deep', submit, { payload: nested(1_000) }, 'BAD_USER_INPUT'],
    ['an unknown parameter', submit, { isAdmin: true }, 'BAD_USER_INPUT'],
    ['a parameter called constructor', submit, { constructor: { prototype: 1 } }, 'BAD_USER_INPUT'],
    ['a text for a number', submit, { priority: '9' }, 'BAD_USER_INPUT'],
    ['an object for a text', submit, { idempotencyKey: { $ne: null } }, 'BAD_USER_INPUT'],
    ['an operator for an id', cancel, { taskId: { $gt: '' } }, 'BAD_USER_INPUT'],
    ['true for a number', submit, { priority: true }, 'BAD_USER_INPUT'],
    ['a list for an object', submit, { payload: [] }, 'BAD_USER_INPUT'],
    ['a huge number', submit, { priority: 1e308 }, 'BAD_USER_INPUT'],
    ['a number beyond Int', submit, { timeoutMs: 2 ** 53 }, 'BAD_USER_INPUT'],
    ['a negative number', submit, { timeoutMs: -1 }, 'BAD_USER_INPUT'],
    ['a negative size', initialize, { size: -1 }, 'BAD_USER_INPUT'],
    ['a size that no pool has', initialize, { size: 2 ** 31 - 1 }, 'POOL_FULL'],
    ['a fraction', submit, { maxAttempts: 1.5 }, 'BAD_USER_INPUT'],
    ['a type that is none', submit, { type: '__proto__' }, 'BAD_USER_INPUT'],
    ['a name that is too long', spawn, { name: 'n'.repeat(101) }, 'BAD_USER_INPUT'],
    ['a name of 1 MB', spawn, { name: 'n'.repeat(1_000_000) }, 'BAD_USER_INPUT'],
    ['a skill that is too long', submit, { requiredSkills: ['s'.repeat(65)] }, 'BAD_USER_INPUT'],
    ['skills without end', spawn, { skills: Array(100_000).fill('s') }, 'BAD_USER_INPUT'],
    ['a key that is too long', submit, { idempotencyKey: 'k'.repeat(257) }, 'BAD_USER_INPUT'],
    ['a reason that is too long', cancel, { taskId: 'task_none', reason: 'r'.repeat(2_001) }, 'BAD_USER_INPUT'],
    ['a failure without a message', fail, { taskId: 'task_none' }, 'BAD_USER_INPUT'],
    ['a result that is nested too deeply', complete, { taskId: 'task_none', result: nested(65) }, 'BAD_USER_INPUT'],
  ].map(([name, what, input, code]): Attack => ({
    ...{ name: name as string, code: code as string },
    ask: () => carryOut(what as Command, input),
  })),
  {
    name: 'a page without end',
    ask: () => looked('{ pool { tasks(first: 1000000) { totalCount } } }', 'list_tasks', { first: 1_000_000 }),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a search of 1 MB',
    ask: () => ({
      query: 'query ($search: String) { pool { tasks(filter: { search: $search }) { totalCount } } }',
      variables: { search: '%'.repeat(1_000_000) },
      tool: { name: 'list_tasks', given: { search: '%'.repeat(1_000_000) } },
    }),
    code: 'BAD_USER_INPUT',
  },
];
