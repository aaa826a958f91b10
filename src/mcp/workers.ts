import type { AgentState } from '../core/agent.js';
import type { Beat } from '../core/command.js';
import type { TaskType } from '../core/task-type.js';
import { spawnAgent } from '../engine/agent-changes.js';
import type { Pools } from '../engine/pools.js';
import { moreWithin } from '../engine/more-within.js';
import type { Pool } from '../engine/pool.js';

/** An LLM that works: known by the name it gives itself and whose credential it has, so that it has no session token to remember. */
export interface Worker {
  readonly name: string;
  /** Name of the credential; empty where authentication is off. */
  readonly owner: string;
  readonly taskTypes: readonly TaskType[];
  readonly skills: readonly string[];
}

export interface Patience {
  readonly waitMs: number;
  /** How often a worker that waits gives a sign of life. */
  readonly heartbeatMs: number;
  /** Aborted when nobody waits for an answer any more. */
  readonly signal: AbortSignal;
}

/** Those who wait by one name in one pool. What one of them does to the pool waits for what another has begun. */
interface Door {
  open: number;
  newest: symbol;
  turn: Promise<unknown>;
}

/**
 * Workers that ask for work. One is a REMOTE agent of its pool from the moment it asks until its attempt is over, or until it
 * has waited in vain: who does not ask is given nothing, and who never comes back leaves no idle agent behind.
 */
export class Workers {
  readonly #doors = new Map<string, Door>();

  /**
   * The agent with its attempt, or null where there was nothing to do. A worker that has an attempt in hand is given it again, its
   * lease renewed. Of several that ask by one name the newest gets the attempt.
   */
  async claim(pool: Pool, worker: Worker, patience: Patience): Promise<AgentState | null> {
    const key = JSON.stringify([pool.name, worker.owner, worker.name]);
    const door = this.#doors.get(key) ?? { open: 0, newest: Symbol(), turn: Promise.resolve() };
    this.#doors.set(key, door);
    const self: symbol = Symbol();
    door.newest = self;
    door.open += 1;
    let agentId: string | null = null;
    try {
      agentId = await inTurn(door, () => join(pool, worker));
      await untilGiven(pool, agentId, patience, () => door.newest === self);
    } finally {
      door.open -= 1;
      if (door.open === 0) await inTurn(door, () => leave(pool, worker)).catch(() => undefined);
      if (door.open === 0) this.#doors.delete(key);
    }
    // What came while it was leaving counts too.
    return door.newest === self && !patience.signal.aborted ? handedOver(pool, agentId) : null;
  }
}

/**
 * To be called right before an attempt is ended by its worker: the agent leaves with it, so that it is given nothing that nobody
 * has asked for. An agent that is no worker's stays.
 */
export function leaveWith(coordinator: Pools, taskId: string, leaseToken: string): void {
  const found = coordinator.task(taskId);
  const attempt = found?.task.attempts.findLast((each) => each.leaseToken === leaseToken);
  const agent = attempt === undefined ? undefined : found?.pool.view.agents.get(attempt.agentId);
  if (found === null || agent?.attempt?.leaseToken !== leaseToken || !isWorker(agent)) return;
  // What it is refused for, the end of the attempt is refused for as well, and that is told.
  found.pool.execute({ type: 'RetireAgent', agentId: agent.id }).catch(() => undefined);
}

/** The agent of the worker: the one that has its attempt in hand, else one that takes what it asks for. */
async function join(pool: Pool, worker: Worker): Promise<string> {
  const { name, owner, taskTypes, skills } = worker;
  const own = [...pool.view.agents.values()].filter((agent) => isOf(agent, worker));
  const busy = own.find(hasInHand);
  if (busy !== undefined) {
    await beat(pool, busy, [beatOf(busy.attempt?.leaseToken ?? '')]);
    return busy.id;
  }
  const free = own.find(({ phase }) => phase !== 'draining');
  if (free !== undefined && takes(free, taskTypes, skills)) {
    await beat(pool, free, []);
    return free.id;
  }
  if (free !== undefined) await pool.execute({ type: 'RetireAgent', agentId: free.id });
  await dismissLost(pool);
  const { agent } = await spawnAgent(pool, {
    ...{ kind: 'REMOTE', name, taskTypes, skills },
    knownBy: `${WORKER}${owner}`,
  });
  await beat(pool, agent, []);
  return agent.id;
}

/** Workers that went silent: whoever comes back claims anew, and those who do not must not fill the pool. */
async function dismissLost(pool: Pool): Promise<void> {
  for (const agent of pool.view.agents.values()) {
    if (agent.phase === 'degraded' && !hasInHand(agent) && isWorker(agent))
      await pool.execute({ type: 'RetireAgent', agentId: agent.id });
  }
}

/** Until the agent has something in hand, is gone, or nobody waits any more. */
async function untilGiven(
  pool: Pool,
  agentId: string,
  { waitMs, heartbeatMs, signal }: Patience,
  isNewest: () => boolean,
): Promise<void> {
  const deadlineMs = pool.clockMs() + waitMs;
  let beatAtMs = pool.clockMs() + heartbeatMs;
  for (;;) {
    const agent = pool.view.agents.get(agentId);
    if (agent === undefined || hasInHand(agent) || signal.aborted || !isNewest()) return;
    const nowMs = pool.clockMs();
    if (nowMs >= deadlineMs) return;
    if (nowMs >= beatAtMs) {
      await beat(pool, agent, []);
      beatAtMs = pool.clockMs() + heartbeatMs;
    } else {
      await moreWithin(pool, Math.min(deadlineMs, beatAtMs) - nowMs, signal);
    }
  }
}

/** Its lease begins now, and it counts as begun. Null where it has nothing, or no longer. */
async function handedOver(pool: Pool, agentId: string): Promise<AgentState | null> {
  const agent = pool.view.agents.get(agentId);
  if (agent === undefined || !hasInHand(agent)) return null;
  const over = await beat(pool, agent, [beatOf(agent.attempt?.leaseToken ?? '')]);
  return over ? null : agent;
}

/** It goes unless it has something in hand, or is given it at the last moment: then it goes with the end of that. */
async function leave(pool: Pool, worker: Worker): Promise<void> {
  for (const agent of pool.view.agents.values()) {
    if (isOf(agent, worker) && agent.phase !== 'draining' && !hasInHand(agent))
      await pool.execute({ type: 'RetireAgent', agentId: agent.id });
  }
}

/** Whether an attempt that it names is over. */
async function beat(pool: Pool, agent: AgentState, beats: readonly Beat[]): Promise<boolean> {
  const { answer } = await pool.execute({
    type: 'Heartbeat',
    agentId: agent.id,
    sessionTokenHash: agent.sessionTokenHash ?? '',
    beats,
  });
  return (answer.cancel ?? []).length > 0;
}

function beatOf(leaseToken: string): Beat {
  return { leaseToken, progress: null, note: null };
}

function hasInHand({ attempt }: AgentState): boolean {
  return attempt !== null && !attempt.over;
}

function takes(agent: AgentState, taskTypes: readonly TaskType[], skills: readonly string[]): boolean {
  const wanted = new Set(taskTypes);
  return (
    wanted.size === agent.taskTypes.length &&
    agent.taskTypes.every((type) => wanted.has(type)) &&
    skills.every((skill) => agent.verifiedSkills.includes(skill))
  );
}

/** What stands in place of the hash of a session token, before the owner. No token has such a hash, so none speaks for these agents. */
const WORKER = 'mcp-worker ';

function isWorker({ kind, sessionTokenHash }: AgentState): boolean {
  return kind === 'REMOTE' && sessionTokenHash?.startsWith(WORKER) === true;
}

/** Any other agent of that name belongs to somebody else. */
function isOf(agent: AgentState, { name, owner }: Worker): boolean {
  return isWorker(agent) && agent.name === name && agent.sessionTokenHash === `${WORKER}${owner}`;
}

function inTurn<Value>(door: Door, run: () => Promise<Value>): Promise<Value> {
  const done = door.turn.then(run);
  door.turn = done.catch(() => undefined);
  return done;
}
