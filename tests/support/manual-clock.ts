import type { Clock } from '../../src/engine/clock.js';

interface Alarm {
  readonly atMs: number;
  readonly ring: () => void;
}

/** A clock that stands still until the test moves it; alarms ring on the way, in order. */
export class ManualClock implements Clock {
  #monotonicMs = 0;
  #wallMs: number;
  readonly #alarms = new Set<Alarm>();

  constructor(wallMs = Date.UTC(2026, 0, 1)) {
    this.#wallMs = wallMs;
  }

  wallMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  alarm(delayMs: number, ring: () => void): () => void {
    const alarm = { atMs: this.#monotonicMs + Math.max(0, delayMs), ring };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  /** Moves on, ringing what is due; between two alarms the engine gets to do its work. */
  async pass(ms: number): Promise<void> {
    const end = this.#monotonicMs + ms;
    for (let due = this.#next(end); due !== undefined; due = this.#next(end)) {
      this.#moveTo(Math.max(this.#monotonicMs, due.atMs));
      this.#alarms.delete(due);
      due.ring();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#moveTo(end);
  }

  /**
   * Moves on as the event loop does when it is blocked: nothing rings on the way, and at its end what is due by then does, at once
   * and before anything that has queued up.
   */
  async stall(ms: number): Promise<void> {
    this.#moveTo(this.#monotonicMs + ms);
    const due = [...this.#alarms].filter(({ atMs }) => atMs <= this.#monotonicMs).sort((a, b) => a.atMs - b.atMs);
    for (const alarm of due) if (this.#alarms.delete(alarm)) alarm.ring();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** The wall clock alone is set, as by an operator. */
  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  #moveTo(monotonicMs: number): void {
    this.#wallMs += monotonicMs - this.#monotonicMs;
    this.#monotonicMs = monotonicMs;
  }

  #next(endMs: number): Alarm | undefined {
    return [...this.#alarms].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
  }
}
