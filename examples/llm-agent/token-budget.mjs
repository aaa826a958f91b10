// @ts-check
import { HandlerError } from '../pack/lib/handler-error.mjs';

/** Fewer tokens are not worth a request. */
const LEAST_OUTPUT_TOKENS = 16;

/** @typedef {{ prompt_tokens: number, completion_tokens: number }} Usage  As the provider counts. */

/**
 * The tokens of one attempt. What the provider says was used counts; where it says nothing, a quarter of the bytes.
 *
 * @param {number} budget
 */
export function openBudget(budget) {
  let [promptTokens, completionTokens, requests, estimated] = [0, 0, 0, false];
  const used = () => promptTokens + completionTokens;
  const text = () => `${used()} of ${budget} tokens used in ${requests} request${requests === 1 ? '' : 's'}`;
  return {
    text,
    fraction: () => Math.min(1, used() / budget),

    /** What is left for an answer to this request. Refuses where that is nothing. @param {object} request */
    leftAfter(request) {
      const left = budget - used() - estimate(request);
      if (left < LEAST_OUTPUT_TOKENS) {
        throw new HandlerError('TOKEN_BUDGET_EXHAUSTED', `${text()}; the next would take ${estimate(request)} to ask`);
      }
      return left;
    },

    /** @param {Usage | null} usage @param {object} request @param {object} answer */
    pay(usage, request, answer) {
      requests += 1;
      if (usage === null) estimated = true;
      promptTokens += usage?.prompt_tokens ?? estimate(request);
      completionTokens += usage?.completion_tokens ?? estimate(answer);
    },

    report: () => ({ promptTokens, completionTokens, totalTokens: used(), requests, budget, estimated }),
  };
}

/** @param {object} value */
function estimate(value) {
  return Math.ceil(Buffer.byteLength(JSON.stringify(value)) / 4);
}
