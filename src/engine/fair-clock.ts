import type { EpochMs } from '../core/time.js';
import type { Clock } from './clock.js';

/** Between two turns of the event loop that are looked at while any alarm is set. */
const BEAT_MS = 50;
/** A turn that comes later than it should by more than this was kept waiting by a stall. */
const STALL_MS = 100;
/** Turns after a stall in which what queued up meanwhile is taken in, read and carried out: 250 ms on an idle machine. */
const SETTLE_TURNS = 5;
/** Turns in which the loop found no end of work that may pass before they count all the same. */
const MAX_BUSY_TURNS = 40;
/** Further stalls that one alarm waits out: a loop that stalls again and again puts nothing off for ever. */
const MAX_STALLS = 8;

interface Held {
  /** How many stalls there had been when it was held. */
  readonly sinceStall: number;
  readonly ring: () => void;
}

/**
 * A clock whose alarms judge nobody by what could not be heard. While the event loop is blocked, or the process stopped,
 * signs of life queue up in sockets and pipes, and the timers get their turn before them. So after a stall no alarm
 * rings before what had queued up has had its turn: five times, 50 ms apart at least, the loop has found nothing more to do;
 * and five again for each further stall meanwhile, of which there may be 8. Not time alone: a starved machine does little in it.
 *
 * A stall shows as lateness, of an alarm or of a turn every 50 ms, which is there because a stall may end just before an
 * alarm that is then punctual.
 */
export class FairClock implements Clock {
  readonly #clock: Clock;
  readonly #held = new Set<Held>();
  #pending = 0;
  #beating = false;
  #lastTurnMs = 0;
  #stalls = 0;
  #stallEndMs = 0;
  #turnsToSettle = 0;
  #busyTurns = 0;
  #lastIdleMs = 0;

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
    let isOver = false;
    const end = (): void => {
      isOver = true;
      this.#pending -= 1;
    };
    const rings = (): void => {
      end();
      ring();
    };
    this.#pending += 1;
    this.#keepBeating();
    let cancel = this.#clock.alarm(delayMs, () => {
      this.#turn();
      if (this.#turnsToSettle === 0) rings();
      else cancel = this.#hold(rings);
    });
    return () => {
      if (isOver) return;
      end();
      cancel();
    };
  }

  #hold(ring: () => void): () => void {
    const held: Held = { sinceStall: this.#stalls, ring };
    this.#held.add(held);
    return () => {
      this.#held.delete(held);
    };
  }

  /** Goes on for one beat after the last alarm, so that one set anew right after a stall still learns of it. */
  #keepBeating(): void {
    if (this.#beating) return;
    this.#beating = true;
    this.#turnsToSettle = 0;
    this.#lastTurnMs = this.#clock.monotonicMs();
    this.#clock.alarm(BEAT_MS, this.#beat);
  }

  readonly #beat = (): void => {
    this.#turn();
    // An alarm that was late has told of the stall already where it came before this beat, in the same turn.
    const isFurther = this.#lastTurnMs - this.#stallEndMs >= BEAT_MS / 2;
    if (this.#turnsToSettle > 0 && isFurther && this.#hasHadTime()) this.#turnsToSettle -= 1;
    for (const held of this.#held) {
      if (this.#turnsToSettle > 0 && this.#stalls - held.sinceStall < MAX_STALLS) continue;
      this.#held.delete(held);
      held.ring();
    }
    this.#beating = this.#pending > 0;
    if (this.#beating) this.#clock.alarm(BEAT_MS, this.#beat);
  };

  /** Whether since the last beat the loop has once done all there was to do. */
  #hasHadTime(): boolean {
    const idleMs = this.#clock.idleMs?.() ?? Infinity;
    const isBusy = idleMs === this.#lastIdleMs && idleMs !== Infinity;
    this.#lastIdleMs = idleMs;
    if (isBusy) this.#busyTurns += 1;
    return !isBusy || this.#busyTurns > MAX_BUSY_TURNS;
  }

  /** Timers have their turn. */
  #turn(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastTurnMs > BEAT_MS + STALL_MS) {
      this.#stalls += 1;
      this.#stallEndMs = nowMs;
      this.#turnsToSettle = SETTLE_TURNS;
      this.#busyTurns = 0;
      this.#lastIdleMs = this.#clock.idleMs?.() ?? 0;
    }
    this.#lastTurnMs = nowMs;
  }
}
