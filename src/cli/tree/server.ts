import type { Command } from 'commander';
import { addMcpOptions } from '../mcp-command.js';
import { withExamples } from '../options.js';
import type { Does } from '../program.js';

const GROUP = 'The server:';

/** Commands that are a server, or about its data directory. */
export function addServerCommands(program: Command, does: Does): void {
  const serve = withExamples(
    program
      .command('serve')
      .helpGroup(GROUP)
      .usage('[options]')
      .summary('Start the server; serve --help shows its keys')
      .description(
        'Starts the server; coordination-pool serve --help shows its keys. `coordination-pool` alone does the same.',
      )
      .helpOption(false),
    ['On another port', 'coordination-pool serve --port 5000 --data-dir data'],
  );
  // It never comes to this: the program that starts us starts the server instead.
  does(serve, () => Promise.reject(new Error('serve is started by bin.ts')));

  const mcp = withExamples(
    addMcpOptions(program.command('mcp'))
      .helpGroup(GROUP)
      .summary('Speak MCP on standard input and output for the server that runs')
      .description(
        'Speaks MCP on standard input and output and hands every message on to the server that runs. Ends when its input does. ' +
          'Where authentication is on, the environment holds COORDINATION_POOL_API_KEY.',
      ),
    ['Let Claude Code use the pool', 'claude mcp add pool -- coordination-pool mcp --url http://127.0.0.1:4000'],
  );
  does(mcp, async () => (await import('../commands/mcp.js')).mcp);

  const backup = withExamples(
    withDataDirectory(program.command('backup'))
      .helpGroup(GROUP)
      .summary('Make a backup of a data directory')
      .description('Makes a backup of --data-dir in a new folder, also while its server runs.')
      .argument('<folder>', 'new folder for the backup'),
    ['A backup of today', 'coordination-pool backup "backup-$(date +%F)" --data-dir data'],
  );
  does(backup, async () => (await import('../commands/data-directory.js')).backup);

  const restore = withExamples(
    withDataDirectory(program.command('restore'))
      .helpGroup(GROUP)
      .summary('Put a backup into an empty data directory')
      .description('Puts a backup into --data-dir, which must be empty or not there. Cursors from before are gone.')
      .argument('<folder>', 'the backup'),
    ['Beside the old one', 'coordination-pool restore backup-2026-03-01 --data-dir data2'],
  );
  does(restore, async () => (await import('../commands/data-directory.js')).restore);

  const verify = withExamples(
    withDataDirectory(program.command('verify'))
      .helpGroup(GROUP)
      .summary('Check the logs of a backup or a data directory')
      .description(
        'Checks every log in a backup, or in the data directory of a server that is stopped, and changes nothing. Exit code 1 where ' +
          'any is damaged.',
      )
      .argument('[folder]', 'what to check; left out, --data-dir'),
    ['Before it is needed', 'coordination-pool verify backup-2026-03-01'],
  );
  does(verify, async () => (await import('../commands/data-directory.js')).verify);
}

function withDataDirectory(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'The data directory (default: data) [COORDINATION_POOL_DATA_DIR]')
    .option('--config <file>', 'JSON file with the configuration of the server [COORDINATION_POOL_CONFIG]');
}
