/** Whether there is a server process to call, starting and stopping ones included. Clients wait here while there is none. */
export class Link {
  /** Server processes so far. */
  generation = 0;
  #isUp = false;
  #waiting = [];

  raise() {
    this.#isUp = true;
    this.generation += 1;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  lower() {
    this.#isUp = false;
  }

  up() {
    return this.#isUp ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}
