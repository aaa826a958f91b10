import { DEMO_KEYS } from './demo-keys.js';
import { INPUT_KEYS } from './input-keys.js';
import type { Key } from './key.js';
import { OBSERVABILITY_KEYS } from './observability-keys.js';
import { AGENT_KEYS, POOL_KEYS } from './pool-keys.js';
import { QUOTA_KEYS } from './quota-keys.js';
import { REQUEST_KEYS } from './request-keys.js';
import { SERVER_KEYS } from './server-keys.js';

/** Every key there is: name in the file, and from it the flag (`--max-size`) and the variable (COORDINATION_POOL_MAX_SIZE). */
export const KEYS = {
  ...SERVER_KEYS,
  ...OBSERVABILITY_KEYS,
  ...POOL_KEYS,
  ...AGENT_KEYS,
  ...INPUT_KEYS,
  ...REQUEST_KEYS,
  ...DEMO_KEYS,
  ...QUOTA_KEYS,
} as const;

type Keys = typeof KEYS;
export type Name = keyof Keys;
export type Values = { readonly [K in Name]: Keys[K] extends Key<infer Value> ? Value : never };

export function eachKey(): readonly (readonly [name: Name, key: Key<unknown>])[] {
  return Object.entries(KEYS) as [Name, Key<unknown>][];
}

/** `maxSize` is `--max-size`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `maxSize` is COORDINATION_POOL_MAX_SIZE, unless the key has a variable of its own. */
export function variableOf(name: string, { env }: Key<unknown>): string {
  return env ?? `COORDINATION_POOL_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** All flags of the server, `--config` among them, for the completion of shells. */
export function serveFlags(): readonly {
  readonly flag: string;
  /** Null where the flag stands alone. */
  readonly value: string | null;
  readonly description: string;
}[] {
  const config = { flag: '--config', value: 'file', description: 'JSON file with any of the other keys' };
  const keys = eachKey().map(([name, { value, description }]) => ({ flag: flagOf(name), value, description }));
  return [config, ...keys.map((each) => ({ ...each, description: each.description.replaceAll('`', '') }))];
}

/** A table of keys for the documentation: of all of them, unless told of which. */
export function renderConfigTable(keys: readonly (readonly [name: string, key: Key<unknown>])[] = eachKey()): string {
  const rows = keys.map(([name, key]) => {
    const shown = key.shown ?? `\`${String(key.fallback)}\``;
    return `| \`${flagOf(name)}\` | \`${variableOf(name, key)}\` | \`${name}\` | ${shown} | ${key.description} |`;
  });
  return ['| flag | environment | in the file | default | |', '| --- | --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}
