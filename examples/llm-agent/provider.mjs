// @ts-check
import OpenAI from 'openai';

import { HandlerError } from '../pack/lib/handler-error.mjs';

/** No answer, calls of tools included, is read beyond this; a provider that heeds `max_tokens` stays far below it. */
const MAX_ANSWER_CHARACTERS = 200_000;
const MAX_TOOL_CALLS = 16;
const MAX_REASON_CHARACTERS = 500;

/**
 * @typedef {object} Request
 * @property {import('./settings.mjs').Settings} settings
 * @property {readonly import('./conversation.mjs').ChatMessage[]} messages
 * @property {readonly object[]} tools
 * @property {number} maxTokens
 * @property {AbortSignal} signal
 * @property {(said: string) => void} onText  Called with all the text so far, whenever there is more.
 *
 * @typedef {object} Said
 * @property {string} content
 * @property {import('./conversation.mjs').ToolCall[]} toolCalls
 * @property {string} finish
 * @property {import('./token-budget.mjs').Usage | null} usage  Null where the provider does not count.
 */

/**
 * One streamed chat completion. Retries nothing: that is the pool's business, which has another agent for it.
 *
 * @param {Request} request
 * @returns {Promise<Said>}
 */
export async function askModel({ settings, messages, tools, maxTokens, signal, onText }) {
  const { baseUrl: baseURL, apiKey, model, silenceMs } = settings;
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: silenceMs });
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const body = {
      model,
      messages,
      tools,
      max_tokens: maxTokens,
      stream: true,
      stream_options: { include_usage: true },
    };
    const stream = await client.chat.completions.create(
      /** @type {import('openai').OpenAI.ChatCompletionCreateParamsStreaming} */ (/** @type {unknown} */ (body)),
      { signal: AbortSignal.any([signal, silence.signal]) },
    );
    return await readAnswer(stream, () => timer.refresh(), onText);
  } catch (error) {
    signal.throwIfAborted();
    if (silence.signal.aborted) throw unavailable(`the provider said nothing for ${silenceMs} ms`, error);
    throw failureOf(error, apiKey);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {AsyncIterable<import('openai').OpenAI.ChatCompletionChunk>} stream
 * @param {() => void} onChunk
 * @param {(said: string) => void} onText
 * @returns {Promise<Said>}
 */
async function readAnswer(stream, onChunk, onText) {
  let [content, characters] = ['', 0];
  /** @type {string | null} */
  let finish = null;
  /** @type {Said['usage']} */
  let usage = null;
  /** @type {Said['toolCalls']} */
  const toolCalls = [];
  for await (const chunk of stream) {
    onChunk();
    if (chunk.usage != null) usage = chunk.usage;
    const choice = chunk.choices?.[0];
    if (choice === undefined) continue;
    if (choice.finish_reason != null) finish = choice.finish_reason;
    const text = choice.delta?.content ?? '';
    content += text;
    characters += text.length;
    for (const { index, id, function: part } of choice.delta?.tool_calls ?? []) {
      if (!Number.isInteger(index) || index < 0 || index >= MAX_TOOL_CALLS) {
        throw badAnswer(`it wants more than ${MAX_TOOL_CALLS} tools at once`);
      }
      const call = (toolCalls[index] ??= { id: '', type: 'function', function: { name: '', arguments: '' } });
      call.id ||= id ?? '';
      call.function.name += part?.name ?? '';
      call.function.arguments += part?.arguments ?? '';
      characters += (part?.name?.length ?? 0) + (part?.arguments?.length ?? 0);
    }
    if (characters > MAX_ANSWER_CHARACTERS) throw badAnswer(`it is longer than ${MAX_ANSWER_CHARACTERS} characters`);
    if (text !== '') onText(content);
  }
  // An aborted stream ends like this too, without an error.
  if (finish === null) throw unavailable('the answer broke off');
  if (finish === 'content_filter') throw new HandlerError('LLM_REFUSED', 'the provider filtered the answer');
  // Some servers name no call; what is sent back must.
  for (const [position, call] of toolCalls.entries()) if (call !== undefined) call.id ||= `call_${position}`;
  return { content, toolCalls: toolCalls.filter((call) => call !== undefined), finish, usage };
}

/** @param {unknown} error @param {string} apiKey @returns {Error} */
function failureOf(error, apiKey) {
  if (error instanceof HandlerError) return error;
  if (!(error instanceof OpenAI.APIError) || error.status === undefined) {
    return unavailable('the provider cannot be reached, or broke off', error);
  }
  const { status, headers, code } = error;
  // Some providers repeat the key in what they say about it.
  const said = apiKey.length < 8 ? error.message : error.message.replaceAll(apiKey, '…');
  const reason = said.slice(0, MAX_REASON_CHARACTERS);
  if (status === 401 || status === 403) {
    return new HandlerError('LLM_UNAUTHORIZED', `the provider does not accept the key (${status})`);
  }
  if (status === 429 && code === 'insufficient_quota') return new HandlerError('LLM_QUOTA_EXHAUSTED', reason);
  if (status === 429) {
    const retryAfterMs = retryAfterMsOf(headers);
    return new HandlerError('LLM_RATE_LIMITED', reason, {
      retryable: true,
      ...(retryAfterMs !== null && { retryAfterMs }),
    });
  }
  if (status >= 500 || status === 408 || status === 409) return unavailable(reason, error, retryAfterMsOf(headers));
  return new HandlerError('LLM_REFUSED', reason);
}

/** As seconds or as a date, or the newer header in milliseconds. @param {Headers | undefined} headers */
function retryAfterMsOf(headers) {
  const inMs = Number(headers?.get('retry-after-ms') ?? NaN);
  if (inMs >= 0) return inMs;
  const after = headers?.get('retry-after') ?? '';
  if (after === '') return null;
  const ms = Number.isNaN(Number(after)) ? Date.parse(after) - Date.now() : Number(after) * 1_000;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** @param {string} message @param {unknown} [cause] @param {number | null} [retryAfterMs] */
function unavailable(message, cause, retryAfterMs = null) {
  return new HandlerError('LLM_UNAVAILABLE', message, {
    retryable: true,
    cause,
    ...(retryAfterMs !== null && { retryAfterMs }),
  });
}

/** @param {string} problem */
function badAnswer(problem) {
  return new HandlerError('LLM_BAD_ANSWER', `the provider's answer is of no use: ${problem}`, { retryable: true });
}
