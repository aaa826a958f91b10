import type { EpochMs } from '../core/time.js';
import type { Clock } from './clock.js';

/** Between two turns of the event loop that are looked at while any alarm is set. */
const BEAT_MS = 50;
/** A turn that comes later than it should by more than this was kept waiting by a stall. */
const STALL_MS = 100;
/** What queued up during a stall is read and carried out within this, counted from the end of the stall. */
const SETTLE_MS = 250;
/** Holds of one alarm: a loop that stalls again and again puts nothing off for ever. */
const MAX_HOLDS = 8;

/**
 * A clock whose alarms judge nobody by what could not be heard. While the event loop is blocked, or the process stopped,
 * signs of life queue up in sockets and pipes, and the timers get their turn before them. So after a stall no alarm
 * rings before what had queued up has had its turn: 250 ms, again for each further stall meanwhile, 8 times at most.
 *
 * A stall shows as lateness, of an alarm or of a turn every 50 ms, which is there because a stall may end just before an
 * alarm that is then punctual.
 */
export class FairClock implements Clock {
  readonly #clock: Clock;
  #pending = 0;
  #beating = false;
  #lastTurnMs = 0;
  #settledAtMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wallMs(): EpochMs {
    return this.#clock.wallMs();
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  alarm(delayMs: number, ring: () => void): () => void {
    let holds = 0;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      this.#pending -= 1;
    };
    const due = (): void => {
      this.#turn();
      const heldMs = this.#settledAtMs - this.#clock.monotonicMs();
      if (heldMs > 0 && holds < MAX_HOLDS) {
        holds += 1;
        cancel = this.#clock.alarm(heldMs, due);
        return;
      }
      end();
      ring();
    };
    this.#pending += 1;
    this.#keepBeating();
    let cancel = this.#clock.alarm(delayMs, due);
    return () => {
      if (isOver) return;
      end();
      cancel();
    };
  }

  /** Goes on for one beat after the last alarm, so that one set anew right after a stall still learns of it. */
  #keepBeating(): void {
    if (this.#beating) return;
    this.#beating = true;
    this.#lastTurnMs = this.#clock.monotonicMs();
    this.#clock.alarm(BEAT_MS, this.#beat);
  }

  readonly #beat = (): void => {
    this.#turn();
    this.#beating = this.#pending > 0;
    if (this.#beating) this.#clock.alarm(BEAT_MS, this.#beat);
  };

  /** Timers have their turn. */
  #turn(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastTurnMs > BEAT_MS + STALL_MS) this.#settledAtMs = nowMs + SETTLE_MS;
    this.#lastTurnMs = nowMs;
  }
}
