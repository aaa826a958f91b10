import { setImmediate as turn } from 'node:timers/promises';
import {
  capture,
  chunksOf,
  StateBuilder,
  type Capture,
  type SnapshotChunk,
  type TaskRecord,
} from '../core/snapshot.js';
import type { Position } from '../core/record.js';
import type { PoolState } from '../core/state.js';
import type { TaskState } from '../core/task.js';
import type { Epoch, Journal, Snapshot } from '../journal/journal.js';
import type { PoolView } from '../views/pool-view.js';

/** Reads a snapshot in slices, so that a large one does not stall the process. */
export async function loadSnapshot(
  snapshot: Snapshot,
  onTask: (task: TaskState, history: readonly TaskRecord[]) => void,
): Promise<PoolState> {
  const builder = new StateBuilder(onTask);
  for await (const chunk of snapshot.chunks) builder.add(chunk as SnapshotChunk);
  return builder.state;
}

/** Between two snapshots, so that with a long queue most of what is written is still the log itself. */
const RECORDS_PER_TASK = 2;

/**
 * Writes snapshots now and then and drops the part of the log that no kept snapshot needs. `retainFrom` is told, before it
 * goes, from where on the log stays readable.
 */
export class Snapshots {
  readonly #journal: Journal;
  readonly #every: number;
  readonly #retainFrom: (position: Position) => void;
  #last: Position;
  #previous: Position | null;
  #writing: Promise<void> | null = null;

  constructor(journal: Journal, every: number, last: Position, retainFrom: (position: Position) => void) {
    this.#journal = journal;
    this.#every = every;
    this.#retainFrom = retainFrom;
    this.#last = last;
    this.#previous = last > 0 ? last : null;
  }

  /** The state as it will be once the batch up to `position` is durable, if a snapshot is due there; else null. */
  captureIfDue(state: PoolState, position: Position): Capture | null {
    const due = this.#last + Math.max(this.#every, RECORDS_PER_TASK * state.tasks.size);
    if (this.#writing !== null || position < due) return null;
    // The next is due that much later, whatever becomes of this one.
    this.#last = position;
    return capture(state);
  }

  /** Call when the view has seen exactly `position`. Runs beside the pool; `onError` gets what goes wrong. */
  write(
    captured: Capture,
    view: PoolView,
    position: Position,
    epoch: Epoch,
    onWritten: () => void,
    onError: (error: unknown) => void,
  ): void {
    const chunks = slowly(chunksOf(captured, view.keptTasks()));
    this.#writing = this.#write({ position, chunks }, epoch)
      .then(onWritten, onError)
      .finally(() => {
        this.#writing = null;
      });
  }

  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(snapshot: Snapshot, epoch: Epoch): Promise<void> {
    if (this.#previous !== null) this.#retainFrom(this.#previous);
    await this.#journal.writeSnapshot(snapshot, epoch);
    // Two are kept: records back to the older one can still be read.
    if (this.#previous !== null) await this.#journal.compact(this.#previous, epoch);
    this.#previous = snapshot.position;
  }
}

async function* slowly(chunks: Iterable<SnapshotChunk>): AsyncGenerator<SnapshotChunk> {
  for (const chunk of chunks) {
    yield chunk;
    await turn();
  }
}
