import { pause, pauseMs } from '../pause.js';
import { Cell, type Flusher } from './flusher.js';
import { shareEqual } from './share-equal.js';
import type { Running } from './sharing.js';
import { UNREAD, type View } from './source.js';

/** After a change it is read at once, but never more often than this, in milliseconds. */
const READ_AT_MOST_EVERY_MS = 200;
/** What depends on the time, such as the age of what waits, changes without an event. */
const READ_AT_LEAST_EVERY_MS = 5_000;

export interface Question<T> {
  /** One try. */
  readonly read: (signal: AbortSignal) => Promise<T | null>;
  /** Calls `touch` whenever the answer may be another one. Gives what ends that. */
  readonly follow: (touch: () => void) => () => void;
  /** Longest time between two reads, in milliseconds. Default: 5,000. */
  readonly everyMs?: number | undefined;
}

/**
 * A question to the server that is asked again whenever its answer may have changed. What is shown is always one answer of the
 * server, never a mixture of an answer and later events; reads follow each other, so no older one comes after a newer.
 */
export class LiveQuery<T> implements Running<View<T>> {
  readonly #question: Question<T>;
  readonly #cell: Cell<View<T>>;
  #newest: View<T> = UNREAD;
  #running: { readonly ending: AbortController; readonly unfollow: () => void } | null = null;
  #isTouched = false;
  #wake: () => void = () => undefined;

  constructor(flusher: Flusher, question: Question<T>) {
    this.#question = question;
    this.#cell = new Cell<View<T>>(flusher, UNREAD);
  }

  snapshot(): View<T> {
    return this.#cell.snapshot();
  }

  subscribe(listener: () => void): () => void {
    return this.#cell.subscribe(listener);
  }

  start(): void {
    const ending = new AbortController();
    const unfollow = this.#question.follow(() => {
      this.#isTouched = true;
      this.#wake();
    });
    this.#running = { ending, unfollow };
    void this.#run(ending.signal);
  }

  stop(): void {
    this.#running?.unfollow();
    this.#running?.ending.abort();
    this.#running = null;
    this.#wake();
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; ;) {
      this.#isTouched = false;
      const beganMs = performance.now();
      try {
        const data = await this.#question.read(signal);
        this.#show({ data, loading: false, error: null });
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        this.#show({ ...this.#newest, loading: false, error: error as Error });
        failures += 1;
      }
      // A server that answers slowly is asked less often.
      const restMs = Math.max(READ_AT_MOST_EVERY_MS, performance.now() - beganMs);
      const idleMs = failures === 0 ? (this.#question.everyMs ?? READ_AT_LEAST_EVERY_MS) : pauseMs(failures);
      await this.#untilDue(restMs, idleMs, signal);
      if (signal.aborted) return;
    }
  }

  async #untilDue(restMs: number, idleMs: number, signal: AbortSignal): Promise<void> {
    await pause(restMs, signal).catch(() => undefined);
    if (this.#isTouched || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }

  #show(view: View<T>): void {
    this.#newest = shareEqual(this.#newest, view);
    this.#cell.change(() => this.#newest);
  }
}
