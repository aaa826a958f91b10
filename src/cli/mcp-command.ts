import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { Relay } from './mcp-relay.js';
import { readRunning } from './running-server.js';

export interface McpCommandInput {
  /** What stands behind the name of the command. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

interface Options {
  readonly url?: string;
  readonly dataDir: string;
  readonly patienceMs: number;
}

/** `coordination-pool mcp`: gives the exit code. Standard output is for the protocol alone. */
export async function runMcpCommand({ args, env, cwd }: McpCommandInput): Promise<number> {
  let options: Options;
  try {
    options = mcpCommand(env).parse(args, { from: 'user' }).opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // What is wrong on the command line was told; what is wrong in the environment was not.
    if (error instanceof InvalidArgumentError)
      process.stderr.write(`coordination-pool mcp: COORDINATION_POOL_URL ${error.message}\n`);
    return error.exitCode === 0 ? 0 : 2;
  }
  const { url, dataDir, patienceMs } = options;
  // One that was found is waited for, so that no other server is taken for it.
  let found: string | null = null;
  const relay = new Relay({
    address: () =>
      url ??
      (found = addressIn(resolve(cwd, dataDir)) ?? found) ??
      `http://127.0.0.1:${set(env['PORT']) ?? '4000'}/mcp`,
    apiKey: set(env['COORDINATION_POOL_API_KEY']) ?? null,
    patienceMs,
    ...{ input: process.stdin, output: process.stdout },
    warn: (line) => process.stderr.write(`coordination-pool mcp: ${line}\n`),
  });
  await relay.run();
  return 0;
}

function mcpCommand(env: McpCommandInput['env']): Command {
  const url = set(env['COORDINATION_POOL_URL']);
  const dataDir = set(env['COORDINATION_POOL_DATA_DIR']) ?? 'data';
  return new Command('coordination-pool mcp')
    .description(
      'Speaks MCP on standard input and output and hands every message on to the server that runs. Ends when its input does. Where ' +
        'authentication is on, the environment holds COORDINATION_POOL_API_KEY.',
    )
    .helpOption('--help', 'Print this help')
    .addOption(
      new Option('--url <address>', 'Where the server is, such as http://127.0.0.1:4000 [COORDINATION_POOL_URL]')
        .argParser(toAddress)
        .default(url === undefined ? undefined : toAddress(url), 'as --data-dir says'),
    )
    .addOption(
      new Option(
        '--data-dir <folder>',
        'That of the server, where it says how to reach it; else port 4000 is tried [COORDINATION_POOL_DATA_DIR]',
      ).default(dataDir),
    )
    .addOption(
      new Option('--patience-ms <ms>', 'How long a message waits for a server that is away')
        .argParser(toMs)
        .default(10_000),
    )
    .allowExcessArguments(false)
    .exitOverride();
}

/** An empty variable is how many tools say "not set". */
function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** A server behind a path keeps its path. */
function toAddress(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('must be an http or https address, such as http://127.0.0.1:4000');
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith('/mcp') ? path : `${path}/mcp`}`;
}

function toMs(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 3_600_000)
    throw new InvalidArgumentError('must be a whole number from 0 to 3600000');
  return value;
}

function addressIn(dataDirectory: string): string | null {
  const server = readRunning(dataDirectory);
  return server === null ? null : server.graphql.replace(/\/graphql$/, '/mcp');
}
