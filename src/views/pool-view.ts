import type { AgentState } from '../core/agent.js';
import { countOther, countTask, emptyCounters, type Counters } from '../core/counters.js';
import type { DependencyState } from '../core/dependency.js';
import { isTaskEvent, type Moment } from '../core/evolve.js';
import { queueKey } from '../core/lanes.js';
import { DEFAULT_LIMITS, type PoolLimits } from '../core/limits.js';
import type { Position } from '../core/record.js';
import { Profiles } from '../core/profiles.js';
import type { KeptTask } from '../core/snapshot.js';
import type { PoolPhase, PoolState } from '../core/state.js';
import { attemptTimeMs, type TaskState, type TaskWait } from '../core/task.js';
import type { TaskType } from '../core/task-type.js';
import type { EpochMs } from '../core/time.js';
import { waitOf } from '../core/wait.js';
import { meanDurationMs, waitingTasks } from '../core/waiting.js';
import { RankedSet } from '../lib/ranked-set.js';
import { Headcount } from './headcount.js';
import { Histories } from './history.js';
import { Outcomes } from './outcomes.js';
import { Samples } from './samples.js';
import { Seconds } from './seconds.js';
import { TaskIndex } from './task-index.js';

/**
 * What readers see of a pool: committed records only, folded from moments, whose versions it adopts.
 * Changed by `apply` alone.
 */
export class PoolView {
  readonly tasks = new Map<string, TaskState>();
  readonly agents = new Map<string, AgentState>();
  readonly profiles = new Profiles();
  readonly dependencies = new Map<string, DependencyState>();
  readonly histories = new Histories();
  readonly index = new TaskIndex();
  readonly latency = new Samples();
  readonly durations = new Samples();
  readonly outcomes = new Outcomes();
  #seconds: Seconds;
  readonly #queue = new RankedSet();
  #counters: Counters = emptyCounters();
  #headcount = new Headcount();
  #refused = 0;
  #pool: PoolPhase = { phase: 'new' };
  #degraded = false;
  #limits: PoolLimits = DEFAULT_LIMITS;
  #createdAtMs: EpochMs = 0;
  #position: Position = 0;

  constructor(nowMs: EpochMs) {
    this.#seconds = this.#fresh(nowMs);
  }

  get seconds(): Seconds {
    return this.#seconds;
  }

  /** The fold of old records is over: figures of the last minutes start now. */
  goLive(nowMs: EpochMs): void {
    this.#seconds = this.#fresh(nowMs);
  }

  get counters(): Readonly<Counters> {
    return this.#counters;
  }

  get headcount(): Headcount {
    return this.#headcount;
  }

  get pool(): PoolPhase {
    return this.#pool;
  }

  get degraded(): boolean {
    return this.#degraded;
  }

  get limits(): PoolLimits {
    return this.#limits;
  }

  get createdAtMs(): EpochMs {
    return this.#createdAtMs;
  }

  /** The newest record that this view has seen. */
  get position(): Position {
    return this.#position;
  }

  /** Starts from a state that a snapshot gave; `history` of each of its tasks was set before. */
  adopt(state: PoolState, position: Position): void {
    const lastOf = (id: string): Position => this.histories.of(id).at(-1)?.record.position ?? position;
    const placed = [...state.tasks.values()].map((task) => ({ task, at: lastOf(task.id) }));
    for (const { task, at } of placed.sort((a, b) => a.at - b.at)) this.#indexTask(undefined, task, at);
    this.adoptWhole(state);
    this.#counters = structuredClone(state.counters);
    this.#createdAtMs = state.createdAtMs;
    this.#pool = state.pool;
    this.#degraded = state.announcedDegraded;
    this.#position = position;
  }

  /** Agents, dependencies and limits at once: for the records that touch all of them, at the start only. */
  adoptWhole(state: Pick<PoolState, 'agents' | 'dependencies' | 'limits'>): void {
    this.agents.clear();
    this.profiles.clear();
    this.#headcount = new Headcount();
    for (const agent of state.agents.values()) this.#setAgent(agent);
    this.dependencies.clear();
    for (const dependency of state.dependencies.values()) this.dependencies.set(dependency.name, dependency);
    this.#limits = state.limits;
  }

  apply(moment: Moment): void {
    const { record, task, agent, dependency } = moment;
    const { event } = record;
    this.#seconds.advance(record.atMs);
    this.#position = record.position;
    this.#pool = moment.pool;
    this.#degraded = moment.degraded;
    if (isTaskEvent(event) && task !== null) {
      const before = this.tasks.get(task.id);
      this.#indexTask(before, task, record.position);
      this.histories.add(task.id, moment);
      countTask(this.#counters, event, before, task);
      this.#measure(moment, before, task);
    } else countOther(this.#counters, event);
    if (agent !== null) {
      if (event.type === 'AgentRetired') this.#removeAgent(agent.id);
      else this.#setAgent(agent);
    }
    if (dependency !== null) this.dependencies.set(dependency.name, dependency);
    if (event.type === 'PoolCreated') this.#createdAtMs = record.atMs;
    for (const id of moment.forgotten) this.#forget(id);
  }

  /** A submission was refused; in no record yet. */
  refuse(nowMs: EpochMs): void {
    this.#refused += 1;
    this.#seconds.advance(nowMs);
    this.#seconds.refused();
  }

  /** So many of them are on their way into a record. */
  countedRefusals(count: number): void {
    this.#refused -= count;
  }

  /** Submissions refused so far, in a record or not yet. */
  get submissionsRefused(): number {
    return this.#counters.refused + this.#refused;
  }

  /** 1 is next. */
  queuePosition(task: TaskState): number {
    return this.#queue.rank(queueKey(task)) + 1;
  }

  /** Why a task waits, as things stand; null unless it is PENDING. */
  wait(task: TaskState): TaskWait | null {
    if (task.status !== 'PENDING') return null;
    const wait = waitOf(this, task, this.queuePosition(task), this.meanDurationMs());
    const waited = task.wait?.reason === wait.reason ? task.wait.sinceMs : wait.sinceMs;
    return { ...wait, sinceMs: waited };
  }

  /** A task and its agent at each of its records, oldest first. */
  moments(taskId: string, like: Pick<Moment, 'pool' | 'degraded'>): Moment[] {
    const task = this.tasks.get(taskId);
    return task === undefined ? [] : this.histories.moments(task, like);
  }

  /** All tasks as they are kept in a snapshot: copies, for histories grow in place. */
  keptTasks(): KeptTask[] {
    return this.histories.capture().map(([taskId, history]) => {
      const attempts = this.tasks.get(taskId)?.attempts ?? [];
      return { history, routings: attempts.map(({ routing }) => routing) };
    });
  }

  meanDurationMs(): number | null {
    return meanDurationMs(this.#counters);
  }

  waitingTasks(types: readonly TaskType[]): number {
    return waitingTasks(this.#counters, types);
  }

  #fresh(nowMs: EpochMs): Seconds {
    return new Seconds(nowMs, () => ({
      queueLength: this.#counters.byStatus.PENDING,
      busyAgents: this.#headcount.busy,
      agents: this.agents.size,
    }));
  }

  #measure({ record: { event } }: Moment, before: TaskState | undefined, task: TaskState): void {
    if (event.type === 'AttemptFailed' && event.outcome !== 'INTERRUPTED') this.outcomes.add(false);
    if (event.type === 'TaskCompleted') {
      this.outcomes.add(true);
      this.durations.add(attemptTimeMs(task));
      this.#seconds.completed();
    } else if (event.type === 'TaskFailed') this.#seconds.failed();
    else if (
      event.type === 'TaskAssigned' &&
      before?.assignmentLatencyMs == null &&
      task.assignmentLatencyMs !== null
    ) {
      this.latency.add(task.assignmentLatencyMs);
      this.#seconds.assigned(task.assignmentLatencyMs);
    }
  }

  #indexTask(before: TaskState | undefined, after: TaskState, position: Position): void {
    this.tasks.set(after.id, after);
    this.index.move(before, after, position);
    const from = before?.status === 'PENDING' ? queueKey(before) : null;
    const to = after.status === 'PENDING' ? queueKey(after) : null;
    if (from === to) return;
    if (from !== null) this.#queue.delete(from);
    if (to !== null) this.#queue.add(to);
  }

  #setAgent(agent: AgentState): void {
    const before = this.agents.get(agent.id);
    this.#headcount.move(before, agent);
    this.agents.set(agent.id, agent);
    this.profiles.move(before, agent);
  }

  #removeAgent(id: string): void {
    const before = this.agents.get(id);
    this.#headcount.move(before, undefined);
    this.profiles.move(before, undefined);
    this.agents.delete(id);
  }

  #forget(id: string): void {
    const task = this.tasks.get(id);
    if (task === undefined) return;
    this.tasks.delete(id);
    this.index.remove(task);
    this.histories.delete(id);
  }
}
