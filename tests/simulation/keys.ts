import { isSettled } from './task-facts.js';
import type { LogRules } from './log-rules.js';

/** Which task each idempotency key was said to stand for. */
export class Keys {
  readonly #tasks = new Map<string, string>();

  /** False where an earlier answer named another task that the key must still stand for. */
  accepted(key: string, taskId: string, { tasks }: LogRules): boolean {
    const before = this.#tasks.get(key);
    this.#tasks.set(key, taskId);
    if (before === undefined || before === taskId) return true;
    // Where the key was forgotten in time is checked when the log takes it a second time.
    const earlier = tasks.get(before);
    return earlier !== undefined && isSettled(earlier.status);
  }
}
