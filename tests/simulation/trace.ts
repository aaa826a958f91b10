import { createHash } from 'node:crypto';

const KEPT = 80;

/** Everything that happened, in order, as a hash; the newest lines are kept for whoever has to find out why. */
export class Trace {
  readonly #hash = createHash('sha256');
  readonly #print: ((line: string) => void) | null;
  readonly #newest: string[] = [];

  constructor(print: ((line: string) => void) | null) {
    this.#print = print;
  }

  line(text: string): void {
    this.#hash.update(text).update('\n');
    this.#print?.(text);
    this.#newest.push(text);
    if (this.#newest.length > 2 * KEPT) this.#newest.splice(0, KEPT);
  }

  newest(): readonly string[] {
    return this.#newest.slice(-KEPT);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
