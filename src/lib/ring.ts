/** The newest `capacity` items, each with its number: the first ever is 1. */
export class Ring<T> {
  readonly #items: (T | undefined)[];
  readonly #capacity: number;
  #last: number;
  #first: number;

  /** `last`: the number of the item before the first one pushed. */
  constructor(capacity: number, last = 0) {
    this.#capacity = capacity;
    this.#items = new Array<T | undefined>(capacity);
    this.#last = last;
    this.#first = last + 1;
  }

  /** Number of the oldest item still here; `last + 1` while empty. */
  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#last;
  }

  push(item: T): void {
    this.#last += 1;
    this.#items[this.#last % this.#capacity] = item;
    if (this.#last - this.#first >= this.#capacity) this.#first = this.#last - this.#capacity + 1;
  }

  /** Up to `limit` items numbered above `after`; `after` must be `first - 1` at least. */
  after(after: number, limit: number): T[] {
    const end = Math.min(this.#last, after + limit);
    const items: T[] = [];
    for (let number = after + 1; number <= end; number += 1) items.push(this.#items[number % this.#capacity] as T);
    return items;
  }
}
