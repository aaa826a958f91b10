import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Environment of a server whose event loop SIGUSR2 blocks for `ms`. */
export function blockable(ms: number): Readonly<Record<string, string>> {
  const preload = pathToFileURL(resolve('tests/support/block-on-signal.mjs')).href;
  return { NODE_OPTIONS: `--import=${preload}`, BLOCK_MS: String(ms) };
}
