import type { PoolRecord, Position } from '../../src/core/record.js';

/** One append as it went to disk: all of it is there, or nothing. */
interface Batch {
  readonly first: Position;
  readonly last: Position;
  /** One JSON text for each record. */
  readonly lines: readonly string[];
}

export interface KeptSnapshot {
  readonly position: Position;
  readonly chunks: readonly string[];
}

/**
 * What is on the platter of one pool's log: it outlives every process. Written by the journals that are
 * opened on it, one after another; `onDurable` is told of each batch as soon as nothing can take it back.
 */
export class Disk {
  readonly logId: string;
  readonly #onDurable: (records: readonly PoolRecord[], lines: readonly string[]) => void;
  epoch = 0;
  last: Position = 0;
  /** The earliest position that can be read from. */
  earliest: Position = 0;
  /** The newest two, newest first. */
  snapshots: readonly KeptSnapshot[] = [];
  #batches: Batch[] = [];

  constructor(logId: string, onDurable: (records: readonly PoolRecord[], lines: readonly string[]) => void) {
    this.logId = logId;
    this.#onDurable = onDurable;
  }

  write(lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#batches.push({ first: this.last + 1, last: this.last + lines.length, lines });
    this.last += lines.length;
    this.#onDurable(
      lines.map((line) => JSON.parse(line) as PoolRecord),
      lines,
    );
  }

  /** Fresh values every time, as from a disk. */
  read(after: Position, limit: number): PoolRecord[] {
    const records: PoolRecord[] = [];
    for (const { first, last, lines } of this.#batches) {
      if (last <= after) continue;
      for (let position = Math.max(first, after + 1); position <= last; position += 1) {
        if (records.length === limit) return records;
        records.push(JSON.parse(lines[position - first] ?? '') as PoolRecord);
      }
    }
    return records;
  }

  snapshot(atMost: Position): KeptSnapshot | null {
    return this.snapshots.find(({ position }) => position <= atMost) ?? null;
  }

  keep(snapshot: KeptSnapshot): void {
    this.snapshots = [snapshot, ...this.snapshots].sort((a, b) => b.position - a.position).slice(0, 2);
  }

  /** The newest one cannot be read any more. */
  damageNewest(): void {
    this.snapshots = this.snapshots.slice(1);
  }

  /** Whole batches, and none that the older kept snapshot still needs after it. */
  compact(upTo: Position): void {
    const bound = Math.min(upTo, this.snapshots.at(-1)?.position ?? 0);
    this.#batches = this.#batches.filter(({ last }) => last > bound);
    this.earliest = Math.max(this.earliest, (this.#batches[0]?.first ?? this.last + 1) - 1);
  }
}
