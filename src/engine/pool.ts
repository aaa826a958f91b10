import type { Command } from '../core/command.js';
import { decide, type Answer, type Decision } from '../core/decide.js';
import type { CoreEvent } from '../core/event.js';
import { concernsAll, evolve, type Moment } from '../core/evolve.js';
import { announcedHealth, next } from '../core/next.js';
import type { Position } from '../core/record.js';
import { react, type Effect } from '../core/react.js';
import { Rejection } from '../core/rejection.js';
import type { Capture } from '../core/snapshot.js';
import type { PoolState } from '../core/state.js';
import type { Stamp } from '../core/stamp.js';
import { JournalError, type Journal, type JournalHead, type LogDamage } from '../journal/journal.js';
import type { IdSource } from '../lib/ids.js';
import type { PoolView } from '../views/pool-view.js';
import { emptyBatch, NO_AGENTS, wholeOf, type Batch, type Flight } from './batch.js';
import type { Clock, EngineClock } from './clock.js';
import type { Feed } from './feed.js';
import { Fold } from './fold.js';
import { damagedRefusal, type ReadOnlyReason } from './read-only.js';
import { recover, type Recovered } from './recovery.js';
import { Snapshots } from './snapshots.js';
import { StorageLatch } from './storage-latch.js';

const FULL_BATCH = 32;

/** Beyond that the log cannot keep up anyway, and larger batches are cheaper. */
const MAX_FLIGHTS = 8;

/** What a pool has measured of itself, in milliseconds; a snapshot that failed took none worth telling. */
export interface Measured {
  readonly of: 'append' | 'snapshot' | 'failed snapshot';
  readonly ms: number;
}

/** What a pool needs from outside. Everything that is not decided by its rules. */
export interface PoolSurroundings {
  readonly journal: Journal;
  readonly clock: Clock;
  /** This pool's alone. */
  readonly ids: IdSource;
  readonly random: () => number;
  /** Moments kept in memory for readers. */
  readonly feedCapacity: number;
  /** Records between two snapshots. */
  readonly snapshotEvery: number;
  /** So many records are sent to the log while others are still being decided, so that deciding and writing overlap. Default 32. */
  readonly fullBatch?: number;
  /** Called for each effect, in order, when its record is durable. */
  readonly perform: (effect: Effect) => void;
  /** Called for each committed moment, in order, before anybody is answered. */
  readonly observe: (moment: Moment) => void;
  /** An append failed: the pool has stopped, nothing more is acknowledged. */
  readonly onFatal: (error: unknown) => void;
  readonly onWarning: (message: string, error: unknown) => void;
  /** For figures alone; nothing waits for it. */
  readonly measured?: (measured: Measured) => void;
}

/** A command that was carried out and is durable, with the moments it led to. */
export interface Executed {
  /** The position of its last record, or where the log stood if it led to none. */
  readonly position: Position;
  readonly moments: readonly Moment[];
  readonly answer: Answer;
}

/**
 * The single writer of one pool: it decides commands in the order of their arrival, at once, on a state
 * that may be ahead of the log by what is being written; answers, effects and events are held back
 * until their batch is durable. A batch is whatever came while the one before was being written, or enough to be worth a
 * write of its own.
 */
export class Pool {
  readonly name: string;
  readonly logId: string;
  readonly view: PoolView;
  readonly feed: Feed;
  /** What is wrong with its log; then it carries out no command, and never will. */
  readonly damage: LogDamage | null;
  readonly #outside: PoolSurroundings;
  #state: PoolState;
  readonly #time: EngineClock;
  readonly #snapshots: Snapshots;
  readonly #head: JournalHead;
  #decided: Position;
  #open = emptyBatch();
  readonly #fullBatch: number;
  /** The oldest first. */
  readonly #flights: Flight[] = [];
  #writing = false;
  #refused = 0;
  #idle: (() => void)[] = [];
  #alarm: { readonly dueClockMs: number; readonly cancel: () => void } | null = null;
  #latch: StorageLatch<Executed> | null = null;
  #fullInARow = 0;
  #ended: Error | null = null;
  #hasFailed = false;

  private constructor(name: string, outside: PoolSurroundings, head: JournalHead, recovered: Recovered) {
    this.name = name;
    this.logId = head.logId;
    this.view = recovered.view;
    this.feed = recovered.feed;
    this.damage = head.damage;
    this.#outside = outside;
    this.#state = recovered.state;
    this.#time = recovered.time;
    this.#head = head;
    this.#decided = head.last;
    const { journal, snapshotEvery, fullBatch = FULL_BATCH } = outside;
    this.#fullBatch = fullBatch;
    this.#snapshots = new Snapshots(journal, snapshotEvery, recovered.snapshotAt, (position) => {
      recovered.archive.retainFrom(position);
    });
  }

  /** Opens the journal and folds it. The caller then configures and recovers it by commands, unless its log is damaged. */
  static async open(name: string, outside: PoolSurroundings): Promise<Pool> {
    const head = await outside.journal.open();
    for (const warning of head.warnings) outside.onWarning(warning, null);
    try {
      const recovered = await recover(outside, head);
      outside.ids.startAfter(recovered.state.clockMs);
      return new Pool(name, outside, head, recovered);
    } catch (error) {
      await outside.journal.close();
      throw error;
    }
  }

  /**
   * Carries out a command: resolves when what it led to would survive a crash, rejects with a
   * `Rejection` where it is refused; a refusal too is told only when what it rests on is durable.
   */
  execute(command: Command): Promise<Executed> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    if (this.damage !== null) return Promise.reject(damagedRefusal(this.name, this.damage));
    const latch = this.#latch;
    if (latch !== null) {
      if (command.type === 'SubmitTask') this.#countRefusal();
      return new Promise((resolve, reject) => {
        latch.take({ command, resolve, reject });
      });
    }
    let outcome: Executed | Rejection;
    try {
      outcome = this.#decide(command);
    } catch (error) {
      if (!(error instanceof Rejection)) {
        this.#fail(error);
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      if (command.type === 'SubmitTask') this.#countRefusal();
      outcome = error;
    }
    return new Promise((resolve, reject) => {
      this.#open.waiters.push({ command, resolve, reject, outcome });
      if (this.#open.moments.length >= this.#fullBatch && this.#flights.length < MAX_FLIGHTS) this.#launch();
      if (!this.#writing) {
        this.#writing = true;
        queueMicrotask(() => void this.#write());
      }
    });
  }

  /** Why it carries out no command now; null while it does. Readers go on either way. */
  get readOnly(): ReadOnlyReason | null {
    if (this.damage !== null) return { code: 'LOG_DAMAGED', damage: this.damage };
    return this.#latch === null ? null : { code: 'STORAGE_FULL' };
  }

  /** Clock of the rules, for figures of the present such as the age of a task. */
  clockMs(): number {
    return this.#time.now();
  }

  wallMs(): number {
    return this.#outside.clock.wallMs();
  }

  /** Copies its log, while it goes on, into a folder; gives the last position that the copy has. */
  backup(directory: string): Promise<Position> {
    const { journal } = this.#outside;
    if (journal.backup !== undefined) return journal.backup(directory);
    return Promise.reject(new Rejection('INVALID_STATE', `The log of pool ${this.name} is not kept on a disk.`));
  }

  /** Size of its log on the disk; null where it is not on one. */
  async logBytes(): Promise<number | null> {
    return (await this.#outside.journal.sizeBytes?.()) ?? null;
  }

  /** Calls `ring` once after `delayMs`; the function it gives takes it back. */
  alarm(delayMs: number, ring: () => void): () => void {
    return this.#outside.clock.alarm(delayMs, ring);
  }

  /** Writes what is decided, then takes nothing more and closes the journal. */
  async close(): Promise<void> {
    // A figure only: where there is no space for it the pool closes all the same.
    if (this.#ended === null && this.damage === null && this.#latch === null && this.#refused > 0)
      await this.execute({ type: 'CountRefusals', count: this.#takeRefused() }).catch(() => undefined);
    this.#ended ??= new Rejection('SHUTTING_DOWN', 'The server is shutting down.');
    this.#alarm?.cancel();
    this.#latch?.close(this.#ended);
    if (this.#writing) await new Promise<void>((resolve) => this.#idle.push(resolve));
    await this.#snapshots.settled();
    await this.#outside.journal.close();
  }

  #decide(command: Command): Executed | Rejection {
    const stamp = this.#stamp();
    const decision: Decision = decide(this.#state, command, stamp);
    const from = this.#open.moments.length;
    for (const event of decision.events) {
      this.#append(event, stamp);
      const told = announcedHealth(this.#state);
      if (told !== null) this.#append(told, stamp);
    }
    if (decision.events.length > 0) {
      for (let event = next(this.#state, stamp); event !== null; event = next(this.#state, stamp))
        this.#append(event, stamp);
      this.#setAlarm();
    }
    if (decision.rejection !== undefined) return decision.rejection;
    return { position: this.#decided, moments: this.#open.moments.slice(from), answer: decision.answer ?? {} };
  }

  /** Each record has its own time, so that what a decision took is in the figures. */
  #append(event: CoreEvent, { atMs }: Stamp): void {
    this.#decided += 1;
    const record = { position: this.#decided, atMs, clockMs: this.#time.now(), event };
    const moment = evolve(this.#state, record);
    this.#open.moments.push(moment);
    // By the time it is durable the state may be ahead.
    if (concernsAll(event)) this.#open.wholes.set(moment, wholeOf(this.#state));
  }

  #stamp(): Stamp {
    const { clock, ids, random } = this.#outside;
    const clockMs = this.#time.now();
    // By the clock that never goes back, so that ids sort by creation whatever is done to the wall clock.
    return { atMs: clock.wallMs(), clockMs, random, id: (prefix) => ids.next(prefix, clockMs) };
  }

  /** Refusals leave no record of their own; they are counted along with the next batch. */
  #countRefusal(): void {
    this.#refused += 1;
    this.view.refuse(this.wallMs());
  }

  #takeRefused(): number {
    const count = this.#refused;
    this.#refused = 0;
    this.view.countedRefusals(count);
    return count;
  }

  #takeBackRefused(count: number): void {
    this.#refused += count;
    this.view.countedRefusals(-count);
  }

  async #write(): Promise<void> {
    try {
      while (this.#flights.length > 0 || this.#open.waiters.length > 0) {
        if (this.#open.waiters.length > 0) this.#launch();
        await this.#land();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#writing = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Sends everything decided so far to the log. */
  #launch(): void {
    if (this.#refused > 0 && this.#open.moments.length > 0) {
      this.#append({ type: 'SubmissionsRefused', count: this.#takeRefused() }, this.#stamp());
    }
    const batch = this.#open;
    this.#open = emptyBatch();
    const first = batch.moments[0]?.record.position;
    if (first === undefined) {
      this.#flights.push({ batch, last: null, captured: null, written: Promise.resolve() });
      return;
    }
    const last = first + batch.moments.length - 1;
    const captured = this.#snapshots.captureIfDue(this.#state, last);
    const records = batch.moments.map(({ record }) => record);
    const written = this.#outside.journal.append(records, first - 1, this.#head.epoch);
    // Looked at when its turn comes to land; one before it may have failed by then.
    written.then(this.#timed('append'), () => undefined);
    this.#flights.push({ batch, last, captured, written });
  }

  /** Waits for the oldest flight, and tells what it made durable. */
  async #land(): Promise<void> {
    const flight = this.#flights[0] as Flight;
    try {
      await flight.written;
    } catch (error) {
      if (error instanceof JournalError && error.code === 'FULL') {
        await this.#standStill(error);
        return;
      }
      for (const { batch } of this.#flights.splice(0)) for (const { reject } of batch.waiters) reject(stopped(error));
      throw error;
    }
    this.#flights.shift();
    if (flight.last !== null) this.#commit(flight.batch, flight.captured, flight.last);
    for (const { outcome, resolve, reject } of flight.batch.waiters) {
      if (outcome instanceof Rejection) reject(outcome);
      else resolve(outcome);
    }
  }

  /**
   * The log has no space: nothing of what is under way is in it. What was decided is taken back, by a fold of the
   * log, and told to nobody; readers go on, and commands are refused until there is space again.
   */
  async #standStill(error: JournalError): Promise<void> {
    const flights = this.#flights.splice(0);
    const lost = [...flights.map(({ batch }) => batch), this.#open];
    this.#open = emptyBatch();
    this.#fullInARow += 1;
    const latch = new StorageLatch<Executed>(this.#outside.clock, this.#fullInARow);
    this.#latch = latch;
    this.#alarm?.cancel();
    this.#alarm = null;
    for (const { record } of lost.flatMap(({ moments }) => moments)) {
      if (record.event.type === 'SubmissionsRefused') this.#takeBackRefused(record.event.count);
    }
    for (const waiter of lost.flatMap(({ waiters }) => waiters)) {
      if (waiter.command.type === 'SubmitTask' && !(waiter.outcome instanceof Rejection)) this.#countRefusal();
      latch.take(waiter);
    }
    this.#outside.onWarning('there is no space left for the log; the pool can only be read until there is', error);
    const { journal } = this.#outside;
    for (const { written } of flights) await written.catch(rethrowUnlessFull);
    const fold = await Fold.begin(journal, this.feed.last);
    if (!(await fold.goTo(this.feed.last))) throw new Error('the log is shorter than what was read of it');
    this.#state = fold.state;
    this.#decided = this.feed.last;
    while (await latch.nextLook()) {
      if (!(await journal.hasRoom())) continue;
      if (latch.isClosed) return;
      this.#latch = null;
      // Durable before or with everything that follows; where there is no space after all, it stands still again.
      this.execute({ type: 'ResumeWriting' }).catch(() => undefined);
      latch.release((command) => this.execute(command));
      return;
    }
  }

  #commit({ moments, wholes }: Batch, captured: Capture | null, last: Position): void {
    this.#fullInARow = 0;
    for (const moment of moments) {
      this.view.apply(moment);
      const whole = wholes.get(moment);
      if (whole !== undefined) this.view.adoptWhole(whole);
      this.#outside.observe(moment);
    }
    if (captured !== null) {
      const onWritten = this.#timed('snapshot');
      this.#snapshots.write(captured, this.view, last, this.#head.epoch, onWritten, (error) => {
        this.#outside.measured?.({ of: 'failed snapshot', ms: 0 });
        this.#outside.onWarning(
          'a snapshot could not be written; the log is whole, the next start takes longer',
          error,
        );
      });
    }
    this.feed.publish(moments);
    for (const moment of moments) {
      for (const effect of react(moment, wholes.get(moment)?.agents ?? NO_AGENTS)) this.#outside.perform(effect);
    }
  }

  /** Tells how long something took from now until it is called. */
  #timed(of: Measured['of']): () => void {
    const { measured, clock } = this.#outside;
    if (measured === undefined) return () => undefined;
    const fromMs = clock.monotonicMs();
    return () => {
      measured({ of, ms: clock.monotonicMs() - fromMs });
    };
  }

  /** One alarm for everything that falls due. */
  #setAlarm(): void {
    const due = this.#state.index.deadlines.peek()?.value.dueClockMs ?? null;
    if (due === (this.#alarm?.dueClockMs ?? null)) return;
    this.#alarm?.cancel();
    this.#alarm = null;
    if (due === null || this.#ended !== null) return;
    const cancel = this.#outside.clock.alarm(due - this.#time.now(), () => {
      this.#alarm = null;
      this.execute({ type: 'Tick' }).then(
        () => {
          this.#setAlarm();
        },
        () => undefined,
      );
    });
    this.#alarm = { dueClockMs: due, cancel };
  }

  /** Fail-stop: what is not durable was told to nobody, and a restart goes on from what is. */
  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    // Also where it was closing: what its callers wait for is not in the log, and somebody has to know why.
    this.#ended ??= stopped(error);
    this.#alarm?.cancel();
    for (const { reject } of this.#open.waiters.splice(0)) reject(this.#ended);
    this.#latch?.close(this.#ended);
    this.#outside.onFatal(error);
  }
}

/** Nothing is written behind an append that found no space; any other failure is one of its own. */
function rethrowUnlessFull(error: unknown): void {
  if (!(error instanceof JournalError && error.code === 'FULL')) throw error;
}

function stopped(cause: unknown): Error {
  return new Error('the pool has stopped: its log could not be written', { cause });
}
