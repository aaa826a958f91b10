import { type Attack, complete, fail, heartbeat, retire, looked, NO_TOOL, NO_STREAM, carryOut } from './attack.js';

export const TOKENS: readonly Attack[] = [
  {
    name: "another agent's task, without its lease",
    as: 'intruder',
    ask: ({ running }) => carryOut(complete, { taskId: running }),
    code: 'FORBIDDEN',
  },
  {
    name: "another agent's task, failed without its lease",
    as: 'intruder',
    ask: ({ running }) => carryOut(fail, { taskId: running, message: 'no' }),
    code: 'FORBIDDEN',
  },
  {
    name: 'a forged lease token',
    as: 'intruder',
    ask: ({ running }) => carryOut(complete, { taskId: running, leaseToken: 'lease_0123456789abcdef' }),
    code: 'STALE_ATTEMPT',
  },
  {
    name: 'an empty lease token',
    as: 'intruder',
    ask: ({ running }) => carryOut(complete, { taskId: running, leaseToken: '' }),
    code: 'STALE_ATTEMPT',
  },
  {
    name: 'a forged session token',
    as: 'intruder',
    ask: ({ remoteAgentId }) => carryOut(heartbeat, { agentId: remoteAgentId, sessionToken: 'session_guess' }),
    code: 'FORBIDDEN',
    notBy: NO_TOOL,
  },
  {
    name: 'an end of an agent by a forged session token',
    as: 'intruder',
    ask: ({ remoteAgentId }) => carryOut(retire, { agentId: remoteAgentId, sessionToken: 'session_guess' }),
    code: 'FORBIDDEN',
    notBy: NO_TOOL,
  },
  {
    name: 'the assignments of another agent',
    as: 'intruder',
    ask: ({ remoteAgentId }) => ({
      query: `subscription { agentAssignments(agentId: "${remoteAgentId}", sessionToken: "session_guess") { attempt } }`,
      tool: null,
    }),
    code: 'FORBIDDEN',
    notBy: NO_STREAM,
  },
  {
    name: 'the name of the agent of a worker over MCP, as its session token',
    as: 'intruder',
    ask: ({ agentId }) => carryOut(heartbeat, { agentId, sessionToken: 'owner' }),
    code: 'FORBIDDEN',
    notBy: NO_TOOL,
  },
  {
    name: 'a forged cursor',
    ask: () => ({ query: '{ events(after: "AAAAAAAAAAAAAAAA") { endCursor } }', tool: null }),
    code: 'BAD_USER_INPUT',
    notBy: { MCP: 'there are no events; the place in a list is the next row' },
  },
  {
    name: 'a forged place in a list',
    ask: () => looked('{ pool { tasks(after: "1; --") { totalCount } } }', 'list_tasks', { after: '1; --' }),
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a forged cursor of a subscription',
    ask: () => ({ query: 'subscription { poolEvents(after: "../../log.db") { cursor } }', tool: null }),
    code: 'BAD_USER_INPUT',
    notBy: NO_STREAM,
  },
];
