import { type Attack, submit, cancel, shutdown, looked, NO_TOOL, status, carryOut } from './attack.js';

export const CREDENTIALS: readonly Attack[] = [
  { name: 'no credential', as: 'nobody', ask: () => status, code: 'UNAUTHENTICATED' },
  { name: 'a credential that was made up', as: 'forger', ask: () => status, code: 'UNAUTHENTICATED' },
  { name: 'an expired key', as: 'expired', ask: () => status, code: 'UNAUTHENTICATED' },
  { name: 'a revoked key', as: 'revoked', ask: () => status, code: 'UNAUTHENTICATED' },
  {
    name: 'two credentials in one header',
    headers: { authorization: 'Bearer a, Bearer b' },
    ask: () => status,
    code: 'UNAUTHENTICATED',
  },
  { name: 'another scheme', headers: { authorization: 'Basic YTpi' }, ask: () => status, code: 'UNAUTHENTICATED' },
  {
    name: 'a token that is signed by nobody',
    headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJhZG1pbiJdfQ.' },
    ask: () => status,
    code: 'UNAUTHENTICATED',
  },
  { name: 'a role that is too low', as: 'viewer', ask: () => carryOut(submit, {}), code: 'FORBIDDEN' },
  { name: 'a role for a stop', as: 'viewer', ask: () => carryOut(shutdown, {}), code: 'FORBIDDEN' },
  {
    name: 'a command beside a field that is allowed',
    as: 'viewer',
    ask: () => ({ query: 'mutation { a: __typename b: pausePool { cursor } }', tool: null }),
    code: 'FORBIDDEN',
    notBy: NO_TOOL,
  },
  {
    name: 'a pool out of scope',
    as: 'scoped',
    ask: () => looked('{ pool(name: "other") { name } }', 'pool_status', { pool: 'other' }),
    code: 'FORBIDDEN',
  },
  {
    name: 'a task for a pool out of scope',
    as: 'scoped',
    ask: () => carryOut(submit, { pool: 'other' }),
    code: 'FORBIDDEN',
  },
  {
    name: "another pool's task",
    as: 'scoped',
    ask: ({ elsewhere }) => carryOut(cancel, { taskId: elsewhere }),
    code: 'NOT_FOUND',
  },
];
