import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Exit } from './config/exit.js';
import type { Key } from './config/key.js';
import { eachKey, flagOf, type Name, type Values, variableOf } from './config/keys.js';
import type { ProcessInput } from './config/process-input.js';
import { checkRelations, DEFAULTS } from './config/relations.js';
import { readFile, readFlags } from './config/sources.js';

/*
 * The configuration: the only reader of the environment. Each key is looked for on the command line, in the
 * environment, in the file that `--config` names, and in the defaults, in that order, and the first that has it wins.
 * The keys themselves stand in `config/`, by subject.
 */

export { renderConfigTable, serveFlags } from './config/keys.js';
export { processInput } from './config/process-input.js';
export { renderEnvironmentExample, renderReference } from './config/reference.js';

/** Complete, checked and frozen. Paths are absolute. */
export type Config = Values & {
  /** What agents may get of the environment; `ProcessRuntime` picks. */
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** `exit`: what `--help`, `--version` or a mistake ends with. Mistakes have code 2 and name the key and where it came from. */
export type ConfigOutcome =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'exit'; readonly code: 0 | 2; readonly text: string };

export interface ConfigInput extends ProcessInput {
  readonly version: string;
}

export function readConfig(input: ConfigInput): ConfigOutcome {
  try {
    return { kind: 'config', config: resolveConfig(input) };
  } catch (error) {
    if (error instanceof Exit) return { kind: 'exit', code: error.code, text: error.message };
    throw error;
  }
}

function resolveConfig({ args, env, cwd, version }: ConfigInput): Config {
  const flags = readFlags(args, version);
  const configPath = flags['config'] ?? env['COORDINATION_POOL_CONFIG'];
  const file = typeof configPath !== 'string' || configPath === '' ? null : readFile(resolve(cwd, configPath));
  const origin = new Map<Name, string>();
  const entries = eachKey().map(([name, key]) => {
    const variable = variableOf(name, key);
    const found = [
      { value: flags[name], source: 'the command line', folder: cwd },
      // An empty variable is how many tools say "not set".
      { value: env[variable] === '' ? undefined : env[variable], source: `the environment (${variable})`, folder: cwd },
      { value: file?.values[name], source: file?.path ?? '', folder: file === null ? cwd : dirname(file.path) },
    ].find(({ value }) => value !== undefined) ?? { value: undefined, source: DEFAULTS, folder: cwd };
    origin.set(name, found.source);
    const value = found.value === undefined ? key.fallback : parse(name, key, found.value, found.source);
    if (key.isPath !== true || typeof value !== 'string') return [name, value];
    const absolute = resolve(found.folder, value);
    if (key.exists === true && !existsSync(absolute))
      throw new Exit(2, `${flagOf(name)}, from ${found.source}, names ${absolute}, which is not there`);
    return [name, absolute];
  });
  const values = Object.fromEntries(entries) as Values;
  checkRelations(values, (name) => origin.get(name) ?? DEFAULTS);
  return Object.freeze({ ...values, environment: env });
}

function parse(name: string, { schema }: Key<unknown>, value: unknown, source: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem = result.error.issues[0]?.message ?? 'is not valid';
  throw new Exit(2, `${flagOf(name)}, from ${source}, ${problem}, not ${withoutCredentials(JSON.stringify(value))}`);
}

/** What stands before the `@` of an address is not for a terminal, or the log of a supervisor. */
function withoutCredentials(shown: string): string {
  return shown.replace(/\/\/[^/@"]*@/g, '//***@');
}
