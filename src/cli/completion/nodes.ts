import type { Command, Option } from 'commander';
import type { ServeFlag } from '../call.js';

/** A place in the tree of commands, and what can follow there. */
export interface CompletionNode {
  /** `/tasks/show`; empty at the top. */
  readonly path: string;
  readonly commands: readonly Completion[];
  readonly options: readonly CompletionOption[];
  /** What its arguments may be. */
  readonly values: readonly string[];
  /** An argument of it is a file or folder. */
  readonly takesFile: boolean;
}

export interface Completion {
  readonly word: string;
  readonly description: string;
}

export interface CompletionOption extends Completion {
  /** `-y` for `--yes`. */
  readonly short: string | null;
  /** Whether a value follows. */
  readonly takesValue: boolean;
  readonly values: readonly string[];
  readonly takesFile: boolean;
}

const FILES = /<(?:file|folder|json)>/;

/** Every place in the tree, the top first. */
export function completionNodes(program: Command, serveFlags: readonly ServeFlag[], path = ''): CompletionNode[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter(({ parent }) => parent === program);
  const isServe = path === '/serve';
  // A group does what its `list` does when no other word follows, with its options.
  const list = commands.filter((each) => each.name() === 'list');
  const node: CompletionNode = {
    path,
    commands: [
      ...commands.map((each) => ({ word: each.name(), description: each.summary() || each.description() })),
      ...(path === '' ? [{ word: 'help', description: 'Print the help of a command' }] : []),
    ],
    options: [...[...list, program].flatMap(optionsOf), ...(isServe ? serveFlags.map(serveOption) : [])],
    values: program.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    takesFile: program.registeredArguments.some((argument) => argument.name() === 'folder'),
  };
  return [node, ...commands.flatMap((each) => completionNodes(each, serveFlags, `${path}/${each.name()}`))];
}

function optionsOf(command: Command): CompletionOption[] {
  return command.createHelp().visibleOptions(command).map(optionOf);
}

function optionOf(option: Option): CompletionOption {
  return {
    word: option.long ?? option.flags,
    short: option.short ?? null,
    description: option.description,
    takesValue: option.required || option.optional,
    values: option.argChoices ?? [],
    takesFile: FILES.test(option.flags),
  };
}

function serveOption({ flag, value, description }: ServeFlag): CompletionOption {
  const takesFile = value === 'file' || value === 'folder';
  return { word: flag, short: null, description, takesValue: value !== null, values: [], takesFile };
}

/** Every option that wants a file next, wherever it stands. */
export function fileOptions(nodes: readonly CompletionNode[]): string[] {
  const names = nodes.flatMap(({ options }) => options.filter(({ takesFile }) => takesFile).map(({ word }) => word));
  return [...new Set(names)].sort();
}

/** The places in the tree below the top. */
export function pathsBelowTop(nodes: readonly CompletionNode[]): string[] {
  return nodes.map(({ path }) => path).filter((path) => path !== '');
}

/** `text` in single quotes as bash and zsh have them. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
