// @ts-check
import { HandlerError } from '../pack/lib/handler-error.mjs';

/**
 * @typedef {object} Settings
 * @property {string} baseUrl  Of any server that speaks OpenAI's chat completions, such as `http://127.0.0.1:11434/v1`.
 * @property {string} apiKey
 * @property {string} model
 * @property {string} system  What the model is told first.
 * @property {number} tokenBudget  Tokens that one attempt may take, what is sent and what comes back.
 * @property {number} contextTokens  Tokens, as the window estimates them, above which the conversation is compacted.
 * @property {number} maxOutputTokens  Of one answer of the model.
 * @property {number} maxRounds  Requests in one attempt.
 * @property {number} silenceMs  How long the provider may say nothing.
 */

const SYSTEM =
  'You are an agent in a pool. Work on what you are asked; use the tools where they help, and say where facts come from.';

/**
 * From the environment, where the server passes on what begins with `AGENT_`.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} contextLimit  Of the agent's window, in tokens.
 * @returns {Settings}
 */
export function readSettings(environment, contextLimit) {
  const most = Math.floor(contextLimit * 0.75);
  return {
    baseUrl: required(environment, 'AGENT_LLM_BASE_URL'),
    apiKey: environment['AGENT_LLM_API_KEY'] || 'none',
    model: required(environment, 'AGENT_LLM_MODEL'),
    system: environment['AGENT_LLM_SYSTEM'] || SYSTEM,
    tokenBudget: whole(environment, 'AGENT_LLM_TOKEN_BUDGET', 50_000),
    // Room is left above it, so that the window itself never has to drop anything.
    contextTokens: Math.min(most, whole(environment, 'AGENT_LLM_CONTEXT_TOKENS', most)),
    maxOutputTokens: whole(environment, 'AGENT_LLM_MAX_OUTPUT_TOKENS', 2_048),
    maxRounds: whole(environment, 'AGENT_LLM_MAX_ROUNDS', 16),
    silenceMs: whole(environment, 'AGENT_LLM_SILENCE_MS', 60_000),
  };
}

/** @param {NodeJS.ProcessEnv} environment @param {string} name */
function required(environment, name) {
  const value = environment[name];
  if (value === undefined || value === '') throw new HandlerError('LLM_NOT_CONFIGURED', `${name} is not set`);
  return value;
}

/** @param {NodeJS.ProcessEnv} environment @param {string} name @param {number} fallback */
function whole(environment, name, fallback) {
  const given = environment[name];
  if (given === undefined || given === '') return fallback;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new HandlerError('LLM_NOT_CONFIGURED', `${name} must be a whole number of at least 1, not ${given}`);
  }
  return value;
}
