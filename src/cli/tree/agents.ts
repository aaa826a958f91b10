import type { Command } from 'commander';
import {
  textsOption,
  withExamples,
  withJson,
  withPool,
  withServer,
  withYes,
  wordOption,
  wordsOption,
} from '../options.js';
import type { Does } from '../program.js';
import { AGENT_KINDS, TASK_TYPES } from '../words.js';

export function addAgentCommands(program: Command, does: Does): void {
  const agents = program
    .command('agents')
    .helpGroup('The pool:')
    .description('List, show, spawn, retire, fail or restore agents');

  const list = withExamples(
    withJson(withPool(agents.command('list', { isDefault: true })))
      .summary('List agents')
      .description('Lists the agents of a pool. `coordination-pool agents` does the same.'),
    ['What each of them does', 'coordination-pool agents'],
  );
  does(list, async () => (await import('../commands/agent-list.js')).listAgents);

  const show = withExamples(
    withJson(withServer(agents.command('show')))
      .summary('Show an agent')
      .description('Shows an agent: status, current task, health, what it has done by type.')
      .argument('<id>', 'id of the agent'),
    ['Its memory', 'coordination-pool agents show agent_01 --json | jq .health.heapUsedBytes'],
  );
  does(show, async () => (await import('../commands/agent-show.js')).showAgent);

  const spawn = withExamples(
    withJson(withPool(agents.command('spawn')))
      .summary('Add an agent')
      .description(
        'Adds an agent and prints its id. A REMOTE one gets a session token, which is shown this once, with --json only.',
      )
      .addOption(wordOption('--kind <kind>', 'Of which kind', AGENT_KINDS))
      .option('--name <name>', 'Its name')
      .addOption(wordsOption('--type <type>', 'It takes this type only', TASK_TYPES))
      .addOption(textsOption('--skill <skill>', 'It has this skill, one or several')),
    ['One for research', 'coordination-pool agents spawn --name reader --type RESEARCH'],
  );
  does(spawn, async () => (await import('../commands/agent-changes.js')).spawnAgent);

  const retire = withExamples(
    withYes(withJson(withServer(agents.command('retire'))))
      .summary('Let agents finish and leave')
      .description('Lets agents finish what they have, and removes them from the pool. Asks first.')
      .argument('<id...>', 'ids of agents'),
    ['Without being asked', 'coordination-pool agents retire agent_01 --yes'],
  );
  does(retire, async () => (await import('../commands/agent-changes.js')).retireAgents);

  const fail = withExamples(
    withYes(withJson(withServer(agents.command('fail'))))
      .summary('Report that an agent has crashed')
      .description('Reports that an agent has crashed: it is DEGRADED, and its task goes to another agent. Asks first.')
      .argument('<id>', 'id of the agent')
      .option('--reason <text>', 'Why, for its events'),
    ['An agent that hangs', 'coordination-pool agents fail agent_01 --reason "hangs" --yes'],
  );
  does(fail, async () => (await import('../commands/agent-changes.js')).failAgent);

  const restore = withExamples(
    withJson(withServer(agents.command('restore')))
      .summary('Take a DEGRADED agent back into service')
      .description('Takes a DEGRADED agent back into service.')
      .argument('<id>', 'id of the agent'),
    ['Once it is well', 'coordination-pool agents restore agent_01'],
  );
  does(restore, async () => (await import('../commands/agent-changes.js')).restoreAgent);

  const verify = withExamples(
    withJson(withServer(agents.command('verify-skill')))
      .summary('Say that an agent has a skill')
      .description('Says that an agent has a skill; what waits for one with it can then run.')
      .argument('<id>', 'id of the agent')
      .argument('<skill>', 'the skill'),
    ['After a test of it', 'coordination-pool agents verify-skill agent_01 french'],
  );
  does(verify, async () => (await import('../commands/agent-changes.js')).verifySkill);
}
