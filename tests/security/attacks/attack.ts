import type { Ask, Way, Wire } from '../ways-in.js';

/** What there is on the server that is attacked. */
export interface Known {
  /** Of the default pool, in work by `worker`, who holds its lease. */
  readonly running: string;
  readonly agentId: string;
  /** Of an agent that is somebody else's. */
  readonly remoteAgentId: string;
  /** Of a pool that `scoped` is not for. */
  readonly elsewhere: string;
  /** Accepted as `FIRST`. */
  readonly first: string;
}

export type CallerName = 'nobody' | 'forger' | 'expired' | 'revoked' | 'viewer' | 'scoped' | 'intruder' | 'admin';

export interface Attack {
  readonly name: string;
  /** Default: `admin`, who is refused nothing for what he is. */
  readonly as?: CallerName;
  readonly ask: (known: Known) => Ask | Wire;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same by every way in; null where it is let in and changes nothing. */
  readonly code: string | null;
  /** Ways by which it cannot be tried, and why. */
  readonly notBy?: Readonly<Partial<Record<Way, string>>>;
}

export interface Command {
  readonly field: string;
  readonly type: string;
  readonly tool: string | null;
}

const command = (field: string, type: string, tool: string | null): Command => ({ field, type, tool });
export const submit = command('submitTask', 'SubmitTaskInput', 'submit_task');
export const cancel = command('cancelTask', 'CancelTaskInput', 'cancel_task');
export const complete = command('completeTask', 'CompleteTaskInput', 'complete_task');
export const fail = command('failTask', 'FailTaskInput', 'fail_task');
export const spawn = command('spawnAgent', 'SpawnAgentInput', 'spawn_agent');
export const failAgent = command('failAgent', 'FailAgentInput', 'fail_agent');
export const initialize = command('initializePool', 'InitializePoolInput', 'initialize_pool');
export const shutdown = command('shutdownPool', 'ShutdownPoolInput', 'shutdown_pool');
export const heartbeat = command('heartbeat', 'HeartbeatInput', null);
export const retire = command('retireAgent', 'AgentInput', null);

/** The command with this input, as a mutation and as a call of the tool. */
export function carryOut({ field, type, tool }: Command, input: unknown): Ask {
  return {
    query: `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`,
    variables: { input },
    tool: tool === null ? null : { name: tool, given: input },
  };
}

export const looked = (query: string, tool: string, given: unknown): Ask => ({ query, tool: { name: tool, given } });

export const NO_TOOL = { MCP: 'there is no such tool' };
export const NO_STREAM = { HTTP: 'plain HTTP has no subscriptions', MCP: 'MCP has no subscriptions here' };
export const NO_DOCUMENT = { MCP: 'it knows no documents' };

/** What anybody may ask who may read. */
export const status = looked('{ pool { name } }', 'pool_status', {});

/** Its key. */
export const KEY = 'the-first-of-its-key';
/** The input of what was accepted first. Nobody has the skill, so it stays pending. */
export const FIRST = { idempotencyKey: KEY, payload: { first: true }, requiredSkills: ['none'] };
