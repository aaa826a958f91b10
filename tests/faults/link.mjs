/** Whether there is a server process to call, starting and stopping ones included. Clients wait here while there is none. */
export class Link {
  #isUp = false;
  #waiting = [];

  raise() {
    this.#isUp = true;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  lower() {
    this.#isUp = false;
  }

  get isUp() {
    return this.#isUp;
  }

  up() {
    return this.#isUp ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}
