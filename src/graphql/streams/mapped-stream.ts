/** Another form of a stream's items; ends and fails as the stream does. */
export class MappedStream<From, To> implements AsyncIterableIterator<To> {
  readonly #source: AsyncIterator<From>;
  readonly #map: (item: From) => To | Promise<To>;

  constructor(source: AsyncIterator<From>, map: (item: From) => To | Promise<To>) {
    this.#source = source;
    this.#map = map;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<To>> {
    const result = await this.#source.next();
    if (result.done === true) return { done: true, value: undefined };
    try {
      return { done: false, value: await this.#map(result.value) };
    } catch (error) {
      return this.throw(error);
    }
  }

  async return(): Promise<IteratorResult<To>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    await this.#source.return?.();
    throw error;
  }
}
