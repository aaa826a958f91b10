import { Rejection } from '../core/rejection.js';
import type { Position } from '../core/record.js';
import { publicEvents, type PublicEvent } from '../views/public-event.js';
import type { Feed } from './feed.js';

/** A place between two events as readers see them: after the first `parts` events of the record at `position`. */
export interface Place {
  readonly position: Position;
  readonly parts: number;
}

/** Behind everything that a record shows. */
export const WHOLE = 9;

export interface StreamedEvent extends PublicEvent {
  /** Positions of the log that were gone before this reader got to them; 0 in health. */
  readonly missedBefore: number;
}

const CHUNK = 256;
/** Between turns of the event loop, so that a long replay neither stalls others nor outlives its reader. */
const BURST = 64;

/**
 * The events after a place that `wants` lets through, each once and in order, for ever. Written by hand
 * so that `return` settles a pending `next`: a reader that goes away leaves nothing behind.
 */
export class EventStream implements AsyncIterableIterator<StreamedEvent> {
  readonly feed: Feed;
  readonly #wants: (event: PublicEvent) => boolean;
  #position: Position;
  #skipParts: number;
  #ready: PublicEvent[] = [];
  #missed = 0;
  #burst = 0;
  #done = false;
  #wake: (() => void) | null = null;

  constructor(feed: Feed, after: Place, wants: (event: PublicEvent) => boolean) {
    const isWhole = after.parts === WHOLE || after.position === 0;
    this.feed = feed;
    this.#wants = wants;
    this.#position = isWhole ? after.position : after.position - 1;
    this.#skipParts = isWhole ? 0 : after.parts;
    feed.require(after.position, this.#position + 1);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The last record that was looked at; where the stream has caught up nothing at or before it is left to be read. */
  get position(): Position {
    return this.#position;
  }

  /** Whether all that has happened has been taken, and nothing is left to be told of what was missed. */
  get hasCaughtUp(): boolean {
    return this.#isAtEnd() && this.#missed === 0;
  }

  /** The events that the same reader sees after another place. */
  after(place: Place): EventStream {
    return new EventStream(this.feed, place, this.#wants);
  }

  async next(): Promise<IteratorResult<StreamedEvent>> {
    while (!this.#isDone()) {
      const event = await this.nextSoFar();
      if (event !== null) return { done: false, value: event };
      if (!this.#isDone() && this.#isAtEnd()) await this.#more();
    }
    return { done: true, value: undefined };
  }

  /** As `next`, but null where the stream has caught up, or ended. */
  async nextSoFar(): Promise<StreamedEvent | null> {
    while (!this.#isDone() && !this.hasCaughtUp) {
      const event = this.#ready.shift();
      if (event !== undefined) {
        if ((this.#burst += 1) % BURST === 0) await this.#pause((wake) => setImmediate(wake));
        if (this.#isDone()) break;
        const missedBefore = this.#missed;
        this.#missed = 0;
        return { ...event, missedBefore };
      }
      await (this.#isAtEnd() ? this.#more() : this.#fill());
    }
    return null;
  }

  /** The next event if it needs no waiting for at all; else null. */
  takeReady(): StreamedEvent | null {
    const event = this.#ready.shift();
    return event === undefined ? null : { ...event, missedBefore: 0 };
  }

  return(): Promise<IteratorResult<StreamedEvent>> {
    this.#done = true;
    this.#ready = [];
    this.#wake?.();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<StreamedEvent>> {
    void this.return();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  async #more(): Promise<void> {
    let stop = (): void => undefined;
    await this.#pause((wake) => {
      stop = this.feed.onMore(wake);
    });
    stop();
  }

  async #fill(): Promise<void> {
    const moments = await this.#read();
    for (const moment of moments) {
      this.#position = moment.record.position;
      for (const event of publicEvents(moment)) {
        if (event.part >= this.#skipParts && this.#wants(event)) this.#ready.push(event);
      }
      this.#skipParts = 0;
    }
    // A long stretch without a match must not keep the event loop either.
    if (this.#ready.length === 0) await this.#pause((wake) => setImmediate(wake));
  }

  /** What even the disk no longer has, or has no longer whole, is skipped, and counted. */
  async #read(): Promise<Awaited<ReturnType<Feed['read']>>> {
    try {
      return await this.feed.read(this.#position, CHUNK);
    } catch (error) {
      // A reader that has left meanwhile is told nothing, such as that the log is closed by now.
      if (this.#isDone()) return [];
      const earliest = this.#nextAfter(error);
      this.#missed += earliest - this.#position;
      this.#position = earliest;
      this.#skipParts = 0;
      return [];
    }
  }

  /** From where on there is something to read again; throws where the error says nothing of that. */
  #nextAfter(error: unknown): Position {
    const code = error instanceof Rejection ? error.code : null;
    if (code === 'CURSOR_EXPIRED') return Math.max(this.feed.earliest(), this.#position + 1);
    const resumeAfter = code === 'LOG_DAMAGED' ? this.feed.gapAt(this.#position + 1)?.resumeAfter : null;
    if (resumeAfter == null) throw error;
    return resumeAfter;
  }

  #pause(until: (wake: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null;
        resolve();
      };
      until(this.#wake);
    });
  }

  #isAtEnd(): boolean {
    return this.#ready.length === 0 && this.#position >= this.feed.last;
  }

  /** Asked again after each wait: `return` may have come in between. */
  #isDone(): boolean {
    return this.#done;
  }
}
