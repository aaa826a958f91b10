import type { Position } from '../core/record.js';
import type { TaskState, TaskStatus } from '../core/task.js';
import { RankedSet } from '../lib/ranked-set.js';
import { Recency } from '../lib/recency.js';

const STATUSES: readonly TaskStatus[] = ['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** Orders in which tasks are listed: by their number (creation) for each status, and by their last record. */
export class TaskIndex {
  readonly #byStatus: Record<TaskStatus, RankedSet> = {
    PENDING: new RankedSet(),
    IN_PROGRESS: new RankedSet(),
    COMPLETED: new RankedSet(),
    FAILED: new RankedSet(),
    CANCELLED: new RankedSet(),
  };
  readonly #updated = new Recency<string>();
  readonly #idByNumber = new Map<number, string>();

  move(before: TaskState | undefined, after: TaskState, position: Position): void {
    const { number } = after;
    if (before?.status !== after.status) {
      if (before !== undefined) this.#byStatus[before.status].delete(number);
      this.#byStatus[after.status].add(number);
    }
    if (before === undefined) this.#idByNumber.set(number, after.id);
    this.#updated.touch(after.id, position);
  }

  remove(task: TaskState): void {
    this.#byStatus[task.status].delete(task.number);
    this.#updated.delete(task.id);
    this.#idByNumber.delete(task.number);
  }

  /** How many tasks have one of these statuses; all where it is null. */
  count(statuses: readonly TaskStatus[] | null): number {
    return (statuses ?? STATUSES).reduce((sum, status) => sum + this.#byStatus[status].size, 0);
  }

  /** The number of the oldest task of that status. */
  oldest(status: TaskStatus): string | null {
    const number = this.#byStatus[status].min();
    return number === undefined ? null : (this.#idByNumber.get(number) ?? null);
  }

  /** Ids by creation, after the given number, of these statuses; each with its number. */
  *byCreation(
    statuses: readonly TaskStatus[] | null,
    rising: boolean,
    after: number | null,
  ): Generator<{ id: string; key: number }> {
    const sets = [...new Set(statuses ?? STATUSES)].map((status) => this.#byStatus[status]);
    const streams = sets.map((set) => (rising ? set.above(after ?? -1) : set.below(after ?? Infinity)));
    const heads = streams.map((stream) => stream.next());
    for (;;) {
      let best = -1;
      let bestKey = 0;
      for (const [i, head] of heads.entries()) {
        if (head.done === true) continue;
        if (best === -1 || (rising ? head.value < bestKey : head.value > bestKey)) {
          best = i;
          bestKey = head.value;
        }
      }
      if (best === -1) return;
      const id = this.#idByNumber.get(bestKey);
      if (id !== undefined) yield { id, key: bestKey };
      heads[best] = (streams[best] as Generator<number>).next();
    }
  }

  /** Ids by their last record, newest first, before the given position; each with that position. */
  *byUpdate(before: Position | null): Generator<{ id: string; key: number }> {
    for (const { key, mark } of this.#updated.before(before ?? Infinity)) yield { id: key, key: mark };
  }
}
