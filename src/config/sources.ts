import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { Exit } from './exit.js';
import { eachKey, flagOf, KEYS, variableOf } from './keys.js';

const OTHERS = `
coordination-pool serve is the same as coordination-pool. Other commands, such as status and submit: coordination-pool --help`;

/** What stands on the command line, by the names of the keys; `config` is the file. */
export function readFlags(
  args: readonly string[],
  version: string,
): Readonly<Record<string, string | true | undefined>> {
  let output = '';
  const write = (more: string): void => {
    output += more;
  };
  const command = new Command('coordination-pool serve')
    .description('A GraphQL server that coordinates a pool of background agents.')
    .version(version, '--version', 'Print the version')
    .helpOption('--help', 'Print this help')
    .addHelpText('after', OTHERS)
    .addOption(
      new Option(
        '--config <file>',
        'JSON file with any of the other keys, named as maxSize [COORDINATION_POOL_CONFIG]',
      ),
    )
    .allowExcessArguments(false)
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride();
  for (const [name, key] of eachKey()) {
    const shown = (key.shown ?? String(key.fallback)).replaceAll('`', '');
    const description = `${key.description.replaceAll('`', '')} (default: ${shown}) [${variableOf(name, key)}]`;
    const value = key.value === null ? '' : ` <${key.value}>`;
    command.addOption(new Option(`${flagOf(name)}${value}`, description));
  }
  try {
    return command.parse(args, { from: 'user' }).opts<Record<string, string | true | undefined>>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const code = error.exitCode === 0 ? 0 : 2;
    throw new Exit(code, (code === 0 ? output : error.message.replace(/^error: /, '')).trimEnd());
  }
}

/** What stands in the file that `--config` names. */
export function readFile(path: string): { readonly path: string; readonly values: Readonly<Record<string, unknown>> } {
  let values: unknown;
  try {
    values = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Exit(2, `--config: ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new Exit(2, `--config: ${path} must hold a JSON object`);
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(KEYS, name));
  if (unknown !== undefined)
    throw new Exit(2, `${unknown}, from ${path}, is no key of the configuration; keys are written as maxSize`);
  return { path, values: values as Readonly<Record<string, unknown>> };
}
