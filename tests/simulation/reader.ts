import type { Moment } from '../../src/core/evolve.js';
import { Rejection } from '../../src/core/rejection.js';
import { decodeCursor, encodeCursor } from '../../src/engine/cursor.js';
import { EventStream, WHOLE, type Place, type StreamedEvent } from '../../src/engine/event-stream.js';
import type { Pool } from '../../src/engine/pool.js';
import { publicEvents, type PublicEvent } from '../../src/views/public-event.js';
import { differenceOfValues } from './compare.js';
import type { Life } from './life.js';
import type { World } from './world.js';

type Wants = (event: PublicEvent) => boolean;

const FILTERS: readonly Wants[] = [
  () => true,
  () => true,
  ({ kind }) => kind === 'TASK',
  ({ kind }) => kind === 'AGENT',
  ({ name }) => name === 'FAILED' || name === 'DEGRADED' || name === 'RECOVERED',
];

/**
 * Follows the pool's events from where it stands and comes back with its cursor, whatever happens in
 * between. What it sees is compared with the whole log: each event that it wants, once, in order, as
 * it was.
 */
export class Reader {
  readonly #world: World;
  readonly #name: string;
  readonly #wants: Wants;
  /** Null before it has seen anything: it then begins wherever the pool stands. */
  #cursor: string | null = null;
  #place: Place = { position: 0, parts: WHOLE };
  #hurries = false;

  constructor(world: World, number: number) {
    this.#world = world;
    this.#name = `reader-${number}`;
    this.#wants = world.random.pick(FILTERS);
    if (world.random.chance(0.7)) this.#cursor = encodeCursor(world.disk.logId, this.#place);
  }

  start(): void {
    this.#later(this.#world.random.int(0, 400), () => {
      this.#connect();
    });
  }

  calm(): void {
    this.#hurries = true;
  }

  /** Whether it has seen all that there is. Of a gap it hears with the next event only: `mayMiss` says to wait for none. */
  isThrough(mayMiss: boolean): boolean {
    if (this.#cursor === null) return false;
    const unseen = this.#next()?.moment.record.position ?? null;
    return unseen === null || (mayMiss && unseen <= this.#goneUpTo());
  }

  inWords(): string {
    const { position, parts } = this.#place;
    return `${this.#name} stands at ${position}:${parts} of ${this.#world.checks.last}`;
  }

  #connect(): void {
    const { life } = this.#world;
    if (life?.pool == null || life.stopping) {
      this.start();
      return;
    }
    try {
      const after = this.#begin(life.pool);
      this.#follow(life, new EventStream(life.pool.feed, after, this.#wants));
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'CURSOR_EXPIRED') this.#world.broken('readers', error);
      this.#expired(life.pool);
    }
  }

  #begin({ logId, view }: Pool): Place {
    if (this.#cursor !== null) return decodeCursor(logId, this.#cursor);
    this.#moveTo({ position: view.position, parts: WHOLE });
    return this.#place;
  }

  /** Its place is gone from the log. It must be older than both snapshots, or than the one there was when it went. */
  #expired(pool: Pool): void {
    const unread = this.#place.parts === WHOLE ? this.#place.position + 1 : this.#place.position;
    const bound = this.#goneUpTo();
    if (unread > bound)
      this.#world.broken('readers', `${this.#name} is told that ${unread} is gone; snapshots reach back to ${bound}`);
    this.#world.count('cursor expired');
    this.#moveTo({ position: pool.view.position, parts: WHOLE });
    this.start();
  }

  /** Until it has seen enough for once, or the server hangs up: what it still waits for then never comes. */
  #follow(life: Life, stream: EventStream): void {
    let isOver = false;
    const again = (): void => {
      if (isOver) return;
      isOver = true;
      forget();
      void stream.return();
      this.start();
    };
    const forget = life.onEnd(again);
    this.#read(stream, () => isOver).then(again, (error: unknown) => {
      if (!isOver) this.#world.broken('readers', error);
    });
  }

  async #read(stream: EventStream, isOver: () => boolean): Promise<void> {
    const { random } = this.#world;
    // One that begins slowly may find that its place is gone by then.
    if (!this.#hurries && random.chance(0.3)) await this.#pause(random.int(1, 1_000));
    for (let left = this.#hurries ? Infinity : random.int(1, 40); left > 0; left -= 1) {
      const next = await stream.next();
      if (isOver() || next.done === true) return;
      this.#see(next.value);
      if (!this.#hurries && random.chance(0.1)) await this.#pause(random.int(1, 300));
      if (isOver()) return;
    }
  }

  #see(event: StreamedEvent): void {
    const { position } = event.moment.record;
    const { checks, trace } = this.#world;
    trace.line(`${this.#name} sees ${event.kind} ${event.name} at ${position}:${event.part}`);
    if (event.missedBefore > 0) this.#missed(event, position);
    const expected = this.#next();
    const isRight = expected?.moment.record.position === position && expected.part === event.part;
    if (!isRight)
      this.#world.broken(
        'readers',
        `${this.#name} sees ${position}:${event.part} and should see ${expected?.moment.record.position ?? 'nothing'}:${expected?.part ?? 0}`,
      );
    const moment = checks.moments[position - 1];
    const what = moment === undefined ? 'it is not there' : differenceOfValues(moment, event.moment);
    if (what !== null) this.#world.broken('readers', `${this.#name} sees record ${position} changed: ${what}`);
    this.#moveTo({ position, parts: event.part + 1 });
  }

  /** It was told of a gap: what is missing must be gone from the log. */
  #missed({ missedBefore }: StreamedEvent, position: number): void {
    const bound = this.#goneUpTo();
    const resumed = Math.min(position - 1, bound);
    if (missedBefore > bound) this.#world.broken('readers', `${this.#name} misses ${missedBefore} up to ${position}`);
    this.#world.count('events missed');
    this.#place = { position: Math.max(this.#place.position, resumed), parts: WHOLE };
  }

  /** Up to here a snapshot may have taken the place of the log. */
  #goneUpTo(): number {
    return this.#world.disk.snapshots[0]?.position ?? 0;
  }

  /** The next event after its place in the whole log that it wants. */
  #next(): PublicEvent | null {
    const { moments } = this.#world.checks;
    const { position, parts } = this.#place;
    for (let at = Math.max(1, parts === WHOLE ? position + 1 : position); at <= moments.length; at += 1) {
      for (const event of publicEvents(moments[at - 1] as Moment)) {
        if ((at > position || event.part >= parts) && this.#wants(event)) return event;
      }
    }
    return null;
  }

  #moveTo(place: Place): void {
    this.#place = place;
    this.#cursor = encodeCursor(this.#world.disk.logId, place);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#later(ms, resolve);
    });
  }

  #later(delayMs: number, run: () => void): void {
    this.#world.time.at(delayMs, this.#name, run);
  }
}
