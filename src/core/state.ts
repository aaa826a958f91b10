import { Fifo } from '../lib/fifo.js';
import { IndexedHeap } from '../lib/indexed-heap.js';
import { RankedSet } from '../lib/ranked-set.js';
import { isIdle, type AgentState } from './agent.js';
import type { DependencyState } from './dependency.js';
import { Lanes, queueKey } from './lanes.js';
import { DEFAULT_LIMITS, DEGRADE_AFTER_FAILURES, type PoolLimits } from './limits.js';
import { emptyCounters, type Counters } from './counters.js';
import { Profiles } from './profiles.js';
import { RoutingTerms } from './routing-terms.js';
import { currentAttempt, isSettled, type TaskState } from './task.js';
import type { ClockMs, EpochMs } from './time.js';

export type PoolPhase =
  | { readonly phase: 'new' }
  | { readonly phase: 'running' }
  | { readonly phase: 'paused' }
  | { readonly phase: 'draining'; readonly untilClockMs: ClockMs }
  | { readonly phase: 'stopped' };

/** What falls due at a moment: the kind and whose. */
export interface Deadline {
  readonly kind: 'lease' | 'quiet' | 'timeout' | 'retry' | 'restart' | 'drain' | 'retention';
  readonly id: string;
  readonly dueClockMs: ClockMs;
}

/** `kept` is what is left of a task that was forgotten before its key. */
export interface KeyEntry {
  readonly taskId: string;
  readonly inputHash: string;
  readonly atClockMs: ClockMs;
  readonly kept: TaskState | null;
}

export interface Settled {
  readonly taskId: string;
  readonly clockMs: ClockMs;
}

/**
 * Everything the rules know of a pool. Agents, tasks and dependencies are values that are replaced as
 * a whole; the maps and indexes over them are changed in place by `evolve` and by nothing else.
 */
export interface PoolState {
  name: string;
  pool: PoolPhase;
  createdAtMs: EpochMs;
  limits: PoolLimits;
  /** Between ServerStopping and ServerRecovered nothing is assigned. */
  suspended: boolean;
  /** What the pool last said of its health. */
  announcedDegraded: boolean;
  clockMs: ClockMs;
  readonly agents: Map<string, AgentState>;
  readonly tasks: Map<string, TaskState>;
  readonly dependencies: Map<string, DependencyState>;
  /** Settled tasks, the longest settled first; one that was replayed since stands here in vain. */
  readonly settled: Fifo<Settled>;
  settledTasks: number;
  /** When an idle pool is woken to let go of what is old by then; null where there is nothing to let go of. */
  retentionDueClockMs: ClockMs | null;
  readonly keys: Map<string, KeyEntry>;
  /** The keys by age, the oldest first; those given out anew since stand here in vain. */
  readonly keyAges: Fifo<{ readonly key: string; readonly taskId: string }>;
  readonly counters: Counters;
  readonly profiles: Profiles;
  readonly index: Indexes;
  readonly agenda: Agenda;
}

/** Follow from the entities alone, as `profiles` does; `reindexAgent` and `reindexTask` keep them. */
export interface Indexes {
  readonly lanes: Lanes;
  readonly queue: RankedSet;
  readonly terms: RoutingTerms;
  readonly deadlines: IndexedHeap<string, Deadline>;
  /** How many agents are idle. */
  idle: number;
  readonly degraded: Set<string>;
  readonly failing: Set<string>;
  readonly leaving: Set<string>;
  down: number;
}

/** What evolve has left for `next` to decide. Empty between commands. */
export interface Agenda {
  readonly undecided: Set<string>;
  /** Of these, the ones whose last attempt has failed, or failed for good. */
  readonly spent: Set<string>;
  /** An agent, a task or a gate has changed so that a waiting task may have a taker. */
  schedule: boolean;
  /** Agents or gates have changed, so that a retry may have no other agent left. */
  exclusions: boolean;
}

export function emptyState(): PoolState {
  return {
    name: '',
    pool: { phase: 'new' },
    createdAtMs: 0,
    limits: DEFAULT_LIMITS,
    suspended: false,
    announcedDegraded: false,
    clockMs: 0,
    agents: new Map(),
    tasks: new Map(),
    dependencies: new Map(),
    settled: new Fifo<Settled>(),
    settledTasks: 0,
    retentionDueClockMs: null,
    keys: new Map(),
    keyAges: new Fifo<{ key: string; taskId: string }>(),
    counters: emptyCounters(),
    profiles: new Profiles(),
    index: {
      lanes: new Lanes(),
      queue: new RankedSet(),
      terms: new RoutingTerms(),
      deadlines: new IndexedHeap<string, Deadline>((a, b) =>
        a.dueClockMs === b.dueClockMs ? a.kind + a.id < b.kind + b.id : a.dueClockMs < b.dueClockMs,
      ),
      idle: 0,
      degraded: new Set(),
      failing: new Set(),
      leaving: new Set(),
      down: 0,
    },
    agenda: { undecided: new Set(), spent: new Set(), schedule: false, exclusions: false },
  };
}

export function setDeadline(state: PoolState, kind: Deadline['kind'], id: string, dueClockMs: ClockMs | null): void {
  const key = `${kind}:${id}`;
  if (dueClockMs === null) state.index.deadlines.delete(key);
  else if (state.index.deadlines.get(key)?.dueClockMs !== dueClockMs)
    state.index.deadlines.set(key, { kind, id, dueClockMs });
}

/** Follows an agent from one version to the next; undefined: it is not in the pool. */
export function reindexAgent(state: PoolState, before: AgentState | undefined, after: AgentState | undefined): void {
  const { index, profiles } = state;
  const id = (after ?? before)?.id ?? '';
  const wasIdle = before !== undefined && isIdle(before);
  const idle = after !== undefined && isIdle(after);
  if (wasIdle) profiles.of(id)?.idle.delete(before);
  profiles.move(before, after);
  if (idle) profiles.of(id)?.idle.set(after);
  index.idle += Number(idle) - Number(wasIdle);
  if (after === undefined) index.terms.delete(id);
  member(index.degraded, id, after?.phase === 'degraded');
  member(index.failing, id, after?.phase === 'living' && after.consecutiveFailures >= DEGRADE_AFTER_FAILURES);
  member(index.leaving, id, after?.phase === 'draining' && after.attempt === null);
  moveDeadline(state, 'lease', id, leaseEnd(before), leaseEnd(after));
  moveDeadline(state, 'quiet', id, quietEnd(before), quietEnd(after));
  moveDeadline(state, 'restart', id, before?.restartAtClockMs ?? null, after?.restartAtClockMs ?? null);
  if (idle && (!wasIdle || before.verifiedSkills !== after.verifiedSkills)) state.agenda.schedule = true;
  if (before?.phase !== after?.phase) state.agenda.exclusions = true;
}

/** With most versions of an agent none of its deadlines moves, and looking one up by name is not for nothing. */
function moveDeadline(
  state: PoolState,
  kind: Deadline['kind'],
  id: string,
  before: ClockMs | null,
  after: ClockMs | null,
): void {
  if (before !== after) setDeadline(state, kind, id, after);
}

function leaseEnd(agent: AgentState | undefined): ClockMs | null {
  return agent?.attempt?.over === false ? agent.attempt.leaseUntilClockMs : null;
}

function quietEnd(agent: AgentState | undefined): ClockMs | null {
  return agent === undefined || agent.phase === 'degraded' ? null : agent.quietUntilClockMs;
}

/** Follows a task from one version to the next. A forgotten one is settled and in no index. */
export function reindexTask(state: PoolState, before: TaskState | undefined, after: TaskState): void {
  const { index } = state;
  index.lanes.move(before, after);
  const from = before?.status === 'PENDING' ? queueKey(before) : null;
  const to = after.status === 'PENDING' ? queueKey(after) : null;
  if (from !== to) {
    if (from !== null) index.queue.delete(from);
    if (to !== null) index.queue.add(to);
  }
  const attempt = currentAttempt(after);
  const timedBefore = before === undefined ? null : (currentAttempt(before)?.timeoutAtClockMs ?? null);
  moveDeadline(state, 'timeout', after.id, timedBefore, attempt?.timeoutAtClockMs ?? null);
  moveDeadline(state, 'retry', after.id, before?.retryDueClockMs ?? null, after.retryDueClockMs);
}

/** Keeps the line of settled tasks, which is part of the state itself: a snapshot has it as it stood. */
export function lineUpSettled(state: PoolState, before: TaskState | undefined, after: TaskState): void {
  const wasSettled = before !== undefined && isSettled(before);
  if (isSettled(after) && !wasSettled) {
    state.settled.push({ taskId: after.id, clockMs: after.settledClockMs ?? 0 });
    state.settledTasks += 1;
  } else if (wasSettled && !isSettled(after)) state.settledTasks -= 1;
}

function member<T>(set: Set<T>, item: T, is: boolean): void {
  if (is) set.add(item);
  else set.delete(item);
}
