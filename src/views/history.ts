import { isTaskEvent, type Moment } from '../core/evolve.js';
import type { TaskRecord } from '../core/snapshot.js';
import { evolveTask, routingIn, type TaskState } from '../core/task.js';

const MAX_RECORDS = 200;

/**
 * The records of each retained task, from which its past versions follow, and the agent that ran it as
 * it stood at each of them. Beyond 200 records of one task its earlier progress reports are let go, for
 * only the last one of an attempt bears on it.
 */
export class Histories {
  readonly #entries = new Map<string, TaskRecord[]>();

  add(taskId: string, { record, agent }: Pick<Moment, 'record' | 'agent'>): void {
    const entries = this.#entries.get(taskId);
    if (entries === undefined) {
      this.#entries.set(taskId, [{ record, agent }]);
      return;
    }
    if (entries.length >= MAX_RECORDS && record.event.type === 'TaskProgressed') {
      const old = entries.findIndex((entry, i) => isProgress(entry) && isProgress(entries[i + 1]));
      // A copy, so that a snapshot being written from the old list stays whole.
      if (old >= 0) this.#entries.set(taskId, [...entries.slice(0, old), ...entries.slice(old + 1), { record, agent }]);
      else entries.push({ record, agent });
      return;
    }
    entries.push({ record, agent });
  }

  set(taskId: string, entries: readonly TaskRecord[]): void {
    this.#entries.set(taskId, [...entries]);
  }

  delete(taskId: string): void {
    this.#entries.delete(taskId);
  }

  of(taskId: string): readonly TaskRecord[] {
    return this.#entries.get(taskId) ?? [];
  }

  /** All lists as they are now; copies, for they grow in place. */
  capture(): (readonly [taskId: string, history: readonly TaskRecord[]])[] {
    return [...this.#entries].map(([taskId, entries]) => [taskId, entries.slice()]);
  }

  /** A task and its agent at each of its records, oldest first; `of` is any version that has all their attempts. */
  moments(of: TaskState, like: Pick<Moment, 'pool' | 'degraded'>): Moment[] {
    let task: TaskState | undefined;
    const routings = of.attempts.map(({ routing }) => routing);
    return this.of(of.id).map(({ record, agent }) => {
      if (isTaskEvent(record.event)) task = evolveTask(task, record.event, record, routingIn(routings, record.event));
      return { record, task: task ?? null, agent, dependency: null, forgotten: [], ...like };
    });
  }
}

function isProgress(entry: TaskRecord | undefined): boolean {
  return entry?.record.event.type === 'TaskProgressed';
}
