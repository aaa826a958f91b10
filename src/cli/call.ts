import type { Command } from 'commander';
import { Connection, type ConnectionOptions, type Surroundings } from './connection.js';
import type { ExitCode } from './exit-code.js';
import { openTerminal, type Terminal } from './terminal.js';

/** What the command line is started with. */
export interface CliInput extends Surroundings {
  /** Without the program. */
  readonly args: readonly string[];
  /** Of this package. */
  readonly version: string;
  /** The folder of this package. */
  readonly packageDirectory: string;
  /** The data directory that the configuration of a server names: flags, environment, file, default. Throws on a mistake. */
  readonly dataDirectory: (flags: readonly string[]) => Promise<string>;
  /** The options of `serve`. */
  readonly serveFlags: () => Promise<readonly ServeFlag[]>;
}

export interface ServeFlag {
  /** `--max-size` */
  readonly flag: string;
  /** What stands for its value: `number`, `file`, `folder`, ... */
  readonly value: string | null;
  readonly description: string;
}

/** One call of a command: what was said, and what it works with. */
export interface Call<Options> {
  /** In the order of the command's arguments; of one that takes several, all in a list. */
  readonly args: readonly (string | readonly string[] | undefined)[];
  readonly options: Options;
  readonly input: CliInput;
  readonly terminal: Terminal;
  /** Aborted with the error to end with when the user has had enough. */
  readonly signal: AbortSignal;
  /** The server and pool that the options name. */
  readonly connect: () => Connection;
  /** All commands that there are. */
  readonly program: Command;
}

/** Gives the exit code; nothing is 0. An error that it throws is told, with the code that stands for it. */
export type Handler<Options> = (call: Call<Options>) => Promise<ExitCode | undefined>;

export function openCall<Options>(
  args: Call<Options>['args'],
  options: Options & ConnectionOptions,
  input: CliInput,
  signal: AbortSignal,
  program: Command,
  onConnect: (connection: Connection) => void,
): Call<Options> {
  const connect = (): Connection => {
    const connection = new Connection(options, input, signal);
    onConnect(connection);
    return connection;
  };
  return { args, options, input, terminal: openTerminal(input.env), signal, connect, program };
}
