import type { EpochMs } from '../core/time.js';
import { FairClock } from './fair-clock.js';

/** Where time comes from: the machine, or a simulation. */
export interface Clock {
  wallMs(): EpochMs;
  /** Milliseconds since some moment; never goes back. */
  monotonicMs(): number;
  /**
   * Calls `ring` once after `delayMs`; the function it gives takes it back. Where the caller judges somebody by his silence, the
   * clock is a `FairClock`: it rings later where what was said could not be heard.
   */
  alarm(delayMs: number, ring: () => void): () => void;
  /** How long the event loop has had nothing to do, all in all; left out where that is nothing to reckon with. */
  idleMs?(): number;
}

/** setTimeout holds no longer delay; a later deadline only makes it ring early. */
const LONGEST_MS = 2 ** 31 - 1;

/** What the machine has, as it is. */
const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  idleMs: () => performance.eventLoopUtilization().idle,
  alarm(delayMs, ring) {
    const timer = setTimeout(ring, Math.min(LONGEST_MS, Math.max(0, Math.ceil(delayMs))));
    return () => {
      clearTimeout(timer);
    };
  },
};

export const machineClock: Clock = new FairClock(systemClock);

/**
 * The engine's clock of one pool: it goes on from the newest record by the wall-clock time that has
 * passed since (never back, and by a millisecond at least, so that ids made before and after it differ in their time), and
 * from then on with the monotonic clock.
 */
export class EngineClock {
  readonly #clock: Clock;
  readonly #base: number;

  constructor(clock: Clock, newest: { readonly atMs: EpochMs; readonly clockMs: number } | null) {
    this.#clock = clock;
    const start = newest === null ? clock.wallMs() : newest.clockMs + Math.max(1, clock.wallMs() - newest.atMs);
    this.#base = start - clock.monotonicMs();
  }

  /** To the microsecond; a figure, not an instant of the day. */
  now(): number {
    return Math.round((this.#base + this.#clock.monotonicMs()) * 1_000) / 1_000;
  }
}
