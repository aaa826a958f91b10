import type { AgentEvent, LifeIds } from './event.js';
import type { At } from './task.js';
import type { TaskType } from './task-type.js';
import type { ClockMs, EpochMs } from './time.js';

export type AgentKind = 'PROCESS' | 'REMOTE';
export type AgentStatus = 'IDLE' | 'ANALYZING' | 'EXECUTING' | 'DEGRADED' | 'DRAINING';

/** What an agent has in hand. `over`: the attempt has ended but its code may still run, so the slot is not free. */
export interface AgentAttempt {
  readonly taskId: string;
  readonly number: number;
  readonly leaseToken: string;
  readonly started: boolean;
  readonly over: boolean;
  /** Null where the attempt has no lease: PROCESS agents, and REMOTE ones driven by hand. */
  readonly leaseUntilClockMs: ClockMs | null;
}

/** History of one type. `totalTimeMs` is over completed tasks, start to end. */
export interface TypeRecord {
  readonly completed: number;
  readonly failed: number;
  readonly totalTimeMs: number;
}

export type AgentPhase = 'living' | 'degraded' | 'draining';

/** An agent as the log has it: a value, replaced as a whole at every event. */
export interface AgentState extends LifeIds {
  readonly id: string;
  readonly name: string;
  readonly kind: AgentKind;
  readonly phase: AgentPhase;
  /** Why it is degraded or draining. */
  readonly reason: string | null;
  readonly taskTypes: readonly TaskType[];
  readonly verifiedSkills: readonly string[];
  readonly sessionTokenHash: string | null;
  readonly attempt: AgentAttempt | null;
  /** REMOTE: whether it has ever given a sign of life; until then it is driven by hand. */
  readonly connected: boolean;
  readonly quietUntilClockMs: ClockMs | null;
  readonly lastHeartbeatAtMs: EpochMs | null;
  /** PROCESS: when a fresh process is due; null while none is, or while one is starting. */
  readonly restartAtClockMs: ClockMs | null;
  /** Instants of the last restarts, newest last, and how often the breaker tripped since it last held. */
  readonly restarts: readonly ClockMs[];
  readonly breakerTrips: number;
  readonly consecutiveFailures: number;
  readonly tasksCompleted: number;
  readonly tasksFailed: number;
  readonly totalTimeMs: number;
  readonly contextSwitches: number;
  readonly lastType: TaskType | null;
  readonly byType: Readonly<Partial<Record<TaskType, TypeRecord>>>;
  /** Number of the pool's assignment that it last got, 0 before the first: the lowest is the least recently used. */
  readonly lastUsed: number;
  readonly isolationIssues: readonly string[];
  readonly spawnedAtMs: EpochMs;
}

export function agentStatus(agent: AgentState): AgentStatus {
  if (agent.phase === 'degraded') return 'DEGRADED';
  if (agent.phase === 'draining') return 'DRAINING';
  if (agent.attempt === null) return 'IDLE';
  return agent.attempt.started ? 'EXECUTING' : 'ANALYZING';
}

export function isIdle(agent: AgentState): boolean {
  return agent.phase === 'living' && agent.attempt === null;
}

/** Takes the type and has every skill; says nothing about being idle, living or excluded. */
export function isCapable(
  { taskTypes, verifiedSkills }: Pick<AgentState, 'taskTypes' | 'verifiedSkills'>,
  type: TaskType,
  skills: readonly string[],
): boolean {
  if (taskTypes.length > 0 && !taskTypes.includes(type)) return false;
  return skills.length === 0 || skills.every((skill) => verifiedSkills.includes(skill));
}

/** Mean time of its completed tasks of that type, in milliseconds; null before the first. */
export function averageTimeMs(record: TypeRecord | undefined): number | null {
  return record === undefined || record.completed === 0 ? null : record.totalTimeMs / record.completed;
}

type Spawned = Extract<AgentEvent, { type: 'AgentSpawned' }>;

export function spawnedAgent(event: Spawned, at: At): AgentState {
  return {
    id: event.agentId,
    name: event.name,
    kind: event.kind,
    phase: 'living',
    reason: null,
    contextWindowId: event.contextWindowId,
    toolSessionId: event.toolSessionId,
    memoryHandleId: event.memoryHandleId,
    taskTypes: event.taskTypes,
    verifiedSkills: event.skills,
    sessionTokenHash: event.sessionTokenHash,
    attempt: null,
    connected: false,
    quietUntilClockMs: null,
    lastHeartbeatAtMs: null,
    restartAtClockMs: null,
    restarts: [],
    breakerTrips: 0,
    consecutiveFailures: 0,
    tasksCompleted: 0,
    tasksFailed: 0,
    totalTimeMs: 0,
    contextSwitches: 0,
    lastType: null,
    byType: {},
    lastUsed: 0,
    isolationIssues: [],
    spawnedAtMs: at.atMs,
  };
}

/** The next version of an agent, every field named for the same reason as those of a task. */
export function changed(agent: AgentState, change: Partial<AgentState>): AgentState {
  const next: AgentState = {
    id: agent.id,
    name: agent.name,
    kind: agent.kind,
    phase: agent.phase,
    reason: agent.reason,
    contextWindowId: agent.contextWindowId,
    toolSessionId: agent.toolSessionId,
    memoryHandleId: agent.memoryHandleId,
    taskTypes: agent.taskTypes,
    verifiedSkills: agent.verifiedSkills,
    sessionTokenHash: agent.sessionTokenHash,
    attempt: agent.attempt,
    connected: agent.connected,
    quietUntilClockMs: agent.quietUntilClockMs,
    lastHeartbeatAtMs: agent.lastHeartbeatAtMs,
    restartAtClockMs: agent.restartAtClockMs,
    restarts: agent.restarts,
    breakerTrips: agent.breakerTrips,
    consecutiveFailures: agent.consecutiveFailures,
    tasksCompleted: agent.tasksCompleted,
    tasksFailed: agent.tasksFailed,
    totalTimeMs: agent.totalTimeMs,
    contextSwitches: agent.contextSwitches,
    lastType: agent.lastType,
    byType: agent.byType,
    lastUsed: agent.lastUsed,
    isolationIssues: agent.isolationIssues,
    spawnedAtMs: agent.spawnedAtMs,
  };
  return Object.assign(next, change);
}

/**
 * The agent after an event of its own; those of its attempts are below. `leaseMs`: how long one that has
 * connected may be silent.
 */
export function evolveAgent(
  agent: AgentState,
  event: Exclude<AgentEvent, Spawned>,
  at: At,
  leaseMs: number,
): AgentState {
  switch (event.type) {
    case 'AgentConnected':
    case 'AgentHeartbeat':
      return changed(agent, {
        connected: true,
        quietUntilClockMs: event.quietUntilClockMs,
        lastHeartbeatAtMs: at.atMs,
        attempt: renewed(agent.attempt, event.leaseUntilClockMs),
      });
    case 'AgentDegraded':
      return changed(agent, {
        phase: 'degraded',
        reason: event.reason,
        restartAtClockMs: event.restartAtClockMs,
        breakerTrips: event.trips,
        quietUntilClockMs: null,
      });
    case 'AgentRestarting':
      return changed(agent, {
        ...lifeOf(event),
        ...afresh,
        restartAtClockMs: null,
        restarts: [...agent.restarts.slice(-2), at.clockMs],
      });
    case 'AgentRestored':
      return changed(agent, {
        ...(event.life === null ? {} : { ...lifeOf(event.life), ...afresh }),
        phase: 'living',
        reason: null,
        restartAtClockMs: null,
        quietUntilClockMs: agent.connected ? at.clockMs + leaseMs : null,
        consecutiveFailures: 0,
        ...(event.byHand ? { restarts: [], breakerTrips: 0 } : {}),
      });
    case 'AgentDraining':
      return changed(agent, { phase: 'draining', reason: event.reason, restartAtClockMs: null });
    case 'AgentRetired':
      return changed(agent, { phase: 'draining', reason: event.reason, attempt: null });
    case 'AgentSkillVerified':
      return changed(agent, { verifiedSkills: [...agent.verifiedSkills, event.skill].sort() });
    case 'AgentReleased':
      return changed(agent, { attempt: null });
    case 'IsolationBreached':
      return changed(agent, { isolationIssues: event.issues });
  }
}

/** A fresh process has nothing in hand and shares nothing with the one before. */
const afresh = { attempt: null, isolationIssues: [] } as const;

function lifeOf(ids: LifeIds): LifeIds {
  return {
    contextWindowId: ids.contextWindowId,
    toolSessionId: ids.toolSessionId,
    memoryHandleId: ids.memoryHandleId,
  };
}

function renewed(attempt: AgentAttempt | null, leaseUntilClockMs: ClockMs | null): AgentAttempt | null {
  return attempt === null || leaseUntilClockMs === null ? attempt : { ...attempt, leaseUntilClockMs };
}

export function assignedAgent(
  agent: AgentState,
  attempt: AgentAttempt,
  type: TaskType,
  assignment: number,
): AgentState {
  return changed(agent, {
    attempt,
    lastUsed: assignment,
    lastType: type,
    contextSwitches: agent.contextSwitches + (agent.lastType !== null && agent.lastType !== type ? 1 : 0),
  });
}

export function startedAgent(agent: AgentState): AgentState {
  return agent.attempt === null ? agent : changed(agent, { attempt: { ...agent.attempt, started: true } });
}

/** `timeMs` counts only for a success. Neither counts for an interrupted or cancelled attempt. */
export function endedAgent(
  agent: AgentState,
  type: TaskType,
  outcome: 'completed' | 'failed' | 'neither',
  timeMs: number,
  released: boolean,
): AgentState {
  const attempt = released || agent.attempt === null ? null : { ...agent.attempt, over: true, leaseUntilClockMs: null };
  if (outcome === 'neither') return changed(agent, { attempt });
  const before = agent.byType[type] ?? { completed: 0, failed: 0, totalTimeMs: 0 };
  if (outcome === 'failed') {
    return changed(agent, {
      attempt,
      tasksFailed: agent.tasksFailed + 1,
      consecutiveFailures: agent.consecutiveFailures + 1,
      byType: { ...agent.byType, [type]: { ...before, failed: before.failed + 1 } },
    });
  }
  const after = { ...before, completed: before.completed + 1, totalTimeMs: before.totalTimeMs + timeMs };
  return changed(agent, {
    attempt,
    tasksCompleted: agent.tasksCompleted + 1,
    totalTimeMs: agent.totalTimeMs + timeMs,
    consecutiveFailures: 0,
    byType: { ...agent.byType, [type]: after },
  });
}
