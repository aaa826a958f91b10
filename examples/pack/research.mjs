// @ts-check
import { join, posix } from 'node:path';

import { badPayload } from './lib/handler-error.mjs';
import { openIndex } from './lib/index-store.mjs';
import { linesOf } from './lib/passages.mjs';
import { optional, readPayload, text, wholeNumber } from './lib/payload.mjs';
import { readText } from './lib/read-text.mjs';
import { locateSource, sourceFields } from './lib/source.mjs';

/** So many of the best passages are read again, to put those that contain the query word for word first. */
const READ_AGAIN = 40;
const SNIPPET_CHARS = 280;

const fields = {
  query: text({ minLength: 1, maxLength: 500 }),
  limit: optional(wholeNumber({ min: 1, max: 50 }), 5),
  ...sourceFields,
};

/**
 * Finds the passages of a folder that fit a query best, each with its source.
 *
 * @param {import('coordination-pool/agent').TaskInput} task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function RESEARCH({ payload }, ctx) {
  const startedAt = performance.now();
  const { query, limit, ...where } = readPayload(payload, fields);
  if (!/[\p{L}\p{N}]/u.test(query)) throw badPayload('query', 'must contain a word');
  const { located, source } = await locateSource(where);
  const { index, origin } = await openIndex(source, ctx);

  ctx.progress(0.95, 'ranking passages');
  const hits = search(index.search, query);
  const passages = await Promise.all(
    hits.slice(0, Math.max(limit, READ_AGAIN)).map(async (hit) => {
      const body = await bodyOf(join(source.folder, hit['path']), hit['line'], hit['lastLine']);
      return {
        path: posix.join(located.path, hit['path']),
        line: Number(hit['line']),
        heading: String(hit['heading']),
        score: Number(hit.score.toFixed(3)),
        exact: flatten(body).toLowerCase().includes(flatten(query).toLowerCase()),
        snippet: snippetOf(body, [query, ...hit.terms]),
      };
    }),
  );
  ctx.signal.throwIfAborted();
  const best = passages.sort((a, b) => Number(b.exact) - Number(a.exact) || b.score - a.score).slice(0, limit);

  ctx.context.append({ role: 'user', content: query });
  ctx.context.append({
    role: 'assistant',
    content: best.map(({ path, line }) => `${path}:${line}`).join('\n') || 'nothing found',
  });
  return {
    query,
    folder: located.path,
    index: origin,
    matches: hits.length,
    passages: best,
    tookMs: Math.round(performance.now() - startedAt),
  };
}

/**
 * Passages with every word of the query; where there are none, with any.
 *
 * @param {import('minisearch').default} index
 * @param {string} query
 */
function search(index, query) {
  const options = {
    boost: { heading: 2 },
    prefix: (/** @type {string} */ term) => term.length > 3,
    fuzzy: (/** @type {string} */ term) => (term.length > 5 ? 0.15 : false),
  };
  const withAll = index.search(query, { ...options, combineWith: 'AND' });
  return withAll.length > 0 ? withAll : index.search(query, options);
}

/**
 * The passage as its file has it now; empty where the file went away since it was listed.
 *
 * @param {string} absolute
 * @param {number} line
 * @param {number} lastLine
 */
async function bodyOf(absolute, line, lastLine) {
  const content = await readText(absolute);
  return 'reason' in content
    ? ''
    : linesOf(content.text)
        .slice(line - 1, lastLine)
        .join('\n');
}

/**
 * The part of a passage around the first of the terms that occurs in it.
 *
 * @param {string} body
 * @param {readonly string[]} terms
 */
function snippetOf(body, terms) {
  const flat = flatten(body);
  const lower = flat.toLowerCase();
  const found = terms.map((term) => lower.indexOf(flatten(term).toLowerCase())).find((position) => position >= 0) ?? 0;
  const from = Math.max(0, Math.min(found - 60, flat.length - SNIPPET_CHARS));
  const cut = flat.slice(from, from + SNIPPET_CHARS);
  return `${from > 0 ? '…' : ''}${cut}${from + cut.length < flat.length ? '…' : ''}`;
}

/** @param {string} body */
function flatten(body) {
  return body.replace(/\s+/g, ' ').trim();
}
