import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachKey, variableOf } from '../../src/config/keys.js';
import { type Config, readConfig } from '../../src/config.js';

/** The variables that are none of the server's. */
export function unknownVariables(environment: Readonly<Record<string, unknown>>): readonly string[] {
  const known = new Set(eachKey().map(([name, key]) => variableOf(name, key)));
  return Object.keys(environment).filter((variable) => !known.has(variable) && variable !== 'NODE_ENV');
}

/** What the server makes of an environment; throws what it would say where it does not start. */
export function configOf(environment: Readonly<Record<string, string>>, folder: string): Config {
  const outcome = readConfig({ args: [], env: environment, cwd: folder, version: '0.0.0' });
  if (outcome.kind === 'exit') throw new Error(outcome.text);
  return outcome.config;
}

/** Writes a file with the hash of one key, and returns its path. */
export function keysFile(folder: string, key: string): string {
  const path = join(folder, 'api-keys.json');
  const sha256 = createHash('sha256').update(key).digest('hex');
  writeFileSync(path, JSON.stringify({ keys: [{ name: 'prometheus', sha256 }] }));
  return path;
}
