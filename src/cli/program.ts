import { Command, CommanderError } from 'commander';
import { openCall, type CliInput, type Handler } from './call.js';
import { toldError } from './command-error.js';
import type { Connection, ConnectionOptions } from './connection.js';
import { EXIT } from './exit-code.js';
import { onInterruption } from './interruption.js';
import { printableLines } from './printable.js';
import { flushed } from './terminal.js';
import { addAgentCommands } from './tree/agents.js';
import { addObservingCommands } from './tree/observing.js';
import { addPoolCommands } from './tree/pool.js';
import { addKeyCommands } from './tree/keys.js';
import { addServerCommands } from './tree/server.js';
import { addTaskCommands } from './tree/tasks.js';
import { addToolCommands } from './tree/tools.js';

/** Says what a command does: `load` brings the code for it, and only when it is called. */
export type Does = <Options>(command: Command, load: () => Promise<Handler<Options>>) => void;

/** Runs the command that the arguments name, and gives the code to end with. Everything it has to say is written by then. */
export async function runCommandLine(input: CliInput): Promise<number> {
  let code: number = EXIT.ok;
  const program = commandTree((command, load) => {
    command.action(async (...all: unknown[]) => {
      code = await run(command, all.slice(0, -2) as (string | string[] | undefined)[], load, input);
    });
  }, input.version);
  try {
    await program.parseAsync(input.args, { from: 'user' });
  } catch (error) {
    // It was told already, or was what was asked for: help, the version.
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  await flushed();
  return code;
}

/** All commands there are. `does` is told what each of them does. */
export function commandTree(does: Does, version: string): Command {
  const program = new Command('coordination-pool')
    .description(
      'Serves a pool of background agents, and does with a server that runs whatever its API can. Without a command it serves.',
    )
    .version(version, '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print help')
    .helpCommand('help [command]', 'Print the help of a command')
    .showHelpAfterError('Its help: --help behind the command.')
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'coordination-pool: ')),
    })
    .exitOverride()
    .addHelpText(
      'after',
      `\nData goes to standard output, everything else to standard error. NO_COLOR turns colours off.`,
    );
  for (const add of [
    addServerCommands,
    addKeyCommands,
    addObservingCommands,
    addTaskCommands,
    addPoolCommands,
    addAgentCommands,
    addToolCommands,
  ])
    add(program, does);
  return program;
}

async function run<Options>(
  command: Command,
  args: readonly (string | readonly string[] | undefined)[],
  load: () => Promise<Handler<Options>>,
  input: CliInput,
): Promise<number> {
  const options = command.opts<Options & ConnectionOptions & { json?: boolean }>();
  const interruption = onInterruption();
  let connection: Connection | null = null;
  const call = openCall(args, options, input, interruption.signal, rootOf(command), (made) => {
    connection = made;
  });
  try {
    const handler = await load();
    return (await interruption.unlessInterrupted(handler(call))) ?? EXIT.ok;
  } catch (error) {
    const told = toldError(error, (connection as Connection | null)?.url ?? null);
    const { exitCode, message, hint } = told;
    if (options.json === true) call.terminal.note(JSON.stringify({ error: told }));
    else {
      call.terminal.note(`coordination-pool: ${printableLines(message)}`);
      if (hint !== null) call.terminal.note(call.terminal.paintNotes(hint, 'dim'));
    }
    return exitCode;
  } finally {
    interruption.dispose();
  }
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
