import { closeSync, fdatasync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';

const writeText = promisify(write);
const flush = promisify(fdatasync);

/**
 * What was intended and what came of it, one JSON line each, in a file that only grows. A line counts when the promise of
 * `note` resolves: it would survive a power cut then. Lines that come while others are being flushed share the next flush.
 *
 * - `{ is: 'intent', op, kind, ... }` before the first try;
 * - `{ is: 'unknown', op, why }` where a try ended without an answer: it may have been done, or not;
 * - then one of `{ is: 'ack', op, ... }`, `{ is: 'refused', op, code }` (no try before it was in doubt) and
 *   `{ is: 'resolved', op, applied }` (one was; `applied` is what the server says now, null where it cannot say any more).
 *
 * Of remote workers, with `pool`, `taskId` and `attempt`: `told` of an attempt at `atMs`, beating every `beatMs` from then on, and
 * `pause`, where it says nothing of that attempt any more.
 */
export class Ledger {
  #file;
  #lines = [];
  #waiting = [];
  #flushing = null;

  constructor(path) {
    this.#file = openSync(path, 'a');
  }

  note(line) {
    this.#lines.push(`${JSON.stringify(line)}\n`);
    const durable = new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#flushing ??= this.#flush();
    return durable;
  }

  async close() {
    await this.#flushing;
    closeSync(this.#file);
  }

  async #flush() {
    while (this.#lines.length > 0) {
      const text = this.#lines.splice(0).join('');
      const waiting = this.#waiting.splice(0);
      try {
        await writeText(this.#file, text);
        await flush(this.#file);
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
    }
    this.#flushing = null;
  }
}
