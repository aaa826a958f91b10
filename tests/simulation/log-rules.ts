import type { AgentEvent, CoreEvent, TaskEvent } from '../../src/core/event.js';
import type { PoolLimits } from '../../src/core/limits.js';
import type { PoolRecord } from '../../src/core/record.js';
import { AgentFacts, type InHand } from './agent-facts.js';
import { overdueAgent, overdueTask, TOLERANCE_MS } from './deadline-rules.js';
import { isTakeable, misrouted } from './routing-rules.js';
import { isSettled, TaskFacts } from './task-facts.js';

const MAX_FREE_INTERRUPTIONS = 3;

type Of<T extends CoreEvent['type']> = Extract<CoreEvent, { type: T }>;

/**
 * The rules of the pool as a reader of its log would check them, written a second time and without the
 * product's code: what may follow what, and when.
 */
export class LogRules {
  readonly tasks = new Map<string, TaskFacts>();
  readonly agents = new Map<string, AgentFacts>();
  readonly leases = new Map<string, { readonly taskId: string; readonly agentId: string }>();
  readonly #broken: (rule: string, what: string) => void;
  readonly #down = new Map<string, readonly string[]>();
  readonly #gates = new Map<string, readonly string[]>();
  readonly #keys = new Map<string, TaskFacts>();
  readonly #settled: TaskFacts[] = [];
  /** How many of them were let go because there were too many at some time, and how many are left. */
  #letGo = 0;
  #settledNow = 0;
  #limits: PoolLimits | null = null;
  #phase = 'new';
  #drainsUntil: number | null = null;
  #assignments = 0;
  #suspended = false;
  #position = 0;
  #clockMs = -Infinity;

  constructor(broken: (rule: string, what: string) => void) {
    this.#broken = broken;
  }

  apply(record: PoolRecord): void {
    this.#check('positions', record.position === this.#position + 1, `${record.position} follows ${this.#position}`);
    this.#check('clock', record.clockMs >= this.#clockMs, `the clock goes back to ${record.clockMs}`);
    this.#position = record.position;
    this.#clockMs = record.clockMs;
    this.#event(record.event);
  }

  /** Between two commands. */
  batchEnds(): void {
    for (const task of this.tasks.values()) {
      if (task.status !== 'PENDING') continue;
      this.#check('budget', !task.mustFail, `${task.id} has spent its attempts and still waits`);
      if (!this.#assigns() || task.holds() || this.#isGated(task.type)) continue;
      for (const agent of this.agents.values())
        this.#check('wake-ups', !isTakeable(task, agent), `${task.id} waits although ${agent.id} is idle`);
    }
    for (const agent of this.agents.values()) {
      const isStuck = agent.phase === 'degraded' && agent.inHand?.over === false;
      this.#check('agent crash', !isStuck, `${agent.id} is degraded and keeps ${agent.inHand?.taskId ?? ''}`);
    }
  }

  /** A deadline that has passed although the pool had every chance to notice. */
  overdue(clockMs: number): string | null {
    const drain = this.#drainsUntil ?? Infinity;
    if (drain + TOLERANCE_MS < clockMs) return `the drain ended at ${drain}`;
    return overdueAgent(this.agents.values(), clockMs) ?? overdueTask(this.tasks.values(), clockMs);
  }

  /** Settled tasks that must still be known: those that no bound of the retention has ever let go. */
  *retained(): Generator<TaskFacts> {
    const retentionMs = this.#limits?.retentionMs ?? 0;
    for (let nth = this.#settled.length - 1; nth >= this.#letGo; nth -= 1) {
      const task = this.#settled[nth] as TaskFacts;
      if (task.settledNth === nth && this.#clockMs - (task.settledAt ?? 0) <= retentionMs) yield task;
    }
  }

  #event(event: CoreEvent): void {
    if ('taskId' in event) this.#taskEvent(event);
    else if ('agentId' in event) this.#agentEvent(event);
    else this.#poolEvent(event);
  }

  #taskEvent(event: TaskEvent): void {
    if (event.type === 'TaskSubmitted') {
      this.#submitted(event);
      return;
    }
    const task = this.tasks.get(event.taskId);
    if (task === undefined) {
      this.#broken('order', `${event.type} of ${event.taskId}, which was not submitted`);
      return;
    }
    switch (event.type) {
      case 'TaskQueued':
        this.#check('order', task.status === 'PENDING', `${task.id} is ${task.status} and queued`);
        if (task.isFresh()) this.#check('queue bound', !this.#isOverfull(), `${task.id} is queued beyond the bound`);
        return;
      case 'TaskAssigned':
        this.#assigned(task, event);
        return;
      case 'TaskStarted':
        this.#requireOpen(task, event);
        task.started(this.#clockMs);
        return;
      case 'TaskProgressed':
        this.#requireOpen(task, event);
        return;
      case 'TaskCompleted':
        this.#requireOpen(task, event);
        this.#requireOwnResult(task, event.result);
        this.agents.get(event.agentId)?.completed(task.type, this.#clockMs - (task.open?.sinceMs ?? 0));
        this.#closed(task, event.released);
        this.#settle(task, 'COMPLETED');
        return;
      case 'AttemptFailed':
        this.#attemptFailed(task, event);
        return;
      case 'TaskRetryScheduled':
        this.#check('order', task.status === 'PENDING' && !task.mustFail, `${task.id} is scheduled for no retry`);
        task.scheduled(event, this.#clockMs);
        return;
      case 'TaskRetryDue':
        this.#check('backoff', this.#clockMs + 1 >= (task.dueAt ?? 0), `${task.id} is due before its time`);
        if (event.exclusionLifted) this.#check('exclusion', !this.#hasOther(task), `${task.id} has another agent left`);
        task.due(event.exclusionLifted);
        return;
      case 'TaskFailed':
        this.#check('budget', task.mustFail, `${task.id} fails for good with attempts left`);
        this.#settle(task, 'FAILED');
        return;
      case 'TaskCancelled':
        this.#check('order', !isSettled(task.status), `${task.id} is ${task.status} and cancelled`);
        if (task.open !== null) this.#closed(task, event.released);
        this.#settle(task, 'CANCELLED');
        return;
      case 'TaskReplayed':
        this.#check('order', task.status === 'FAILED' || task.status === 'CANCELLED', `${task.id} is taken up again`);
        if (task.settledNth >= this.#letGo) this.#settledNow -= 1;
        task.replayed(event.order);
    }
  }

  #submitted({ taskId, order, input }: Of<'TaskSubmitted'>): void {
    const isOpen = this.#phase === 'running' || this.#phase === 'paused';
    this.#check('phase', isOpen, `${taskId} is taken while the pool is ${this.#phase}`);
    this.#check('order', !this.tasks.has(taskId), `${taskId} is submitted twice`);
    const task = new TaskFacts(taskId, order, input, this.#clockMs);
    this.tasks.set(taskId, task);
    if (input.idempotencyKey === null) return;
    const before = this.#keys.get(input.idempotencyKey);
    const idempotencyMs = this.#limits?.idempotencyMs ?? 0;
    const isForgotten =
      before === undefined ||
      (this.#clockMs - before.submittedAt > idempotencyMs && isSettled(before.status) && !this.#isRetained(before));
    this.#check(
      'idempotency',
      isForgotten,
      `${taskId} repeats ${before?.id ?? ''}: its key is ${input.idempotencyKey}`,
    );
    this.#keys.set(input.idempotencyKey, task);
  }

  #isRetained(task: TaskFacts): boolean {
    for (const each of this.retained()) if (each === task) return true;
    return false;
  }

  #assigned(task: TaskFacts, event: Of<'TaskAssigned'>): void {
    const { agentId, attempt, leaseToken, leaseUntilClockMs, timeoutAtClockMs } = event;
    const agent = this.agents.get(agentId);
    this.#check('one attempt', task.status === 'PENDING' && task.open === null, `${task.id} is assigned twice`);
    this.#check('attempt numbers', attempt === task.attempts + 1, `attempt ${attempt} of ${task.id}`);
    const isNew = leaseToken > task.lastLease && !this.leases.has(leaseToken);
    this.#check('lease tokens', isNew, `${leaseToken} follows ${task.lastLease} of ${task.id}`);
    this.#check('phase', this.#assigns(), `${task.id} is assigned while the pool is ${this.#phase}`);
    this.#check('gates', !this.#isGated(task.type), `${task.id} (${task.type}) is assigned behind a closed gate`);
    const isDue = task.holdUntil === null || task.holdUntil <= this.#clockMs;
    this.#check('backoff', isDue, `${task.id} is assigned before ${task.holdUntil ?? 0}`);
    if (agent === undefined) {
      this.#broken('order', `${task.id} is assigned to ${agentId}, which is not in the pool`);
      return;
    }
    this.#check('slots', agent.isIdle(), `${task.id} is assigned to ${agentId}, which is not idle`);
    this.#check('ability', agent.isCapable(task), `${task.id} is assigned to ${agentId}, which cannot take it`);
    this.#check('exclusion', !task.excludes(agentId), `${task.id} is assigned to ${agentId}, which has failed it`);
    this.#inTurn(task, agent);
    const better = misrouted(task, agent, event.strategy, this.agents.values());
    this.#check(
      'routing',
      better === null,
      `${task.id} is assigned to ${agentId} (${event.strategy}): ${better ?? ''}`,
    );
    const leaseMs = this.#limits?.leaseMs ?? 0;
    if (agent.connected) this.#isAbout(leaseUntilClockMs, leaseMs, `the lease of ${task.id}`);
    else this.#check('leases', leaseUntilClockMs === null, `${agentId} has not connected and gets a lease`);
    if (task.timeoutMs !== null) this.#isAbout(timeoutAtClockMs, task.timeoutMs, `the timeout of ${task.id}`);
    this.leases.set(leaseToken, { taskId: task.id, agentId });
    agent.inHand = { taskId: task.id, leaseToken, leaseUntil: leaseUntilClockMs, over: false };
    this.#assignments += 1;
    agent.lastUsed = this.#assignments;
    task.assigned(agentId, leaseToken, timeoutAtClockMs, this.#clockMs);
  }

  /** Nothing that this agent could take stands before it. */
  #inTurn(task: TaskFacts, agent: AgentFacts): void {
    for (const other of this.tasks.values()) {
      if (other.status !== 'PENDING' || other === task || other.mustFail) continue;
      if (!other.isBefore(task) || other.holds()) continue;
      const takes = agent.isCapable(other) && !other.excludes(agent.id) && !this.#isGated(other.type);
      this.#check('queue order', !takes, `${task.id} is assigned to ${agent.id} before ${other.id}`);
    }
  }

  #assigns(): boolean {
    return this.#phase === 'running' && !this.#suspended;
  }

  /** Whether a living agent that has not failed it could take it some time. */
  #hasOther(task: TaskFacts): boolean {
    for (const agent of this.agents.values())
      if (agent.phase === 'living' && agent.isCapable(task) && !task.excludes(agent.id)) return true;
    return false;
  }

  #isOverfull(): boolean {
    let pending = 0;
    for (const { status } of this.tasks.values()) if (status === 'PENDING') pending += 1;
    return pending > (this.#limits?.maxQueueLength ?? 0);
  }

  #attemptFailed(task: TaskFacts, event: Of<'AttemptFailed'>): void {
    this.#requireOpen(task, event);
    const { outcome, spends, agentId } = event;
    const isInterrupted = outcome === 'INTERRUPTED';
    const isWornOut = isInterrupted && task.interruptions >= MAX_FREE_INTERRUPTIONS;
    this.#check('budget', isInterrupted ? !spends || isWornOut : spends, `${outcome} of ${task.id} spends: ${spends}`);
    this.#check('blame', event.blamesAgent === !isInterrupted, `${outcome} of ${task.id} and ${agentId}`);
    const agent = this.agents.get(agentId);
    if (outcome === 'LEASE_EXPIRED') {
      const until = Math.min(agent?.inHand?.leaseUntil ?? Infinity, agent?.quietUntil ?? Infinity);
      const isPast = this.#clockMs >= until;
      this.#check('leases', isPast, `the lease of ${task.id} is taken ${until - this.#clockMs} ms early`);
    }
    if (outcome === 'TIMED_OUT')
      this.#check('timeouts', this.#clockMs >= (task.open?.timeoutAt ?? Infinity), `${task.id} is timed out early`);
    this.#closed(task, event.released);
    task.failed(event);
  }

  #agentEvent(event: AgentEvent): void {
    if (event.type === 'AgentSpawned') {
      this.#check('order', !this.agents.has(event.agentId), `${event.agentId} is spawned twice`);
      this.agents.set(event.agentId, new AgentFacts(event));
      return;
    }
    const agent = this.agents.get(event.agentId);
    if (agent === undefined) {
      this.#broken('order', `${event.type} of ${event.agentId}, which is not in the pool`);
      return;
    }
    const leaseMs = this.#limits?.leaseMs ?? 0;
    if (event.type === 'AgentConnected' || event.type === 'AgentHeartbeat') {
      this.#isAbout(event.quietUntilClockMs, leaseMs, `what ${agent.id} may be silent`);
      if (event.leaseUntilClockMs !== null)
        this.#isAbout(event.leaseUntilClockMs, leaseMs, `the renewed lease of ${agent.id}`);
    }
    if (event.type === 'AgentReleased') {
      const isHeld = agent.inHand?.over === true && agent.inHand.leaseToken === event.leaseToken;
      this.#check('slots', isHeld, `${agent.id} is released of what it does not hold`);
    }
    if (event.type === 'AgentRetired') {
      this.#check('slots', agent.inHand === null, `${agent.id} leaves with something in hand`);
      this.agents.delete(agent.id);
    }
    agent.apply(event, this.#clockMs, leaseMs);
  }

  #poolEvent(event: CoreEvent): void {
    switch (event.type) {
      case 'PoolConfigured':
        this.#limits = event.limits;
        for (const { name, gatedTypes } of event.dependencies) this.#gates.set(name, gatedTypes);
        return;
      case 'PoolInitialized':
      case 'PoolResumed':
        this.#phase = 'running';
        return;
      case 'PoolPaused':
        this.#phase = 'paused';
        return;
      case 'PoolDraining':
        this.#phase = 'draining';
        this.#drainsUntil = event.untilClockMs;
        return;
      case 'PoolStopped':
        this.#check('phase', this.agents.size === 0, 'the pool has stopped with agents in it');
        this.#phase = 'stopped';
        this.#drainsUntil = null;
        return;
      case 'ServerStopping':
        this.#suspended = true;
        return;
      case 'ServerRecovered':
        this.#recovered();
        return;
      case 'StorageRecovered':
        this.#extendLeases();
        return;
      case 'DependencyWentDown':
        this.#down.set(event.name, this.#gates.get(event.name) ?? []);
        return;
      case 'DependencyCameUp':
        this.#down.delete(event.name);
        return;
      default:
    }
  }

  #recovered(): void {
    this.#suspended = false;
    for (const agent of this.agents.values()) {
      const runs = agent.kind === 'PROCESS' && agent.inHand?.over === false;
      this.#check('recovery', !runs, `${agent.id} runs ${agent.inHand?.taskId ?? ''} in a process that is gone`);
    }
    this.#extendLeases();
  }

  /** Nobody could renew: everyone gets a whole lease from now. */
  #extendLeases(): void {
    for (const agent of this.agents.values()) agent.extend(this.#clockMs + (this.#limits?.leaseMs ?? 0));
  }

  #requireOpen(task: TaskFacts, event: { type: string; agentId: string; attempt: number }): void {
    const { open } = task;
    const isIts = open?.agentId === event.agentId && task.attempts === event.attempt;
    this.#check('stale attempts', isIts, `${event.type} of attempt ${event.attempt} of ${task.id} by ${event.agentId}`);
  }

  /** Simulated agents sign their results with the lease that they held. */
  #requireOwnResult(task: TaskFacts, result: unknown): void {
    if (typeof result !== 'object' || result === null || !('lease' in result)) return;
    const isOwn = result.lease === task.lastLease;
    this.#check('stale attempts', isOwn, `${task.id} takes the result of another attempt than the one that runs`);
  }

  #closed(task: TaskFacts, released: boolean): void {
    const agent = this.agents.get(task.open?.agentId ?? '');
    task.open = null;
    if (agent?.inHand?.taskId !== task.id) return;
    const held: InHand = { ...agent.inHand, over: true, leaseUntil: null };
    agent.inHand = released ? null : held;
  }

  #settle(task: TaskFacts, status: 'COMPLETED' | 'FAILED' | 'CANCELLED'): void {
    task.settle(status, this.#clockMs, this.#settled.length);
    this.#settled.push(task);
    this.#settledNow += 1;
    for (; this.#settledNow > (this.#limits?.retentionCount ?? 0); this.#letGo += 1)
      if (this.#settled[this.#letGo]?.settledNth === this.#letGo) this.#settledNow -= 1;
  }

  #isGated(type: string): boolean {
    for (const types of this.#down.values()) if (types.includes(type)) return true;
    return false;
  }

  #isAbout(untilMs: number | null, durationMs: number, what: string): void {
    const isRight = untilMs !== null && Math.abs(untilMs - this.#clockMs - durationMs) <= TOLERANCE_MS;
    this.#check('deadlines', isRight, `${what} is ${(untilMs ?? 0) - this.#clockMs} ms and not ${durationMs}`);
  }

  #check(rule: string, holds: boolean, what: string): void {
    if (!holds) this.#broken(rule, what);
  }
}
