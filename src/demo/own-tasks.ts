/** So many are remembered; what is older has settled long ago, or is forgotten about. */
const REMEMBERED = 200;

/** The demo's own tasks: it touches no others. Bounded; the oldest are forgotten first. */
export class OwnTasks {
  readonly #open: string[] = [];
  readonly #failing: string[] = [];

  /** `fails`: it is meant to end as FAILED. */
  add(taskId: string, fails: boolean): void {
    const tasks = fails ? this.#failing : this.#open;
    tasks.push(taskId);
    if (tasks.length > REMEMBERED) tasks.shift();
  }

  /** The newest first, each given once: the newest are the least likely to have ended. */
  *toCancel(): Generator<string, void, undefined> {
    for (let id = this.#open.pop(); id !== undefined; id = this.#open.pop()) yield id;
  }

  /** The oldest first, each given once: the oldest are the likeliest to have failed for good. */
  *toRetry(): Generator<string, void, undefined> {
    for (let id = this.#failing.shift(); id !== undefined; id = this.#failing.shift()) yield id;
  }
}
