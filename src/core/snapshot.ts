import { AgentDecoder, AgentEncoder, type CodedAgent } from './agent-versions.js';
import type { AgentState } from './agent.js';
import type { Counters } from './counters.js';
import type { DependencyState } from './dependency.js';
import { isTaskEvent } from './evolve.js';
import type { PoolLimits } from './limits.js';
import type { PoolRecord } from './record.js';
import {
  emptyState,
  reindexAgent,
  reindexTask,
  setDeadline,
  type KeyEntry,
  type PoolPhase,
  type PoolState,
  type Settled,
} from './state.js';
import { decodeRoutings, encodeRoutings, type CodedRoutings } from './routing-codes.js';
import { evolveTask, isSettled, routingIn, type RoutingDecision, type TaskState } from './task.js';

/** Everything of a state that does not grow with its tasks. */
interface Meta {
  readonly kind: 'meta';
  readonly name: string;
  readonly pool: PoolPhase;
  readonly createdAtMs: number;
  readonly limits: PoolLimits;
  readonly suspended: boolean;
  readonly announcedDegraded: boolean;
  readonly clockMs: number;
  /** Missing in snapshots of older versions. */
  readonly retentionDueClockMs?: number | null;
  readonly dependencies: readonly DependencyState[];
  readonly agents: readonly AgentState[];
  readonly counters: Counters;
}

/** One of the records that a task is kept as, and the agent that ran it by then as it stood at that record. */
export interface TaskRecord {
  readonly record: PoolRecord;
  readonly agent: AgentState | null;
}

/** A task as a snapshot keeps it: its records, oldest first, and the terms of each of its assignments. */
export interface KeptTask {
  readonly history: readonly TaskRecord[];
  readonly routings: readonly RoutingDecision[];
}

/**
 * Tasks are kept as their own records, so that their history comes back with them; each is their fold.
 * `agents` has the agent at each of these records, null where there was none. It and `routings` are missing in
 * snapshots of older versions.
 */
interface Tasks {
  readonly kind: 'tasks';
  readonly histories: readonly (readonly PoolRecord[])[];
  readonly agents?: readonly (readonly (CodedAgent | null)[])[];
  readonly routings?: CodedRoutings;
}

export type SnapshotChunk =
  | Meta
  | Tasks
  | { readonly kind: 'settled'; readonly tasks: readonly Settled[] }
  | { readonly kind: 'keys'; readonly entries: readonly (readonly [string, KeyEntry])[] };

/** A state held still: references to values, so that taking it is quick and writing it can take its time. */
export interface Capture {
  readonly meta: Meta;
  readonly settled: readonly Settled[];
  readonly keys: readonly (readonly [string, KeyEntry])[];
}

export function capture(state: PoolState): Capture {
  const { name, pool, createdAtMs, limits, suspended, announcedDegraded, clockMs, retentionDueClockMs } = state;
  return {
    meta: {
      kind: 'meta',
      ...{ name, pool, createdAtMs, limits, suspended, announcedDegraded, clockMs, retentionDueClockMs },
      dependencies: [...state.dependencies.values()],
      agents: [...state.agents.values()],
      counters: structuredClone(state.counters),
    },
    settled: state.settled.toArray(),
    keys: state.keyAges.toArray().flatMap(({ key, taskId }) => keyOf(state, key, taskId)),
  };
}

function keyOf(state: PoolState, key: string, taskId: string): (readonly [string, KeyEntry])[] {
  const entry = state.keys.get(key);
  return entry?.taskId === taskId ? [[key, entry]] : [];
}

const PER_CHUNK = 200;

/** The chunks of a snapshot, made one at a time as the writer asks for them. */
export function* chunksOf(captured: Capture, tasks: readonly KeptTask[]): Generator<SnapshotChunk> {
  yield captured.meta;
  for (const settled of sliced(captured.settled, 50 * PER_CHUNK)) yield { kind: 'settled', tasks: settled };
  for (const entries of sliced(captured.keys, 10 * PER_CHUNK)) yield { kind: 'keys', entries };
  for (const slice of sliced(tasks, PER_CHUNK)) yield tasksOf(slice);
}

function tasksOf(tasks: readonly KeptTask[]): Tasks {
  const agents = new AgentEncoder();
  return {
    kind: 'tasks',
    histories: tasks.map(({ history }) => history.map(({ record }) => record)),
    agents: tasks.map(({ history }) => history.map(({ agent }) => (agent === null ? null : agents.encode(agent)))),
    routings: encodeRoutings(tasks.map(({ routings }) => routings)),
  };
}

function keptTasksOf({ histories, agents: coded, routings }: Tasks): KeptTask[] {
  const agents = new AgentDecoder();
  const terms = routings === undefined ? [] : decodeRoutings(routings);
  return histories.map((history, nth) => ({
    history: history.map((record, at) => {
      const agent = coded?.[nth]?.[at] ?? null;
      return { record, agent: agent === null ? null : agents.decode(agent) };
    }),
    routings: terms[nth] ?? [],
  }));
}

function* sliced<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/** Builds a state from the chunks of a snapshot, in their order; `onTask` sees each task with its records. */
export class StateBuilder {
  readonly state = emptyState();
  readonly #onTask: (task: TaskState, history: readonly TaskRecord[]) => void;

  constructor(onTask: (task: TaskState, history: readonly TaskRecord[]) => void) {
    this.#onTask = onTask;
  }

  add(chunk: SnapshotChunk): void {
    switch (chunk.kind) {
      case 'meta':
        this.#meta(chunk);
        return;
      case 'settled':
        for (const settled of chunk.tasks) this.state.settled.push(settled);
        return;
      case 'keys':
        for (const [key, entry] of chunk.entries) {
          this.state.keys.set(key, entry);
          this.state.keyAges.push({ key, taskId: entry.taskId });
        }
        return;
      case 'tasks':
        for (const kept of keptTasksOf(chunk)) this.#task(kept);
    }
  }

  #meta(meta: Meta): void {
    const { state } = this;
    Object.assign(state, {
      name: meta.name,
      pool: meta.pool,
      createdAtMs: meta.createdAtMs,
      limits: meta.limits,
      suspended: meta.suspended,
      announcedDegraded: meta.announcedDegraded,
      clockMs: meta.clockMs,
      retentionDueClockMs: meta.retentionDueClockMs ?? null,
    });
    Object.assign(state.counters, structuredClone(meta.counters));
    for (const dependency of meta.dependencies) {
      state.dependencies.set(dependency.name, dependency);
      if (dependency.status === 'DOWN') state.index.down += 1;
    }
    for (const agent of meta.agents) {
      state.agents.set(agent.id, agent);
      reindexAgent(state, undefined, agent);
    }
    setDeadline(state, 'retention', '', state.retentionDueClockMs);
    if (meta.pool.phase === 'draining') setDeadline(state, 'drain', '', meta.pool.untilClockMs);
  }

  #task({ history, routings }: KeptTask): void {
    const task = foldTask(history, routings);
    if (task === undefined) return;
    this.state.tasks.set(task.id, task);
    reindexTask(this.state, undefined, task);
    if (isSettled(task)) this.state.settledTasks += 1;
    this.#onTask(task, history);
  }
}

/** A task from its own records, oldest first. */
function foldTask(history: readonly TaskRecord[], routings: readonly RoutingDecision[]): TaskState | undefined {
  let task: TaskState | undefined;
  for (const { record } of history)
    if (isTaskEvent(record.event)) task = evolveTask(task, record.event, record, routingIn(routings, record.event));
  return task;
}
