import type { PoolRecord, Position } from '../../src/core/record.js';
import { JournalError, type Epoch, type Journal, type JournalHead, type Snapshot } from '../../src/journal/journal.js';
import type { Disk } from './disk.js';

/** What becomes of an append when its turn has come. With `IO_WRITTEN` the flush failed, and yet all of it is there. */
export type WriteOutcome = 'WRITTEN' | 'FULL' | 'IO' | 'IO_WRITTEN';

/** The hardware between a process and its disk. */
export interface Device {
  /** Has `run` called when an operation is done. Not at all where the process has died by then. */
  schedule(operation: string, run: () => void): void;
  append(): WriteOutcome;
  hasRoom(): boolean;
  /** Whether the process still lives to ask; false: nobody will ever hear of it. */
  lives(operation: string): boolean;
}

interface Operation {
  readonly name: string;
  readonly perform: () => void;
  readonly append: Append | null;
}

interface Append {
  readonly expected: Position;
  readonly lines: readonly string[];
}

/** A journal on a simulated disk: operations take their time, one after the other, and may fail. */
export class DiskJournal implements Journal {
  readonly kind = 'simulated';
  readonly #disk: Disk;
  readonly #device: Device;
  readonly #queue: Operation[] = [];
  #current: Operation | null = null;
  #epoch: Epoch = 0;
  #isOpen = false;
  #fulls = 0;

  constructor(disk: Disk, device: Device) {
    this.#disk = disk;
    this.#device = device;
  }

  get busy(): boolean {
    return this.#current !== null;
  }

  open(): Promise<JournalHead> {
    if (this.#isOpen) return Promise.reject(new JournalError('LOCKED', 'it is open already'));
    this.#isOpen = true;
    return this.#do('open', () => {
      const disk = this.#disk;
      disk.epoch += 1;
      this.#epoch = disk.epoch;
      return {
        logId: disk.logId,
        epoch: disk.epoch,
        first: disk.earliest + 1,
        last: disk.last,
        damage: null,
        warnings: [],
      };
    });
  }

  append(records: readonly PoolRecord[], expected: Position, epoch: Epoch): Promise<Position> {
    const lines = records.map((record) => JSON.stringify(record));
    const positions = records.map(({ position }) => position);
    const fulls = this.#fulls;
    return this.#do(
      'append',
      () => {
        this.#requireOwner(epoch);
        const isNext = expected === this.#disk.last && positions.every((at, nth) => at === expected + 1 + nth);
        // Sent before it was known that one before it found no space.
        if (!isNext && fulls < this.#fulls) throw new JournalError('FULL', 'an append before this one found no space');
        if (!isNext) throw new JournalError('CONFLICT', `the last position is ${this.#disk.last}, not ${expected}`);
        const outcome = this.#device.append();
        if (outcome === 'WRITTEN' || outcome === 'IO_WRITTEN') this.#disk.write(lines);
        if (outcome === 'FULL') this.#fulls += 1;
        if (outcome === 'FULL') throw new JournalError('FULL', 'the simulated disk is full');
        if (outcome !== 'WRITTEN') throw new JournalError('IO', 'the simulated disk failed');
        return this.#disk.last;
      },
      { expected, lines },
    );
  }

  hasRoom(): Promise<boolean> {
    return this.#do('look for room', () => this.#device.hasRoom());
  }

  read(after: Position, limit: number): Promise<readonly PoolRecord[]> {
    return this.#do('read', () => {
      if (after < this.#disk.earliest) throw new JournalError('GONE', `records up to ${this.#disk.earliest} are gone`);
      return this.#disk.read(after, limit);
    });
  }

  earliest(): Position {
    return this.#disk.earliest;
  }

  newestSnapshot(atMost: Position = Infinity): Promise<Snapshot | null> {
    return this.#do('find snapshot', () => {
      const found = this.#disk.snapshot(atMost);
      return found === null ? null : { position: found.position, chunks: parsed(found.chunks) };
    });
  }

  async writeSnapshot({ position, chunks }: Snapshot, epoch: Epoch): Promise<void> {
    const lines: string[] = [];
    const refuse = (): void => {
      this.#requireOwner(epoch);
      if (position > this.#disk.last) throw new JournalError('CONFLICT', `${position} is beyond ${this.#disk.last}`);
    };
    await this.#do('begin snapshot', refuse);
    for await (const chunk of chunks) {
      lines.push(JSON.stringify(chunk));
      if (lines.length % 8 === 1) await this.#do('snapshot piece', refuse);
    }
    await this.#do('end snapshot', () => {
      refuse();
      if (!this.#device.hasRoom()) throw new JournalError('FULL', 'the simulated disk is full');
      this.#disk.keep({ position, chunks: lines });
    });
  }

  compact(upTo: Position, epoch: Epoch): Promise<void> {
    return this.#do('compact', () => {
      this.#requireOwner(epoch);
      this.#disk.compact(upTo);
    });
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    const closing = this.#do('close', () => undefined);
    this.#isOpen = false;
    await closing;
  }

  /** The power goes. Gives the lines of the append that was being written, which `written` decides over. */
  cut(written: (lines: readonly string[]) => boolean): void {
    const append = this.#current?.append ?? null;
    this.#queue.length = 0;
    this.#current = null;
    // One behind another that failed is never written.
    if (append === null || append.lines.length === 0 || append.expected !== this.#disk.last) return;
    if (written(append.lines)) this.#disk.write(append.lines);
  }

  #requireOwner(epoch: Epoch): void {
    if (epoch !== this.#epoch || epoch !== this.#disk.epoch)
      throw new JournalError('FENCED', `epoch ${epoch} does not own this log, ${this.#disk.epoch} does`);
  }

  #do<T>(name: string, perform: () => T, append: Append | null = null): Promise<T> {
    if (!this.#isOpen) return Promise.reject(new JournalError('CLOSED', 'the journal is not open'));
    return new Promise((resolve, reject) => {
      if (!this.#device.lives(name)) return;
      const run = (): void => {
        try {
          resolve(perform());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#queue.push({ name, perform: run, append });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== null) return;
    const operation = this.#queue.shift();
    if (operation === undefined) return;
    this.#current = operation;
    this.#device.schedule(operation.name, () => {
      this.#current = null;
      operation.perform();
      this.#next();
    });
  }
}

async function* parsed(lines: readonly string[]): AsyncGenerator<unknown, void> {
  for (const line of lines) yield JSON.parse(line) as unknown;
}
