// @ts-check
import { rebuildIndex } from './lib/index-store.mjs';
import { readPayload } from './lib/payload.mjs';
import { locateSource, sourceFields } from './lib/source.mjs';

/**
 * Reads a folder of Markdown or text and builds a search index of it, which stays in this agent's
 * memory: RESEARCH tasks on the same folder are faster here from then on.
 *
 * @param {import('coordination-pool/agent').TaskInput} task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function INGEST({ payload }, ctx) {
  const startedAt = performance.now();
  const { located, source } = await locateSource(readPayload(payload, sourceFields));
  const { index, stored } = await rebuildIndex(source, ctx);
  const { files, passages, words, bytes, skipped } = index.stats;
  ctx.log.info(`indexed ${files} files`);
  return {
    folder: located.path,
    files,
    passages,
    words,
    bytes,
    skipped,
    fingerprint: index.fingerprint,
    stored,
    tookMs: Math.round(performance.now() - startedAt),
  };
}
