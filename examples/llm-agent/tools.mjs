// @ts-check
import { HandlerError } from '../pack/lib/handler-error.mjs';
import { optional, path, readPayload, text, wholeNumber } from '../pack/lib/payload.mjs';
import { readText } from '../pack/lib/read-text.mjs';
import { resolveInRoot } from '../pack/lib/root.mjs';
import { RESEARCH } from '../pack/research.mjs';

/** Notes have keys of their own in the agent's memory, apart from the indexes that are kept there too. */
const NOTE = 'note:';
const MAX_RESULT_CHARACTERS = 8_000;

const fields = {
  read_file: { path, from_line: optional(wholeNumber({ min: 1, max: 10_000_000 }), 1) },
  search: {
    query: text({ minLength: 1, maxLength: 500 }),
    folder: optional(path, '.'),
    limit: optional(wholeNumber({ min: 1, max: 20 }), 5),
  },
  remember: { key: text({ minLength: 1, maxLength: 200 }), value: text({ maxLength: 4_000 }) },
  recall: { key: optional(text({ minLength: 1, maxLength: 200 }), null) },
};

/** As the provider is told of them. */
export const TOOLS = [
  tool('read_file', 'Reads a text file below the root, from a line on.', ['path'], {
    path: { type: 'string' },
    from_line: { type: 'integer', minimum: 1 },
  }),
  tool(
    'search',
    'Finds passages in Markdown and text files below a folder, best first, with path and line.',
    ['query'],
    {
      query: { type: 'string' },
      folder: { type: 'string' },
      limit: { type: 'integer', minimum: 1, maximum: 20 },
    },
  ),
  tool('remember', 'Keeps a note beyond this task.', ['key', 'value'], {
    key: { type: 'string' },
    value: { type: 'string' },
  }),
  tool('recall', 'Gives the note of a key, or without one the keys of all notes.', [], { key: { type: 'string' } }),
];

/**
 * What the tool gives, as text for the model. A tool that refuses or is called wrongly is no failure of the attempt: the model
 * is told, and may do better.
 *
 * @param {import('./conversation.mjs').ToolCall} call
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 * @param {number} contextTokens  One result takes at most a quarter of them.
 */
export async function useTool({ function: { name, arguments: given } }, ctx, contextTokens) {
  const mostCharacters = Math.min(MAX_RESULT_CHARACTERS, contextTokens);
  try {
    return JSON.stringify(await run(name, argumentsOf(given), ctx, mostCharacters)).slice(0, mostCharacters);
  } catch (error) {
    if (!(error instanceof HandlerError)) throw error;
    // The helpers name fields of a payload; to the model they are its arguments.
    return JSON.stringify({ error: { code: error.code, message: error.message.replace(/^payload\./, '') } });
  }
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} given
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 * @param {number} mostCharacters
 */
async function run(name, given, ctx, mostCharacters) {
  switch (name) {
    case 'read_file': {
      const { path: input, from_line: fromLine } = readPayload(given, fields.read_file);
      return readLines(input, fromLine, mostCharacters / 2);
    }
    case 'search': {
      const payload = readPayload(given, fields.search);
      // The pack's own search; what it says to people is not part of this conversation.
      const quiet = { ...ctx, progress: () => undefined, context: { ...ctx.context, append: () => undefined } };
      const { passages, matches } = await RESEARCH({ id: '', type: 'RESEARCH', payload }, quiet);
      return { matches, passages: passages.map(({ path: at, line, snippet }) => ({ path: at, line, snippet })) };
    }
    case 'remember': {
      const { key, value } = readPayload(given, fields.remember);
      await ctx.memory.set(NOTE + key, value);
      return { remembered: key };
    }
    case 'recall': {
      const { key } = readPayload(given, fields.recall);
      if (key !== null) return { key, value: (await ctx.memory.get(NOTE + key)) ?? null };
      const keys = await ctx.memory.keys();
      return { keys: keys.flatMap((each) => (each.startsWith(NOTE) ? [each.slice(NOTE.length)] : [])) };
    }
    default:
      throw new HandlerError('NO_SUCH_TOOL', `there is no tool ${name.slice(0, 100)}`);
  }
}

/** @param {string} input @param {number} fromLine @param {number} mostCharacters */
async function readLines(input, fromLine, mostCharacters) {
  const located = await resolveInRoot(input, { field: 'path' });
  const content = await readText(located.absolute);
  if ('reason' in content) throw new HandlerError('UNREADABLE', `${located.path} is no text: ${content.reason}`);
  const lines = content.text.split('\n').slice(fromLine - 1);
  let [length, count] = [0, 0];
  while (count < lines.length && length + (lines[count]?.length ?? 0) < mostCharacters) {
    length += (lines[count]?.length ?? 0) + 1;
    count += 1;
  }
  // A line that is too long by itself is cut.
  const taken = count === 0 ? [(lines[0] ?? '').slice(0, mostCharacters)] : lines.slice(0, count);
  const next = fromLine + taken.length;
  return {
    path: located.path,
    from_line: fromLine,
    text: taken.join('\n'),
    next_line: taken.length < lines.length ? next : null,
  };
}

/** @param {string} given @returns {Record<string, unknown>} */
function argumentsOf(given) {
  try {
    const value = JSON.parse(given === '' ? '{}' : given);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new HandlerError('BAD_ARGUMENTS', 'the arguments must be one JSON object');
}

/** @param {string} name @param {string} description @param {string[]} required @param {Record<string, object>} properties */
function tool(name, description, required, properties) {
  const parameters = { type: 'object', properties, required, additionalProperties: false };
  return { type: 'function', function: { name, description, parameters } };
}
