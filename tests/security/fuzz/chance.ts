import { randomFrom } from '../../support/random-documents.js';

/** Choices that follow from a seed. */
export class Chance {
  readonly #random: () => number;

  constructor(readonly seed: number) {
    this.#random = randomFrom(seed);
  }

  /** From 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  /** Up to `most`, small ones more often. */
  small(most: number): number {
    return Math.floor(this.#random() ** 3 * (most + 1));
  }

  is(share: number): boolean {
    return this.#random() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  many<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.small(most) }, make);
  }

  /** Another seed, for choices of its own. */
  next(): number {
    return this.below(2 ** 31);
  }
}
