import type { AgentKind, AgentState } from '../core/agent.js';
import type { TaskState } from '../core/task.js';
import type { TaskType } from '../core/task-type.js';
import type { Pools } from './pools.js';
import { agentAfter, taskAfter } from './executed.js';
import type { Executed, Pool } from './pool.js';
import { newSessionToken, sessionTokenHash } from './session-token.js';

/** An agent as a caller describes it; lengths and counts are the caller's to check. */
export interface NewAgent {
  readonly kind: AgentKind;
  readonly name: string | null;
  readonly taskTypes: readonly TaskType[];
  readonly skills: readonly string[];
  /** Of a REMOTE agent that no token is made for: by what it is known instead, which is no hash of anything. */
  readonly knownBy?: string;
  /** REMOTE: spawning it counts as its first sign of life. */
  readonly connected?: boolean;
}

export interface Spawned {
  readonly agent: AgentState;
  /** For a REMOTE agent alone that a token was made for; kept nowhere but with whoever asked. */
  readonly sessionToken: string | null;
  readonly leaseMs: number;
  readonly executed: Executed;
}

export async function spawnAgent(pool: Pool, given: NewAgent): Promise<Spawned> {
  const { kind, name, taskTypes, skills, connected = false } = given;
  const sessionToken = kind === 'REMOTE' && given.knownBy === undefined ? newSessionToken() : null;
  const executed = await pool.execute({
    type: 'SpawnAgent',
    ...{ kind, name },
    taskTypes: [...new Set(taskTypes)],
    skills: [...new Set(skills)].sort(),
    sessionTokenHash: sessionToken === null ? (given.knownBy ?? null) : sessionTokenHash(sessionToken),
    connected,
  });
  const agent = agentAfter(pool, executed, executed.answer.agentId ?? '');
  return { agent, sessionToken, leaseMs: pool.view.limits.leaseMs, executed };
}

export interface FailedAgent {
  readonly pool: Pool;
  readonly agent: AgentState;
  /** What it had in hand, as the failure left it; null where that was nothing. */
  readonly task: TaskState | null;
  readonly reassigned: boolean;
  readonly taskFailedPermanently: boolean;
  readonly executed: Executed;
}

export async function failAgent(coordinator: Pools, agentId: string, reason: string | null): Promise<FailedAgent> {
  const pool = coordinator.requireAgentPool(agentId);
  const executed = await pool.execute({ type: 'FailAgent', agentId, reason });
  const events = executed.moments.map(({ record }) => record.event);
  const ended = events.find((event) => event.type === 'AttemptFailed' && event.agentId === agentId);
  const taskId = ended?.type === 'AttemptFailed' ? ended.taskId : null;
  const isOfTask = (type: string): boolean =>
    events.some((event) => event.type === type && 'taskId' in event && event.taskId === taskId);
  return {
    ...{ pool, executed },
    agent: agentAfter(pool, executed, agentId),
    task: taskId === null ? null : taskAfter(pool, executed, taskId),
    reassigned: isOfTask('TaskAssigned'),
    taskFailedPermanently: isOfTask('TaskFailed'),
  };
}
