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

/** The same as seen by somebody who pauses now and then, and calls nobody meanwhile. */
export class PausableLink {
  #link;
  #awake = new Link();

  constructor(link) {
    this.#link = link;
    this.#awake.raise();
  }

  get generation() {
    return this.#link.generation;
  }

  pause() {
    this.#awake.lower();
  }

  resume() {
    this.#awake.raise();
  }

  async up() {
    await this.#link.up();
    // The last word: whoever waited for a server may have been told to pause meanwhile.
    await this.#awake.up();
  }
}
