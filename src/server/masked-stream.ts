import type { ExecutionResult } from 'graphql';

/**
 * The results of a subscription; where the source itself breaks, `failure` gives the last one. Written by hand so that
 * `return` reaches the source at once, also while its `next` is pending.
 */
export function maskedStream(
  source: AsyncIterable<unknown>,
  failure: (error: unknown) => ExecutionResult,
): AsyncIterableIterator<ExecutionResult, void, undefined> {
  const iterator = (source as AsyncIterable<ExecutionResult>)[Symbol.asyncIterator]();
  let broken = false;
  const end = { done: true, value: undefined } as const;
  return {
    async next() {
      if (broken) return end;
      try {
        const result = await iterator.next();
        return result.done === true ? end : result;
      } catch (error) {
        broken = true;
        return { done: false, value: failure(error) };
      }
    },
    async return() {
      broken = true;
      await iterator.return?.();
      return end;
    },
    async throw(error) {
      broken = true;
      await iterator.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
