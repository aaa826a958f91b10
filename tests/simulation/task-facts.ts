import type { CoreEvent } from '../../src/core/event.js';
import type { TaskInput } from '../../src/core/task.js';

type Status = 'PENDING' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export function isSettled(status: Status): boolean {
  return status !== 'PENDING' && status !== 'IN_PROGRESS';
}

/** `sinceMs`: when it was begun, or assigned where nobody has said that it was. */
interface Open {
  readonly agentId: string;
  readonly timeoutAt: number | null;
  readonly sinceMs: number;
}

/** What the log has said of one task so far. */
export class TaskFacts {
  readonly id: string;
  readonly type: string;
  readonly skills: readonly string[];
  readonly preferredAgentId: string | null;
  readonly timeoutMs: number | null;
  readonly submittedAt: number;
  status: Status = 'PENDING';
  open: Open | null = null;
  attempts = 0;
  interruptions = 0;
  /** Whether agents that failed it may take it again. */
  lifted = false;
  mustFail = false;
  lastLease = '';
  /** When its retry is due; until `holdUntil` nobody at all may take it. */
  dueAt: number | null = null;
  holdUntil: number | null = null;
  settledAt: number | null = null;
  settledNth = -1;
  readonly #priority: number;
  readonly #maxAttempts: number;
  readonly #blamed = new Set<string>();
  #order: number;
  #spent = 0;
  #replays = 0;
  #holdMs: number | null = null;

  constructor(id: string, order: number, input: TaskInput, clockMs: number) {
    this.id = id;
    this.type = input.type;
    this.skills = input.requiredSkills;
    this.preferredAgentId = input.preferredAgentId;
    this.timeoutMs = input.timeoutMs;
    this.submittedAt = clockMs;
    this.#priority = input.priority;
    this.#maxAttempts = input.maxAttempts;
    this.#order = order;
  }

  isBefore(other: TaskFacts): boolean {
    if (this.#priority !== other.#priority) return this.#priority > other.#priority;
    return this.#order < other.#order;
  }

  excludes(agentId: string): boolean {
    return !this.lifted && this.#blamed.has(agentId);
  }

  /** Whether it waits out a backoff; over when the log says so, which may be a little after its time. */
  holds(): boolean {
    return this.#holdMs !== null || this.holdUntil !== null;
  }

  /** Neither tried nor taken up again: it has just been submitted. */
  isFresh(): boolean {
    return this.attempts === 0 && this.#replays === 0;
  }

  assigned(agentId: string, leaseToken: string, timeoutAt: number | null, clockMs: number): void {
    this.status = 'IN_PROGRESS';
    this.open = { agentId, timeoutAt, sinceMs: clockMs };
    this.attempts += 1;
    this.lastLease = leaseToken;
    this.dueAt = null;
    this.holdUntil = null;
  }

  started(clockMs: number): void {
    if (this.open !== null) this.open = { ...this.open, sinceMs: clockMs };
  }

  /** Its backoff is over. */
  due(lifted: boolean): void {
    this.lifted = lifted;
    this.dueAt = null;
    this.holdUntil = null;
  }

  failed({
    agentId,
    outcome,
    spends,
    blamesAgent,
    error,
    retryAfterMs,
  }: Extract<CoreEvent, { type: 'AttemptFailed' }>): void {
    this.status = 'PENDING';
    this.lifted = false;
    if (spends) this.#spent += 1;
    if (outcome === 'INTERRUPTED') this.interruptions += 1;
    if (blamesAgent) this.#blamed.add(agentId);
    this.mustFail = this.#spent >= this.#maxAttempts || !error.retryable;
    this.#holdMs = retryAfterMs;
  }

  /** `BACKOFF` holds it whoever is idle; any other wait only until somebody can take it. */
  scheduled({ wait, dueClockMs }: Extract<CoreEvent, { type: 'TaskRetryScheduled' }>, clockMs: number): void {
    this.dueAt = dueClockMs;
    const asked = this.#holdMs === null ? null : clockMs + this.#holdMs - 25;
    this.holdUntil = wait.reason === 'BACKOFF' || asked !== null ? Math.max(dueClockMs ?? 0, asked ?? 0) : null;
    this.#holdMs = null;
  }

  settle(status: Status, clockMs: number, nth: number): void {
    this.status = status;
    this.open = null;
    this.mustFail = false;
    this.#holdMs = null;
    this.holdUntil = null;
    this.dueAt = null;
    this.settledAt = clockMs;
    this.settledNth = nth;
  }

  replayed(order: number): void {
    this.status = 'PENDING';
    this.lifted = false;
    this.interruptions = 0;
    this.settledAt = null;
    this.settledNth = -1;
    this.#blamed.clear();
    this.#spent = 0;
    this.#replays += 1;
    this.#order = order;
  }
}
