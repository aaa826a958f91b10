import type { CoreEvent, TaskEvent } from './event.js';
import type { TaskType } from './task-type.js';
import type { ClockMs, EpochMs } from './time.js';

export type TaskStatus = 'PENDING' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
export type WaitReason =
  'NO_IDLE_AGENT' | 'DEPENDENCY_DOWN' | 'MISSING_SKILL' | 'NO_OTHER_AGENT' | 'BACKOFF' | 'POOL_PAUSED';
export type AttemptOutcome =
  'SUCCEEDED' | 'FAILED' | 'AGENT_FAILED' | 'LEASE_EXPIRED' | 'TIMED_OUT' | 'CANCELLED' | 'INTERRUPTED';
export type RoutingStrategy = 'PREFERRED' | 'AFFINITY' | 'FALLBACK';

export type TaskAssigned = Extract<TaskEvent, { type: 'TaskAssigned' }>;

export type Payload = Readonly<Record<string, unknown>>;

/** What was submitted; never changes. `inputHash` is over everything the caller sent, independent of key order. */
export interface TaskInput {
  readonly type: TaskType;
  readonly payload: Payload;
  readonly priority: number;
  readonly preferredAgentId: string | null;
  /** Sorted, each once. */
  readonly requiredSkills: readonly string[];
  readonly maxAttempts: number;
  readonly timeoutMs: number | null;
  readonly idempotencyKey: string | null;
  readonly inputHash: string | null;
  readonly traceId: string | null;
  readonly traceparent: string | null;
}

export interface TaskError {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** Why a PENDING task waits. `position` counts from 1 over all pending tasks of the pool. */
export interface TaskWait {
  readonly reason: WaitReason;
  readonly detail: string;
  readonly sinceMs: EpochMs;
  readonly position: number;
  readonly estimatedMs: number | null;
}

export interface RoutingCandidate {
  readonly agentId: string;
  readonly completedOfType: number;
  readonly averageTaskTimeMs: number | null;
  readonly chosen: boolean;
  readonly refusedBecause: string | null;
}

export interface RoutingDecision {
  readonly strategy: RoutingStrategy;
  readonly excludedAgentIds: readonly string[];
  readonly exclusionLifted: boolean;
  readonly candidates: readonly RoutingCandidate[];
}

export interface AttemptState {
  readonly number: number;
  readonly agentId: string;
  readonly leaseToken: string;
  readonly assignedAtMs: EpochMs;
  readonly assignedClockMs: ClockMs;
  readonly timeoutAtClockMs: ClockMs | null;
  readonly startedAtMs: EpochMs | null;
  readonly startedClockMs: ClockMs | null;
  readonly endedAtMs: EpochMs | null;
  readonly endedClockMs: ClockMs | null;
  readonly outcome: AttemptOutcome | null;
  readonly error: TaskError | null;
  readonly routing: RoutingDecision;
}

/** A task as the log has it: a value, replaced as a whole at every event, so that a version can be kept and shown for ever. */
export interface TaskState extends TaskInput {
  readonly id: string;
  readonly status: TaskStatus;
  /** Number of its submission in its pool, rising; never changes. */
  readonly number: number;
  /** Place in its pool's line: its `number`, kept over retries, new with a replay. */
  readonly order: number;
  /** Why it waited as of its last queueing; null while that is undecided or it does not wait. */
  readonly wait: TaskWait | null;
  readonly attempts: readonly AttemptState[];
  readonly attemptsSpent: number;
  readonly interruptions: number;
  readonly replays: number;
  readonly failedAgentIds: readonly string[];
  readonly exclusionLifted: boolean;
  /** Error of an attempt that has just failed, until what follows from it is decided. */
  readonly failure: TaskError | null;
  /** What the last failure asked to wait, until that is scheduled. */
  readonly holdMs: number | null;
  /** End of a backoff that it waits out. */
  readonly retryDueClockMs: ClockMs | null;
  readonly nextRetryAtMs: EpochMs | null;
  readonly progress: { readonly fraction: number; readonly note: string | null; readonly atMs: EpochMs } | null;
  readonly result: unknown;
  readonly error: TaskError | null;
  readonly createdAtMs: EpochMs;
  readonly createdClockMs: ClockMs;
  readonly waitingSinceMs: EpochMs;
  readonly startedAtMs: EpochMs | null;
  readonly completedAtMs: EpochMs | null;
  readonly settledClockMs: ClockMs | null;
  readonly updatedAtMs: EpochMs;
  readonly assignmentLatencyMs: number | null;
}

/** The attempt in hand, null unless IN_PROGRESS. */
export function currentAttempt(task: TaskState): AttemptState | null {
  return task.status === 'IN_PROGRESS' ? (task.attempts.at(-1) ?? null) : null;
}

export function isSettled(task: TaskState): boolean {
  return task.status === 'COMPLETED' || task.status === 'FAILED' || task.status === 'CANCELLED';
}

/** Attempts begun since it was submitted or replayed, without those that were interrupted. */
export function attemptCount(task: TaskState): number {
  return task.attemptsSpent + (isWithUnspentAttempt(task) ? 1 : 0);
}

/** The attempt in hand, and the one that ended the task, are not among those it has spent. */
function isWithUnspentAttempt({ status, attempts, settledClockMs }: TaskState): boolean {
  if (status !== 'CANCELLED') return status === 'IN_PROGRESS' || status === 'COMPLETED';
  const last = attempts.at(-1);
  return last?.outcome === 'CANCELLED' && last.endedClockMs === settledClockMs;
}

/** Start to end of the last attempt, in milliseconds; from its assignment where it never said it began. */
export function attemptTimeMs(task: TaskState): number {
  const attempt = task.attempts.at(-1);
  if (attempt?.endedClockMs == null) return 0;
  return attempt.endedClockMs - (attempt.startedClockMs ?? attempt.assignedClockMs);
}

/** Whether an attempt has ended with it, the last of its task. */
export function endsAttempt(event: CoreEvent): boolean {
  return (
    event.type === 'TaskCompleted' ||
    event.type === 'AttemptFailed' ||
    (event.type === 'TaskCancelled' && event.agentId !== null)
  );
}

/** Agents that may not take the task now. */
export function excludedAgents(task: TaskState): readonly string[] {
  return task.exclusionLifted ? [] : task.failedAgentIds;
}

/**
 * The next version of a task. It names every field, for `{ ...task, x }` on an object of this size costs ten times as much, and
 * a version is made with every event.
 */
function changed(task: TaskState, change: Partial<TaskState>): TaskState {
  const next: TaskState = {
    type: task.type,
    payload: task.payload,
    priority: task.priority,
    preferredAgentId: task.preferredAgentId,
    requiredSkills: task.requiredSkills,
    maxAttempts: task.maxAttempts,
    timeoutMs: task.timeoutMs,
    idempotencyKey: task.idempotencyKey,
    inputHash: task.inputHash,
    traceId: task.traceId,
    traceparent: task.traceparent,
    id: task.id,
    status: task.status,
    number: task.number,
    order: task.order,
    wait: task.wait,
    attempts: task.attempts,
    attemptsSpent: task.attemptsSpent,
    interruptions: task.interruptions,
    replays: task.replays,
    failedAgentIds: task.failedAgentIds,
    exclusionLifted: task.exclusionLifted,
    failure: task.failure,
    holdMs: task.holdMs,
    retryDueClockMs: task.retryDueClockMs,
    nextRetryAtMs: task.nextRetryAtMs,
    progress: task.progress,
    result: task.result,
    error: task.error,
    createdAtMs: task.createdAtMs,
    createdClockMs: task.createdClockMs,
    waitingSinceMs: task.waitingSinceMs,
    startedAtMs: task.startedAtMs,
    completedAtMs: task.completedAtMs,
    settledClockMs: task.settledClockMs,
    updatedAtMs: task.updatedAtMs,
    assignmentLatencyMs: task.assignmentLatencyMs,
  };
  return Object.assign(next, change);
}

/**
 * The terms of an assignment of a task whose routings are known, by the numbers of its attempts, which begin with 1; null for
 * any other event.
 */
export function routingIn(routings: readonly RoutingDecision[], event: TaskEvent): RoutingDecision | null {
  return event.type === 'TaskAssigned' ? (event.routing ?? routings[event.attempt - 1] ?? null) : null;
}

export interface At {
  readonly atMs: EpochMs;
  readonly clockMs: ClockMs;
}

/** The task after `event`; `task` is undefined for its submission only. `routing`: the terms of an assignment, else null. */
export function evolveTask(
  task: TaskState | undefined,
  event: TaskEvent,
  at: At,
  routing: RoutingDecision | null,
): TaskState {
  if (event.type === 'TaskSubmitted') return submitted(event.taskId, event.order, event.input, at);
  if (task === undefined) throw new Error(`${event.type} of a task that was not submitted: ${event.taskId}`);
  switch (event.type) {
    case 'TaskQueued':
      return changed(task, { wait: event.wait, failure: null, updatedAtMs: at.atMs });
    case 'TaskAssigned':
      if (routing === null) throw new Error(`an assignment of ${task.id} without its terms`);
      return assigned(task, event, at, routing);
    case 'TaskStarted': {
      const begun = { startedAtMs: at.atMs, startedClockMs: at.clockMs };
      return changed(task, {
        attempts: withLast(task.attempts, begun),
        startedAtMs: task.startedAtMs ?? at.atMs,
        updatedAtMs: at.atMs,
      });
    }
    case 'TaskProgressed':
      return changed(task, {
        progress: { fraction: event.fraction, note: event.note, atMs: at.atMs },
        updatedAtMs: at.atMs,
      });
    case 'TaskCompleted':
      return changed(task, {
        status: 'COMPLETED',
        attempts: withLast(task.attempts, ended('SUCCEEDED', null, at)),
        result: event.result,
        error: null,
        ...settledAt(at),
      });
    case 'AttemptFailed':
      return changed(task, {
        status: 'PENDING',
        wait: null,
        attempts: withLast(task.attempts, ended(event.outcome, event.error, at)),
        attemptsSpent: task.attemptsSpent + (event.spends ? 1 : 0),
        interruptions: task.interruptions + (event.outcome === 'INTERRUPTED' ? 1 : 0),
        failedAgentIds: event.blamesAgent ? withMember(task.failedAgentIds, event.agentId) : task.failedAgentIds,
        exclusionLifted: false,
        failure: event.error,
        holdMs: event.retryAfterMs,
        waitingSinceMs: at.atMs,
        updatedAtMs: at.atMs,
      });
    case 'TaskRetryScheduled':
      return changed(task, {
        wait: event.wait,
        failure: null,
        holdMs: null,
        retryDueClockMs: event.dueClockMs,
        nextRetryAtMs: event.nextRetryAtMs,
        updatedAtMs: at.atMs,
      });
    case 'TaskRetryDue':
      return changed(task, {
        exclusionLifted: event.exclusionLifted,
        retryDueClockMs: null,
        nextRetryAtMs: null,
        updatedAtMs: at.atMs,
      });
    case 'TaskFailed':
      return changed(task, { status: 'FAILED', error: event.error, ...settledAt(at) });
    case 'TaskCancelled':
      return changed(task, {
        status: 'CANCELLED',
        attempts: event.agentId === null ? task.attempts : withLast(task.attempts, ended('CANCELLED', null, at)),
        ...settledAt(at),
      });
    case 'TaskReplayed':
      return changed(task, {
        status: 'PENDING',
        order: event.order,
        attemptsSpent: 0,
        interruptions: 0,
        replays: task.replays + 1,
        failedAgentIds: [],
        exclusionLifted: false,
        progress: null,
        result: null,
        error: null,
        waitingSinceMs: at.atMs,
        startedAtMs: null,
        completedAtMs: null,
        settledClockMs: null,
        updatedAtMs: at.atMs,
      });
  }
}

function submitted(id: string, order: number, input: TaskInput, at: At): TaskState {
  // Every field by name: an object that grows field by field from a spread costs ten times as much.
  return {
    type: input.type,
    payload: input.payload,
    priority: input.priority,
    preferredAgentId: input.preferredAgentId,
    requiredSkills: input.requiredSkills,
    maxAttempts: input.maxAttempts,
    timeoutMs: input.timeoutMs,
    idempotencyKey: input.idempotencyKey,
    inputHash: input.inputHash,
    traceId: input.traceId,
    traceparent: input.traceparent,
    id,
    status: 'PENDING',
    number: order,
    order,
    wait: null,
    attempts: [],
    attemptsSpent: 0,
    interruptions: 0,
    replays: 0,
    failedAgentIds: [],
    exclusionLifted: false,
    failure: null,
    holdMs: null,
    retryDueClockMs: null,
    nextRetryAtMs: null,
    progress: null,
    result: null,
    error: null,
    createdAtMs: at.atMs,
    createdClockMs: at.clockMs,
    waitingSinceMs: at.atMs,
    startedAtMs: null,
    completedAtMs: null,
    settledClockMs: null,
    updatedAtMs: at.atMs,
    assignmentLatencyMs: null,
  };
}

function assigned(task: TaskState, event: TaskAssigned, at: At, routing: RoutingDecision): TaskState {
  const attempt: AttemptState = {
    number: event.attempt,
    agentId: event.agentId,
    leaseToken: event.leaseToken,
    assignedAtMs: at.atMs,
    assignedClockMs: at.clockMs,
    timeoutAtClockMs: event.timeoutAtClockMs,
    startedAtMs: null,
    startedClockMs: null,
    endedAtMs: null,
    endedClockMs: null,
    outcome: null,
    error: null,
    routing,
  };
  return changed(task, {
    status: 'IN_PROGRESS',
    wait: null,
    failure: null,
    attempts: task.attempts.length === 0 ? [attempt] : [...task.attempts, attempt],
    retryDueClockMs: null,
    nextRetryAtMs: null,
    progress: null,
    updatedAtMs: at.atMs,
    assignmentLatencyMs: task.assignmentLatencyMs ?? at.clockMs - task.createdClockMs,
  });
}

function settledAt(at: At): Partial<TaskState> {
  return {
    wait: null,
    failure: null,
    holdMs: null,
    retryDueClockMs: null,
    nextRetryAtMs: null,
    completedAtMs: at.atMs,
    settledClockMs: at.clockMs,
    updatedAtMs: at.atMs,
  };
}

function ended(outcome: AttemptOutcome, error: TaskError | null, at: At): Partial<AttemptState> {
  return { outcome, error, endedAtMs: at.atMs, endedClockMs: at.clockMs };
}

function withLast(attempts: readonly AttemptState[], change: Partial<AttemptState>): readonly AttemptState[] {
  const last = attempts.at(-1);
  if (last === undefined) return attempts;
  const attempt: AttemptState = {
    number: last.number,
    agentId: last.agentId,
    leaseToken: last.leaseToken,
    assignedAtMs: last.assignedAtMs,
    assignedClockMs: last.assignedClockMs,
    timeoutAtClockMs: last.timeoutAtClockMs,
    startedAtMs: last.startedAtMs,
    startedClockMs: last.startedClockMs,
    endedAtMs: last.endedAtMs,
    endedClockMs: last.endedClockMs,
    outcome: last.outcome,
    error: last.error,
    routing: last.routing,
  };
  return attempts.with(-1, Object.assign(attempt, change));
}

function withMember(list: readonly string[], member: string): readonly string[] {
  return list.includes(member) ? list : [...list, member];
}
