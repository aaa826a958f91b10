/** As many `take`s resolve as there were `give`s, first come, first served: a task that ended lets one caller go on. */
export class Tokens {
  #free = [];
  #waiting = [];

  give(token) {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(token);
    else next(token);
  }

  take() {
    if (this.#free.length > 0) return Promise.resolve(this.#free.shift());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
