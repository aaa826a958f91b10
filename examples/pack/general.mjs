// @ts-check
import { HandlerError, badPayload } from './lib/handler-error.mjs';
import { countWords, headingsOf, linesOf } from './lib/passages.mjs';
import { optional, path, readFields, text } from './lib/payload.mjs';
import { readText } from './lib/read-text.mjs';
import { resolveInRoot } from './lib/root.mjs';
import { simulate, simulationFields } from './simulate.mjs';

/** One character to a reader, two units to JavaScript. */
const SURROGATE_PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

const fields = {
  text: optional(text({ maxLength: 1024 * 1024 }), null),
  path: optional(path, null),
  ...simulationFields,
};

/**
 * Counts the words, lines, headings and characters of a text or a file. GENERAL is what a task is when
 * nobody says its type, so a payload with neither is no error: its own texts are counted, whatever the
 * names of their fields.
 *
 * @param {import('coordination-pool/agent').TaskInput} task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function GENERAL({ payload }, ctx) {
  const given = readFields(payload, fields);
  if (given.text !== null && given.path !== null) throw badPayload('path', 'and payload.text cannot both be given');
  await simulate(given, ctx);
  if (given.text !== null) return { source: 'text', ...count(given.text) };
  if (given.path === null) {
    const own = { ...payload, fail: null };
    return { source: 'payload', ...count(textsIn(own).join('\n')) };
  }

  const located = await resolveInRoot(given.path, { field: 'path' });
  const content = await readText(located.absolute);
  if (!('reason' in content)) return { source: 'file', path: located.path, ...count(content.text) };
  if (content.reason === 'unreadable')
    throw new HandlerError('UNREADABLE', `payload.path is no readable file: ${given.path}`);
  throw badPayload('path', content.reason === 'tooLarge' ? 'is larger than 1 MiB' : 'is not a text file');
}

/** @param {string} content */
function count(content) {
  const lines = linesOf(content);
  const characters = content.length - (content.match(SURROGATE_PAIR)?.length ?? 0);
  return { words: countWords(content), lines: lines.length, headings: headingsOf(lines).length, characters };
}

/** Every string in a JSON value, but not the names of fields. @param {unknown} value @returns {string[]} */
function textsIn(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
