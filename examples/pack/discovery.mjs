// @ts-check
import { askDiscovery } from './lib/discovery-client.mjs';
import { fit } from './lib/fit.mjs';
import { optional, path, readPayload } from './lib/payload.mjs';
import { resolveFolder } from './lib/root.mjs';

const MAX_BYTES = 200 * 1024;

/**
 * Asks the discovery service which components there are below a folder.
 *
 * @param {import('coordination-pool/agent').TaskInput} task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function DISCOVERY({ payload }, ctx) {
  const startedAt = performance.now();
  const given = readPayload(payload, { folder: optional(path, '.') });
  const folder = await resolveFolder(given.folder, { field: 'folder' });
  ctx.progress(0.1, 'asking the discovery service');
  const answer = await askDiscovery(`components?${new URLSearchParams({ folder: folder.path })}`, ctx.signal);
  const { shown, omitted } = fit(answer.components, MAX_BYTES);
  return {
    folder: folder.path,
    total: answer.components.length,
    components: shown,
    omitted,
    skipped: answer.skipped,
    tookMs: Math.round(performance.now() - startedAt),
  };
}
