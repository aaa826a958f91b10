const CHUNK = 512;

/**
 * A sorted set of numbers that knows ranks: `add`, `delete` and `rank` are O(log n), amortised.
 *
 * Sorted chunks of at most 512 numbers, with a Fenwick tree over their sizes that is rebuilt when a
 * chunk splits or empties (once in some 256 changes).
 */
export class RankedSet {
  #chunks: number[][] = [];
  #sums: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(key: number): void {
    if (this.#chunks.length === 0) {
      this.#chunks.push([key]);
      this.#size = 1;
      this.#rebuild();
      return;
    }
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index] as number[];
    const place = lowerBound(chunk, key);
    if (chunk[place] === key) return;
    chunk.splice(place, 0, key);
    this.#size += 1;
    if (chunk.length <= CHUNK) {
      this.#count(index, 1);
      return;
    }
    this.#chunks.splice(index + 1, 0, chunk.splice(CHUNK / 2));
    this.#rebuild();
  }

  delete(key: number): boolean {
    if (this.#size === 0) return false;
    const index = this.#chunkOf(key);
    const chunk = this.#chunks[index] as number[];
    const place = lowerBound(chunk, key);
    if (chunk[place] !== key) return false;
    chunk.splice(place, 1);
    this.#size -= 1;
    if (chunk.length > 0) {
      this.#count(index, -1);
      return true;
    }
    this.#chunks.splice(index, 1);
    this.#rebuild();
    return true;
  }

  /** How many members are less than `key`, whether or not it is one. */
  rank(key: number): number {
    if (this.#size === 0) return 0;
    const index = this.#chunkOf(key);
    let sum = lowerBound(this.#chunks[index] as number[], key);
    for (let i = index; i > 0; i -= i & -i) sum += this.#sums[i] as number;
    return sum;
  }

  min(): number | undefined {
    return this.#chunks[0]?.[0];
  }

  /** Members greater than `key`, rising. The set must not change meanwhile. */
  *above(key: number): Generator<number> {
    if (this.#size === 0) return;
    for (let c = this.#chunkOf(key); c < this.#chunks.length; c += 1) {
      for (const member of this.#chunks[c] as number[]) if (member > key) yield member;
    }
  }

  /** Members less than `key`, falling. The set must not change meanwhile. */
  *below(key: number): Generator<number> {
    if (this.#size === 0) return;
    for (let c = this.#chunkOf(key); c >= 0; c -= 1) {
      const chunk = this.#chunks[c] as number[];
      for (let i = chunk.length - 1; i >= 0; i -= 1) if ((chunk[i] as number) < key) yield chunk[i] as number;
    }
  }

  /** The last chunk that begins at or before `key`, else the first. */
  #chunkOf(key: number): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (((this.#chunks[middle] as number[])[0] as number) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #count(index: number, change: number): void {
    for (let i = index + 1; i < this.#sums.length; i += i & -i) this.#sums[i] = (this.#sums[i] as number) + change;
  }

  #rebuild(): void {
    const length = this.#chunks.length + 1;
    this.#sums = new Array<number>(length).fill(0);
    for (let i = 1; i < length; i += 1) {
      this.#sums[i] = (this.#sums[i] as number) + (this.#chunks[i - 1] as number[]).length;
      const parent = i + (i & -i);
      if (parent < length) this.#sums[parent] = (this.#sums[parent] as number) + (this.#sums[i] as number);
    }
  }
}

function lowerBound(sorted: readonly number[], key: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
