import { DEMO_KEYS } from './demo-keys.js';
import { INPUT_KEYS } from './input-keys.js';
import type { Key } from './key.js';
import { eachKey, renderConfigTable, variableOf } from './keys.js';
import { AGENT_KEYS, POOL_KEYS } from './pool-keys.js';
import { QUOTA_KEYS } from './quota-keys.js';
import { REQUEST_KEYS } from './request-keys.js';
import { OBSERVABILITY_KEYS } from './observability-keys.js';
import { SERVER_KEYS } from './server-keys.js';

/** Every key once, by subject, in the order in which an operator meets them. */
const SUBJECTS: readonly (readonly [title: string, keys: Readonly<Record<string, Key<unknown>>>])[] = [
  ['The server', SERVER_KEYS],
  ['Pools', POOL_KEYS],
  ['Agents', AGENT_KEYS],
  ['What may be sent', INPUT_KEYS],
  ['Requests', REQUEST_KEYS],
  ['Who may use how much', QUOTA_KEYS],
  ['What operators see', OBSERVABILITY_KEYS],
  ['The demo', DEMO_KEYS],
];

const HEADING = [
  '# Every setting of the server, each with its default. A copy of this is read by systemd (EnvironmentFile=), by',
  '# `docker run --env-file` and by `node --env-file`; the server itself reads its environment and no such file.',
  '# Written by scripts/config-table.mjs from the configuration schema.',
];

/** A table for each subject, for `docs/configuration.md`. Throws where a key has none. */
export function renderReference(): string {
  const known = new Set(SUBJECTS.flatMap(([, keys]) => Object.keys(keys)));
  const forgotten = eachKey().flatMap(([name]) => (known.has(name) ? [] : [name]));
  if (forgotten.length > 0) throw new Error(`${forgotten.join(', ')}: no subject in src/config/reference.ts`);
  return SUBJECTS.flatMap(([title, keys]) => [`## ${title}`, '', renderConfigTable(Object.entries(keys))]).join('\n');
}

/** A file of variables in which everything is a comment, so that a copy of it changes nothing. */
export function renderEnvironmentExample(): string {
  const lines = SUBJECTS.flatMap(([title, keys]) => ['', `# --- ${title}`, ...Object.entries(keys).flatMap(linesOf)]);
  return [...HEADING, ...lines, ''].join('\n');
}

function linesOf([name, key]: readonly [string, Key<unknown>]): readonly string[] {
  const told = key.shown === undefined ? '' : ` (default: ${key.shown.replaceAll('`', '')})`;
  const value = key.shown === undefined ? String(key.fallback) : '';
  return ['', `# ${key.description.replaceAll('`', '')}${told}`, `#${variableOf(name, key)}=${value}`];
}
