import { InvalidArgumentError, Option, type Command } from 'commander';
import { ROLE_NAMES } from '../../access/permission.js';
import { textsOption, withExamples, withJson, withYes } from '../options.js';
import type { Does } from '../program.js';

const UNIT_MS = { h: 3_600_000, d: 86_400_000 } as const;

/** Commands about the file of API keys. They need no server: one that runs reads the file anew within a second. */
export function addKeyCommands(program: Command, does: Does): void {
  const keys = program.command('keys').helpGroup('The server:').description('Create, list and revoke API keys');

  const create = withExamples(
    withFile(keys.command('create'))
      .summary('Make a key, and print it this once')
      .description(
        'Makes a key, puts its hash into the file, which is made where there is none, and prints the key: it is kept nowhere.',
      )
      .argument('<name>', 'name of the key, which stands in logs')
      .addOption(
        textsOption('--role <role>', `What it may do, one or several: ${ROLE_NAMES.join(', ')}`).makeOptionMandatory(),
      )
      .addOption(textsOption('--pool <name>', 'It is for this pool only, one or several (default: all)'))
      .addOption(new Option('--expires-in <time>', 'It ends after so long, such as 12h or 30d').argParser(lifetime)),
    [
      'For a worker of one pool',
      'coordination-pool keys create worker-1 --role worker --pool default --expires-in 90d',
    ],
  );
  does(create, async () => (await import('../commands/keys.js')).createApiKey);

  const list = withExamples(
    withJson(withFile(keys.command('list', { isDefault: true })))
      .summary('List keys')
      .description('Lists the keys of the file, the revoked ones too; never the keys themselves, which nobody has.'),
    ['Who may do everything', 'coordination-pool keys list --json | jq \'.[] | select(.roles[] == "admin")\''],
  );
  does(list, async () => (await import('../commands/keys.js')).listApiKeys);

  const revoke = withExamples(
    withYes(withFile(keys.command('revoke')))
      .summary('Make a key worthless')
      .description(
        'Makes a key worthless: a server that runs ends its sockets and streams within a second. Asks first.',
      )
      .argument('<name>', 'name of the key'),
    ['Without being asked', 'coordination-pool keys revoke worker-1 --yes'],
  );
  does(revoke, async () => (await import('../commands/keys.js')).revokeApiKey);
}

function withFile(command: Command): Command {
  return command.addOption(
    new Option(
      '--api-keys-file <file>',
      'The file, as the server is started with it [COORDINATION_POOL_API_KEYS_FILE]',
    ),
  );
}

/** In milliseconds. */
function lifetime(text: string): number {
  const [, count = '', unit = 'd'] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? [];
  if (count === '') throw new InvalidArgumentError('It must be hours or days, such as 12h or 30d.');
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}
