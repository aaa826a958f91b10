// @ts-check
import { HandlerError } from '../pack/lib/handler-error.mjs';

const KEPT_OF_RESULT = 200;
const KEPT_OF_LINE = 160;

/**
 * @typedef {{ role: string, content: string }} Entry  A message of the agent's window, where both are strings.
 *
 * @typedef {{ id: string, type: 'function', function: { name: string, arguments: string } }} ToolCall
 * @typedef {{ role: string, content: string, tool_calls?: readonly ToolCall[], tool_call_id?: string }} ChatMessage
 */

/**
 * The conversation as the agent's own window keeps it, from task to task. A turn begins with a `user` message and ends with
 * the model's answer in text. One that did not get so far (its attempt failed, or the process died) is left out.
 *
 * Compaction, by rule and without a model, when more than `budgetTokens` are in use:
 *  1. results of tools are cut to 200 characters, except those after the model's last word;
 *  2. while more than half is in use, the oldest finished turn leaves; its question and answer, 160 characters of each, go
 *     into a digest, whose oldest lines leave when it takes more than an eighth;
 *  3. if that does not help, the attempt fails with CONTEXT_TOO_SMALL, and no other would fare better.
 *
 * @param {import('coordination-pool/agent').HandlerContext['context']} window
 * @param {number} budgetTokens
 */
export function openConversation(window, budgetTokens) {
  let digest = window.messages.findLast(({ role }) => role === 'digest') ?? null;
  let turns = finishedTurns(window.messages);
  /** @type {Entry[]} */
  let current = [];
  let compactions = 0;

  const entries = () => [...(digest === null ? [] : [digest]), ...turns.flat(), ...current];
  const rewrite = () => {
    window.clear();
    for (const entry of entries()) window.append(entry);
  };
  if (entries().length !== window.messages.length) rewrite();

  return {
    get compactions() {
      return compactions;
    },

    /** As the provider is to have them. */
    messages: () => entries().map(toChat),

    /** @param {string} prompt */
    begin(prompt) {
      if (tokensOf([{ role: 'user', content: prompt }]) > budgetTokens / 2) {
        throw new HandlerError('CONTEXT_TOO_SMALL', `the prompt takes more than half of ${budgetTokens} tokens`);
      }
      this.add({ role: 'user', content: prompt });
    },

    /** @param {ChatMessage} message */
    add(message) {
      const entry = toEntry(message);
      if (tokensOf([entry]) > window.limit) {
        throw new HandlerError('CONTEXT_TOO_SMALL', `a message is larger than the window of ${window.limit} tokens`);
      }
      current.push(entry);
      window.append(entry);
    },

    /** Compacts where there is need. @returns {boolean} Whether it did. */
    fit() {
      if (tokensOf(entries()) <= budgetTokens) return false;
      const lastWord = current.findLastIndex(({ role }) => role === 'tool_calls');
      turns = turns.map((turn) => turn.map(shortened));
      current = current.map((entry, position) => (position < lastWord ? shortened(entry) : entry));
      while (turns.length > 0 && tokensOf(entries()) > budgetTokens / 2) {
        digest = withTurn(digest, turns[0] ?? [], budgetTokens / 8);
        turns = turns.slice(1);
      }
      const tokens = tokensOf(entries());
      if (tokens > budgetTokens) {
        throw new HandlerError('CONTEXT_TOO_SMALL', `this task alone takes ${tokens} of ${budgetTokens} tokens`);
      }
      compactions += 1;
      rewrite();
      return true;
    },
  };
}

/** @param {readonly Entry[]} entries */
function finishedTurns(entries) {
  /** @type {Entry[][]} */
  const turns = [];
  for (const entry of entries) {
    if (entry.role === 'user') turns.push([entry]);
    else if (entry.role !== 'digest') turns.at(-1)?.push(entry);
  }
  return turns.filter((turn) => turn.at(-1)?.role === 'assistant');
}

/** Calls and results have fields beside their text, so their entries hold JSON. @param {ChatMessage} message @returns {Entry} */
function toEntry({ role, content, tool_calls, tool_call_id }) {
  if (tool_calls !== undefined) return { role: 'tool_calls', content: JSON.stringify({ content, tool_calls }) };
  if (tool_call_id !== undefined) return { role, content: JSON.stringify({ tool_call_id, content }) };
  return { role, content };
}

/** @param {Entry} entry @returns {ChatMessage} */
function toChat({ role, content }) {
  if (role === 'tool_calls') return { role: 'assistant', ...JSON.parse(content) };
  if (role === 'tool') return { role, ...JSON.parse(content) };
  return { role: role === 'digest' ? 'system' : role, content };
}

/** @param {Entry} entry @returns {Entry} */
function shortened(entry) {
  if (entry.role !== 'tool') return entry;
  const { tool_call_id, content } = JSON.parse(entry.content);
  return content.length <= KEPT_OF_RESULT
    ? entry
    : toEntry({ role: 'tool', tool_call_id, content: `${content.slice(0, KEPT_OF_RESULT - 1)}…` });
}

/** @param {Entry | null} digest @param {readonly Entry[]} turn @param {number} mostTokens @returns {Entry} */
function withTurn(digest, turn, mostTokens) {
  const [title, ...lines] = digest?.content.split('\n') ?? ['Earlier in this conversation, in short:'];
  lines.push(`asked: ${line(turn[0])}`, `answered: ${line(turn.at(-1))}`);
  const entry = () => ({ role: 'digest', content: [title, ...lines].join('\n') });
  while (lines.length > 0 && tokensOf([entry()]) > mostTokens) lines.splice(0, 2);
  return entry();
}

/** @param {Entry | undefined} entry */
function line(entry) {
  const flat = (entry?.content ?? '').replace(/\s+/g, ' ').trim();
  return flat.length <= KEPT_OF_LINE ? flat : `${flat.slice(0, KEPT_OF_LINE - 1)}…`;
}

/** As the window estimates. @param {readonly Entry[]} entries */
function tokensOf(entries) {
  return entries.reduce((sum, { content }) => sum + Math.ceil(Buffer.byteLength(content) / 4) + 4, 0);
}
