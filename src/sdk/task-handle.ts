import {
  TaskDetailDocument,
  TaskLifecycleDocument,
  TaskStandingDocument,
  type TaskEventFilter,
} from '../generated/graphql.js';
import { held, type Schema } from './contract.js';
import type { EventStreams } from './event-streams.js';
import type { CallOptions, HttpCalls } from './http-calls.js';
import { PoolError } from './pool-error.js';
import { outcomeOf, type TaskEvent } from './task-outcome.js';

/** How a handle speaks with the server. */
export interface Lines {
  readonly pool: string;
  readonly calls: HttpCalls;
  readonly streams: EventStreams;
}

/** A task that the pool has, from here. */
export class TaskHandle<Result = unknown> {
  readonly id: string;
  readonly #lines: Lines;
  readonly #after: string | null;
  readonly #schema: Schema | undefined;

  /** `after`: a place in the log behind which the end of the task is sure to come, null where none is known. */
  constructor(lines: Lines, id: string, after: string | null, schema?: Schema) {
    this.#lines = lines;
    this.id = id;
    this.#after = after;
    this.#schema = schema;
  }

  /**
   * What happens to it: from behind its submission on for the handle that `submit` gave, else from behind its first event. Goes on
   * over lost connections and restarts of the server until the caller leaves the loop; it does not end with the task, which may be
   * taken up again.
   */
  async *events({ signal }: CallOptions = {}): AsyncGenerator<TaskEvent, void, undefined> {
    const after = this.#after ?? (await this.#detail(signal)).history[0]?.cursor ?? null;
    yield* this.#events(after, { taskIds: [this.id] }, signal);
  }

  /**
   * Its result, as soon as there is one. Rejects with `TaskFailedError`, `TaskCancelledError`, a `PoolError` or the reason of the
   * signal; aborting ends the waiting and leaves the task alone.
   */
  async result({ signal }: CallOptions = {}): Promise<Result> {
    let outcome = this.#after === null ? null : await this.#outcomeBehind(this.#after, signal);
    // The place is gone, or none is known: the task is read, and watched from a place that is no later than what was read.
    while (outcome === null) {
      const { task, cursor } = await this.#standing(signal);
      outcome = outcomeOf(task) ?? (await this.#outcomeBehind(cursor, signal));
    }
    return (await held(this.#schema, outcome.result, `The result of task ${this.id}`)) as Result;
  }

  /** Null where the log does not reach back to the place any more. */
  async #outcomeBehind(after: string, signal?: AbortSignal): Promise<{ readonly result: unknown } | null> {
    const filter: TaskEventFilter = { taskIds: [this.id], types: ['COMPLETED', 'FAILED', 'CANCELLED'] };
    try {
      for await (const { task } of this.#events(after, filter, signal)) {
        const outcome = outcomeOf(task);
        if (outcome !== null) return outcome;
      }
    } catch (error) {
      if (error instanceof PoolError && error.code === 'CURSOR_EXPIRED') return null;
      throw error;
    }
    return null;
  }

  async #detail(signal?: AbortSignal) {
    const { task } = await this.#lines.calls.safely(TaskDetailDocument, { taskId: this.id, events: 1 }, { signal });
    if (task == null) throw this.#missing();
    return task;
  }

  async #standing(signal?: AbortSignal) {
    const { pool: name, calls } = this.#lines;
    const { pool, task } = await calls.safely(TaskStandingDocument, { pool: name, taskId: this.id }, { signal });
    if (pool == null) throw new PoolError('NOT_FOUND', `There is no pool ${name}.`, false);
    if (task == null) throw this.#missing();
    return { task, cursor: pool.cursor };
  }

  #missing(): PoolError {
    return new PoolError('NOT_FOUND', `There is no task ${this.id}.`, false);
  }

  #events(
    after: string | null,
    filter: TaskEventFilter,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<TaskEvent, void, undefined> {
    const { pool, streams } = this.#lines;
    return streams.resuming(TaskLifecycleDocument, { pool, filter, after }, (data) => data.taskLifecycle, signal);
  }
}
