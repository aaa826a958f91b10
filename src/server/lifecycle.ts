import { Rejection } from '../core/rejection.js';

export type Phase = 'starting' | 'serving' | 'stopping';

/** Where the server is in its life. Only goes forward. */
export class Lifecycle {
  #phase: Phase = 'starting';

  get phase(): Phase {
    return this.#phase;
  }

  serve(): void {
    if (this.#phase === 'starting') this.#phase = 'serving';
  }

  stop(): void {
    this.#phase = 'stopping';
  }

  /** What operations are told that come now; null while they are welcome. */
  get refusal(): Rejection | null {
    if (this.#phase === 'serving') return null;
    const what = this.#phase === 'starting' ? 'is starting' : 'is shutting down';
    return new Rejection('SHUTTING_DOWN', `The server ${what}. Try again in a moment.`, { retryAfterMs: 1_000 });
  }
}
