/**
 * Random numbers from a seed (mulberry32), so that a round that found something can be run again with the same choices.
 * What the machine makes of them, such as the exact instruction at which a process is killed, is not repeated.
 */
export class Chance {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  whole(min, max) {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True that often, 0 to 1. */
  is(share) {
    return this.next() < share;
  }

  pick(items) {
    return items[this.whole(0, items.length - 1)];
  }

  /** Numbers of its own, for a part that runs beside others. */
  fork() {
    return new Chance(Math.floor(this.next() * 2 ** 32));
  }
}
