const KEPT = 100;

/** How the newest 100 attempts ended; cancelled and interrupted ones say nothing and are not among them. */
export class Outcomes {
  readonly #succeeded: boolean[] = [];
  #next = 0;

  add(succeeded: boolean): void {
    this.#succeeded[this.#next] = succeeded;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** 0 to 1; 1 before the first. */
  successShare(): number {
    const count = this.#succeeded.length;
    return count === 0 ? 1 : this.#succeeded.filter(Boolean).length / count;
  }
}
