/** Another form of a stream's items; ends and fails as the stream does. */
export class MappedStream<From, To> implements AsyncIterableIterator<To> {
  readonly #source: AsyncIterableIterator<From>;
  readonly #map: (item: From) => To;

  constructor(source: AsyncIterableIterator<From>, map: (item: From) => To) {
    this.#source = source;
    this.#map = map;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<To>> {
    const result = await this.#source.next();
    return result.done === true ? { done: true, value: undefined } : { done: false, value: this.#map(result.value) };
  }

  async return(): Promise<IteratorResult<To>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<To>> {
    await this.#source.return?.();
    throw error;
  }
}
