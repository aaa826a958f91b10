import {
  EventLinesDocument,
  PoolCursorDocument,
  RecentCursorDocument,
  type EventFilter,
  type EventLinesSubscription,
} from '../../generated/graphql.js';
import { Ring } from '../../lib/ring.js';
import type { PoolClient } from '../client.js';
import { pause, pauseMs } from '../pause.js';
import { PoolError } from '../pool-error.js';
import { Cell, type Flusher } from './flusher.js';
import type { Running } from './sharing.js';

/** One line of the log of a pool. */
export type PoolEventLine = EventLinesSubscription['poolEvents'];

/** A place in the events where some are missing. */
export interface Gap {
  /** When it was found, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Records that are missing; null where that is not known, because the log did not reach back to the place. */
  readonly missed: number | null;
  /** Cursor of the event behind it; null until there is one. */
  readonly before: string | null;
}

/** The newest events, as a page shows them. */
export interface EventsView {
  /** The newest, oldest first. */
  readonly events: readonly PoolEventLine[];
  /** The newest few, oldest first. */
  readonly gaps: readonly Gap[];
  /** Why the server gives no events; null where it does, or is away. */
  readonly error: PoolError | null;
}

export const NO_EVENTS: EventsView = { events: [], gaps: [], error: null };

export interface FeedOptions {
  readonly filter?: EventFilter | null | undefined;
  /** Where to begin; left out: now. */
  readonly after?: string | null | undefined;
  /** Where it begins now: records of the log before that which it begins with. Default: 0. */
  readonly recentRecords?: number | undefined;
  /** How many events are kept at most. */
  readonly maxEvents: number;
  /** Told of each event as it comes, and null where anything may have happened. */
  readonly onEvent?: (event: PoolEventLine | null) => void;
}

const MAX_GAPS = 16;

/** The events of a pool from one place on, each once, over lost connections and restarts of the server; the newest are kept. */
export class EventFeed implements Running<EventsView> {
  readonly #client: PoolClient;
  readonly #options: FeedOptions;
  readonly #cell: Cell<EventsView>;
  readonly #events: Ring<PoolEventLine>;
  #gaps: readonly Gap[] = [];
  #error: PoolError | null = null;
  #ending = new AbortController();
  #unwatch: () => void = () => undefined;

  constructor(client: PoolClient, flusher: Flusher, options: FeedOptions) {
    this.#client = client;
    this.#options = options;
    this.#events = new Ring(options.maxEvents);
    this.#cell = new Cell(flusher, NO_EVENTS);
  }

  snapshot(): EventsView {
    return this.#cell.snapshot();
  }

  subscribe(listener: () => void): () => void {
    return this.#cell.subscribe(listener);
  }

  start(): void {
    this.#ending = new AbortController();
    void this.#run(this.#ending.signal);
    this.#unwatch = this.#watchConnection();
  }

  stop(): void {
    this.#ending.abort();
    this.#unwatch();
  }

  /** Whoever waits to read again after the server was away need not wait any longer. */
  #watchConnection(): () => void {
    const { connection } = this.#client;
    let { status } = connection.snapshot();
    return connection.subscribe(() => {
      const before = status;
      ({ status } = connection.snapshot());
      if (status === 'live' && before !== 'live') this.#options.onEvent?.(null);
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    let after = this.#options.after ?? null;
    // What came before is asked for once: behind a gap it would be shown twice.
    let isFirst = this.#events.last === 0;
    for (let next = 1; ; next += 1) {
      try {
        after ??= await this.#cursor(signal, isFirst);
        isFirst = false;
        for await (const event of this.#eventsAfter(after, signal)) {
          after = event.cursor;
          next = 0;
          this.#add(event);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof PoolError && error.code === 'CURSOR_EXPIRED') {
          after = null;
          this.#addGap(null, null);
        } else {
          this.#fail(error instanceof PoolError ? error : null);
        }
      }
      await pause(pauseMs(Math.max(next, 1)), signal).catch(() => undefined);
      if (signal.aborted) return;
    }
  }

  async #cursor(signal: AbortSignal, isFirst: boolean): Promise<string> {
    const { pool: name } = this.#client;
    const records = isFirst ? (this.#options.recentRecords ?? 0) : 0;
    const { pool } =
      records === 0
        ? await this.#client.request(PoolCursorDocument, { pool: name }, { signal })
        : await this.#client.request(RecentCursorDocument, { pool: name, records }, { signal });
    if (pool == null) throw new PoolError('NOT_FOUND', `There is no pool ${name}.`, false);
    this.#fail(null);
    // Whatever was read before this place may be old.
    this.#options.onEvent?.(null);
    return pool.cursor;
  }

  async *#eventsAfter(after: string, signal: AbortSignal): AsyncGenerator<PoolEventLine, void, undefined> {
    const variables = { pool: this.#client.pool, filter: this.#options.filter ?? null };
    for await (const data of this.#client.subscribe(EventLinesDocument, variables, { after, signal })) {
      yield data.poolEvents;
    }
  }

  #add(event: PoolEventLine): void {
    const { missedBefore, cursor } = event;
    const open = this.#gaps.at(-1);
    if (open?.before === null) this.#gaps = [...this.#gaps.slice(0, -1), { ...open, before: cursor }];
    if (missedBefore > 0) this.#addGap(missedBefore, cursor);
    this.#events.push(event);
    this.#changed();
    this.#options.onEvent?.(event);
  }

  #addGap(missed: number | null, before: string | null): void {
    this.#gaps = [...this.#gaps, { atMs: Date.now(), missed, before }].slice(-MAX_GAPS);
    this.#changed();
    this.#options.onEvent?.(null);
  }

  #fail(error: PoolError | null): void {
    this.#error = error;
    this.#changed();
  }

  #changed(): void {
    this.#cell.change(() => ({
      events: this.#events.after(this.#events.first - 1, this.#options.maxEvents),
      gaps: this.#gaps,
      error: this.#error,
    }));
  }
}
