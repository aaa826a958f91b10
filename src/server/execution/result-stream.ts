import type { ExecutionResult } from 'graphql';
import type { Executed } from './executor.js';

/** The results of a subscription, one per event. `return` reaches the source at once, also while its `next` is pending. */
export class ResultStream implements AsyncIterableIterator<ExecutionResult, void, undefined> {
  readonly #source: AsyncIterator<unknown>;
  readonly #execute: (event: unknown) => Executed;

  constructor(source: AsyncIterable<unknown>, execute: (event: unknown) => Executed) {
    this.#source = source[Symbol.asyncIterator]();
    this.#execute = execute;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ExecutionResult, void>> {
    const event = await this.#source.next();
    return event.done === true
      ? { done: true, value: undefined }
      : { done: false, value: await this.#execute(event.value) };
  }

  async return(): Promise<IteratorResult<ExecutionResult, void>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<ExecutionResult, void>> {
    await this.#source.return?.();
    throw error;
  }
}
