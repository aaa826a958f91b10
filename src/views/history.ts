import type { Moment } from '../core/evolve.js';
import { isTaskEvent } from '../core/evolve.js';
import type { PoolRecord } from '../core/record.js';
import { evolveTask, type TaskState } from '../core/task.js';

const MAX_RECORDS = 200;

/**
 * The records of each retained task, from which its past versions follow. Beyond 200 records of one
 * task its earlier progress reports are let go, for only the last one of an attempt bears on it.
 */
export class Histories {
  readonly #records = new Map<string, PoolRecord[]>();

  add(taskId: string, record: PoolRecord): void {
    const records = this.#records.get(taskId);
    if (records === undefined) {
      this.#records.set(taskId, [record]);
      return;
    }
    if (records.length >= MAX_RECORDS && record.event.type === 'TaskProgressed') {
      const old = records.findIndex(
        ({ event }, i) => event.type === 'TaskProgressed' && records[i + 1]?.event.type === 'TaskProgressed',
      );
      // A copy, so that a snapshot being written from the old list stays whole.
      if (old >= 0) this.#records.set(taskId, [...records.slice(0, old), ...records.slice(old + 1), record]);
      else records.push(record);
      return;
    }
    records.push(record);
  }

  set(taskId: string, records: readonly PoolRecord[]): void {
    this.#records.set(taskId, [...records]);
  }

  delete(taskId: string): void {
    this.#records.delete(taskId);
  }

  of(taskId: string): readonly PoolRecord[] {
    return this.#records.get(taskId) ?? [];
  }

  /** All lists as they are now; copies, for they grow in place. */
  capture(): (readonly PoolRecord[])[] {
    return [...this.#records.values()].map((records) => records.slice());
  }

  /** The task at each of its records, oldest first. The agent's side is not known here. */
  moments(taskId: string, like: Pick<Moment, 'pool' | 'degraded'>): Moment[] {
    let task: TaskState | undefined;
    return this.of(taskId).map((record) => {
      if (isTaskEvent(record.event)) task = evolveTask(task, record.event, record);
      return { record, task: task ?? null, agent: null, dependency: null, forgotten: [], ...like };
    });
  }
}
