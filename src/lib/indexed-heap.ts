/**
 * A binary min-heap whose members can be moved and removed by key.
 * Every change is O(log n), `peek` and `has` O(1). `before` must be a strict total order.
 */
export class IndexedHeap<K, V> {
  readonly #before: (a: V, b: V) => boolean;
  readonly #keys: K[] = [];
  readonly #values: V[] = [];
  readonly #places = new Map<K, number>();

  constructor(before: (a: V, b: V) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#keys.length;
  }

  has(key: K): boolean {
    return this.#places.has(key);
  }

  get(key: K): V | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#values[place];
  }

  peek(): { readonly key: K; readonly value: V } | undefined {
    return this.#keys.length === 0 ? undefined : { key: this.#keys[0] as K, value: this.#values[0] as V };
  }

  /** Adds the key or moves it to its new value. */
  set(key: K, value: V): void {
    const place = this.#places.get(key);
    if (place === undefined) {
      this.#keys.push(key);
      this.#values.push(value);
      this.#places.set(key, this.#keys.length - 1);
      this.#rise(this.#keys.length - 1);
      return;
    }
    this.#values[place] = value;
    this.#sink(this.#rise(place));
  }

  delete(key: K): boolean {
    const place = this.#places.get(key);
    if (place === undefined) return false;
    this.#places.delete(key);
    const lastKey = this.#keys.pop() as K;
    const lastValue = this.#values.pop() as V;
    if (place < this.#keys.length) {
      this.#put(place, lastKey, lastValue);
      this.#sink(this.#rise(place));
    }
    return true;
  }

  /** Members in order from the first, without changing the heap: O(log n) for each one taken. */
  *inOrder(): Generator<{ readonly key: K; readonly value: V }> {
    if (this.#keys.length === 0) return;
    const front = new IndexedHeap<number, V>(this.#before);
    front.set(0, this.#values[0] as V);
    for (let next = front.peek(); next !== undefined; next = front.peek()) {
      front.delete(next.key);
      for (const child of [2 * next.key + 1, 2 * next.key + 2]) {
        if (child < this.#keys.length) front.set(child, this.#values[child] as V);
      }
      yield { key: this.#keys[next.key] as K, value: next.value };
    }
  }

  #put(place: number, key: K, value: V): void {
    this.#keys[place] = key;
    this.#values[place] = value;
    this.#places.set(key, place);
  }

  #rise(from: number): number {
    const key = this.#keys[from] as K;
    const value = this.#values[from] as V;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#before(value, this.#values[parent] as V)) break;
      this.#put(place, this.#keys[parent] as K, this.#values[parent] as V);
      place = parent;
    }
    if (place !== from) this.#put(place, key, value);
    return place;
  }

  #sink(from: number): void {
    const key = this.#keys[from] as K;
    const value = this.#values[from] as V;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#keys.length) break;
      if (child + 1 < this.#keys.length && this.#before(this.#values[child + 1] as V, this.#values[child] as V))
        child += 1;
      if (!this.#before(this.#values[child] as V, value)) break;
      this.#put(place, this.#keys[child] as K, this.#values[child] as V);
      place = child;
    }
    if (place !== from) this.#put(place, key, value);
  }
}
