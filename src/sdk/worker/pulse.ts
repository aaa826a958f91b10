import { HeartbeatDocument } from '../../generated/graphql.js';
import type { HttpCalls } from '../http-calls.js';
import { pauseMs } from '../pause.js';
import { PoolError } from '../pool-error.js';
import type { HeartSession, HeartWord } from './heart-messages.js';
import { ProcessUsage } from './process-usage.js';

interface Told {
  readonly progress: number | null;
  readonly note: string | null;
}

const NOTHING: Told = { progress: null, note: null };
/** Between two heartbeats that only tell of progress. */
const PROGRESS_EVERY_MS = 250;
/** The least that a heartbeat may take, however short the lease is. */
const LEAST_ANSWER_MS = 1_000;

/** The heartbeats of one agent, one at a time: as often as the server wants them, and when there is something to say. */
export class Pulse {
  readonly #calls: HttpCalls;
  readonly #session: HeartSession;
  readonly #say: (word: HeartWord) => void;
  readonly #usage = new ProcessUsage();
  /** By lease token, with what is still to be told of it. */
  readonly #held = new Map<string, Told>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAtMs = 0;
  #beganAtMs = 0;
  #failures = 0;
  #state: 'waiting' | 'beating' | 'stopped' = 'waiting';
  #isPaused = false;

  constructor(calls: HttpCalls, session: HeartSession, say: (word: HeartWord) => void) {
    this.#calls = calls;
    this.#session = session;
    this.#say = say;
    this.#beatIn(session.heartbeatMs);
  }

  hold(leaseToken: string): void {
    this.#held.set(leaseToken, NOTHING);
    this.#beatIn(0);
  }

  release(leaseToken: string, tell: boolean): void {
    if (this.#held.delete(leaseToken) && tell) this.#beatIn(0);
  }

  tell(leaseToken: string, told: Told): void {
    if (!this.#held.has(leaseToken)) return;
    this.#held.set(leaseToken, told);
    this.#beatIn(Math.max(0, this.#beganAtMs + PROGRESS_EVERY_MS - performance.now()));
  }

  /** No further heartbeat until `resume`. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#beatIn(0);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#state = 'stopped';
  }

  /** At the latest in `ms`; where a heartbeat is on its way, not before its answer. */
  #beatIn(ms: number): void {
    const atMs = performance.now() + ms;
    if (this.#state === 'beating') {
      this.#dueAtMs = Math.min(this.#dueAtMs, atMs);
    } else if (this.#state === 'waiting' && (this.#timer === undefined || atMs < this.#dueAtMs)) {
      clearTimeout(this.#timer);
      this.#dueAtMs = atMs;
      this.#timer = setTimeout(() => void this.#beat(), ms);
    }
  }

  async #beat(): Promise<void> {
    this.#timer = undefined;
    if (this.#isPaused) return;
    this.#state = 'beating';
    this.#dueAtMs = Infinity;
    this.#beganAtMs = performance.now();
    const { agentId, sessionToken, heartbeatMs } = this.#session;
    const attempts = [...this.#held].map(([leaseToken, told]) => ({ leaseToken, ...told }));
    for (const { leaseToken } of attempts) this.#held.set(leaseToken, NOTHING);
    const signal = AbortSignal.timeout(Math.max(heartbeatMs, LEAST_ANSWER_MS));
    try {
      const input = { agentId, sessionToken, attempts, ...this.#usage.measure() };
      const { heartbeat } = await this.#calls.once(HeartbeatDocument, { input }, { signal });
      this.#failures = 0;
      for (const leaseToken of heartbeat.cancel) this.#say({ type: 'cancel', agentId, leaseToken });
    } catch (error) {
      this.#failures += 1;
      for (const { leaseToken, ...told } of attempts) {
        if (this.#held.get(leaseToken) === NOTHING) this.#held.set(leaseToken, told);
      }
      this.#judge(error);
    }
    this.#next();
  }

  /** What no further heartbeat would mend. Anything else is tried again. */
  #judge(error: unknown): void {
    if (!(error instanceof PoolError)) return;
    const { code, message } = error;
    if (code === 'NOT_FOUND' || code === 'FORBIDDEN') {
      this.stop();
      this.#say({ type: 'gone', agentId: this.#session.agentId });
    } else if (code === 'UNAUTHENTICATED') {
      this.stop();
      this.#say({ type: 'refused', code, message });
    }
  }

  #next(): void {
    if (this.#state !== 'beating') return;
    this.#state = 'waiting';
    const { heartbeatMs } = this.#session;
    const regularMs = this.#failures === 0 ? heartbeatMs : Math.min(heartbeatMs, pauseMs(this.#failures));
    const dueMs = this.#failures === 0 ? Math.max(0, this.#dueAtMs - performance.now()) : Infinity;
    this.#beatIn(Math.min(regularMs, dueMs));
  }
}
