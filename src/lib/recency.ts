/** Below this it is not worth a clean-up. */
const FEW = 1_024;

/**
 * Keys in the order in which they were last touched, each touch with a mark that is higher than all before. O(1) amortised: a touch
 * goes to the end and leaves the key's older place behind in vain; such places are cleared away once they are the most.
 */
export class Recency<K> {
  #marks: number[] = [];
  #keys: K[] = [];
  readonly #last = new Map<K, number>();

  /** Keys that it has. */
  get size(): number {
    return this.#last.size;
  }

  /** Places that it holds, those in vain among them. */
  get places(): number {
    return this.#marks.length;
  }

  touch(key: K, mark: number): void {
    this.#marks.push(mark);
    this.#keys.push(key);
    this.#last.set(key, mark);
    if (this.#marks.length >= FEW && this.#marks.length > 2 * this.#last.size) this.#clear();
  }

  delete(key: K): void {
    this.#last.delete(key);
  }

  /** Keys last touched with a mark below the given one, the newest first, each with its mark. It must not change meanwhile. */
  *before(mark: number): Generator<{ readonly key: K; readonly mark: number }> {
    for (let place = this.#firstFrom(mark) - 1; place >= 0; place -= 1) {
      const [key, at] = [this.#keys[place] as K, this.#marks[place] as number];
      if (this.#last.get(key) === at) yield { key, mark: at };
    }
  }

  #firstFrom(mark: number): number {
    let [low, high] = [0, this.#marks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle] as number) < mark) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #clear(): void {
    const marks: number[] = [];
    const keys: K[] = [];
    for (let place = 0; place < this.#marks.length; place += 1) {
      const [key, mark] = [this.#keys[place] as K, this.#marks[place] as number];
      if (this.#last.get(key) !== mark) continue;
      marks.push(mark);
      keys.push(key);
    }
    this.#marks = marks;
    this.#keys = keys;
  }
}
