// @ts-check
import { optional, readPayload, text, wholeNumber } from '../pack/lib/payload.mjs';
import { converse } from './converse.mjs';
import { readSettings } from './settings.mjs';

const fields = {
  prompt: text({ minLength: 1, maxLength: 20_000 }),
  maxTokens: optional(wholeNumber({ min: 1, max: 10_000_000 }), null),
};

/**
 * An LLM agent: hands the prompt to a model, lets it use tools, and gives its answer with the tokens that this attempt took.
 *
 * @param {import('coordination-pool/agent').TaskInput} task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
async function answer({ payload }, ctx) {
  const { prompt, maxTokens } = readPayload(payload, fields);
  const settings = readSettings(process.env, ctx.context.limit);
  return converse(prompt, { ...settings, tokenBudget: Math.min(settings.tokenBudget, maxTokens ?? Infinity) }, ctx);
}

export default { GENERAL: answer, RESEARCH: answer };
