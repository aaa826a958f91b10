import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { addressFrom, set, type Surroundings } from './connection.js';
import { addressOption, whole } from './options.js';
import { readRunning } from './running-server.js';

export interface McpOptions {
  readonly url?: string;
  readonly dataDir?: string;
  readonly patienceMs: number;
}

export function addMcpOptions(command: Command): Command {
  return command
    .addOption(addressOption('Where the server is, such as http://127.0.0.1:4000 [COORDINATION_POOL_URL]'))
    .addOption(
      new Option(
        '--data-dir <folder>',
        'That of the server, where it says how to reach it; else port 4000 is tried (default: data) [COORDINATION_POOL_DATA_DIR]',
      ),
    )
    .addOption(
      new Option('--patience-ms <ms>', 'How long a message waits for a server that is away')
        .argParser(whole(0, 3_600_000))
        .default(10_000),
    );
}

/** Resolves when the input has ended. Standard output is for the protocol alone. */
export async function runMcp({ url, dataDir, patienceMs }: McpOptions, { env, cwd }: Surroundings): Promise<void> {
  const { Relay } = await import('./mcp-relay.js');
  const variable = set(env['COORDINATION_POOL_URL']);
  const named = url ?? (variable === undefined ? undefined : addressFrom(variable, 'COORDINATION_POOL_URL'));
  const folder = resolve(cwd, dataDir ?? set(env['COORDINATION_POOL_DATA_DIR']) ?? 'data');
  // One that was found is waited for, so that no other server is taken for it.
  let found: string | null = null;
  const relay = new Relay({
    address: () =>
      (named === undefined ? undefined : `${named}/mcp`) ??
      (found = addressIn(folder) ?? found) ??
      `http://127.0.0.1:${set(env['PORT']) ?? '4000'}/mcp`,
    apiKey: set(env['COORDINATION_POOL_API_KEY']) ?? null,
    patienceMs,
    ...{ input: process.stdin, output: process.stdout },
    warn: (line) => process.stderr.write(`coordination-pool mcp: ${line}\n`),
  });
  await relay.run();
}

function addressIn(dataDirectory: string): string | null {
  const server = readRunning(dataDirectory);
  return server === null ? null : server.graphql.replace(/\/graphql$/, '/mcp');
}
