import { InvalidArgumentError, Option, type Command } from 'commander';
import { addressFrom } from './connection.js';

const SERVER_GROUP = 'Which server:';

/** The options of every command that speaks with a server. */
export function withServer(command: Command): Command {
  return command
    .addOption(
      addressOption('Its address, such as http://127.0.0.1:4000 [COORDINATION_POOL_URL]').helpGroup(SERVER_GROUP),
    )
    .addOption(
      new Option(
        '--data-dir <folder>',
        'Its data directory, which says where it is; else port 4000 of this machine is tried (default: data) [COORDINATION_POOL_DATA_DIR]',
      ).helpGroup(SERVER_GROUP),
    )
    .addOption(
      new Option(
        '--api-key-file <file>',
        'File with the API key, where the server wants one [COORDINATION_POOL_API_KEY_FILE, or the key itself in COORDINATION_POOL_API_KEY]',
      ).helpGroup(SERVER_GROUP),
    )
    .addOption(
      new Option('--patience-ms <ms>', 'How long to wait for a server that is away (default: 0)')
        .argParser(whole(0, 3_600_000))
        .helpGroup(SERVER_GROUP),
    );
}

export function addressOption(description: string): Option {
  return new Option('--url <address>', description).argParser((text) => argument(() => addressFrom(text, 'It')));
}

/** The same, for commands about one pool. */
export function withPool(command: Command): Command {
  return withServer(
    command.addOption(
      new Option('--pool <name>', 'The pool (default: default) [COORDINATION_POOL_POOL]').helpGroup(SERVER_GROUP),
    ),
  );
}

export function withJson(command: Command): Command {
  return command.option('--json', 'Print JSON, for programs; errors are JSON too');
}

export function withYes(command: Command): Command {
  return command.option('-y, --yes', 'Do not ask');
}

/** Examples below the help; each is a comment and a command line. */
export function withExamples(
  command: Command,
  ...examples: readonly (readonly [what: string, line: string])[]
): Command {
  const lines = examples.flatMap(([what, line]) => [`  # ${what}`, `  ${line}`]);
  return command.addHelpText('after', ['', 'Examples:', ...lines].join('\n'));
}

export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${String(least)} to ${String(most)}.`);
    return value;
  };
}

/** A word of the contract in any case of letters. */
export function wordOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const wanted = text.toUpperCase().replaceAll('-', '_');
    const word = words.find((each) => each === wanted);
    if (word === undefined) throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`);
    return word;
  };
}

/** An option that takes words of the contract. */
export function wordOption(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, `${description}: ${words.join(', ')}`).choices(words).argParser(wordOf(words));
}

/** The same, given several times or with commas; gives a list. */
export function wordsOption(flags: string, description: string, words: readonly string[]): Option {
  const one = wordOf(words);
  return new Option(flags, `${description}, one or several with commas: ${words.join(', ')}`)
    .choices(words)
    .argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), ...listed(text).map(one)]);
}

/** Texts, given several times or with commas; gives a list. */
export function textsOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    ...listed(text),
  ]);
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** What is wrong with an argument, as commander wants it, which then names the option. */
function argument<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
