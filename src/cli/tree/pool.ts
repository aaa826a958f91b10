import { Argument, Option, type Command } from 'commander';
import { whole, withExamples, withJson, withPool, withYes, wordOf, wordOption } from '../options.js';
import type { Does } from '../program.js';
import { AGENT_KINDS, DEPENDENCY_SETTINGS, SHUTDOWN_MODES } from '../words.js';

const GROUP = 'The pool:';

export function addPoolCommands(program: Command, does: Does): void {
  const init = withExamples(
    withJson(withPool(program.command('init')))
      .helpGroup(GROUP)
      .summary('Make or start a pool')
      .description(
        'Makes the pool where there is none, starts it where it does not run, and adds agents until it has --size.',
      )
      .addOption(new Option('--size <number>', 'Agents that it shall have').argParser(whole(0, 1_024)).default(4))
      .addOption(wordOption('--kind <kind>', 'Of agents that are added', AGENT_KINDS)),
    ['A second pool, for remote workers', 'coordination-pool init --pool night --size 2 --kind REMOTE'],
  );
  does(init, async () => (await import('../commands/pool-changes.js')).initialize);

  const pause = withExamples(
    withJson(withPool(program.command('pause')))
      .helpGroup(GROUP)
      .summary('Assign nothing more until resume')
      .description('Assigns nothing more until resume: submissions are queued, and running attempts go on.'),
    ['Before maintenance', 'coordination-pool pause'],
  );
  does(pause, async () => (await import('../commands/pool-changes.js')).pause);

  const resume = withExamples(
    withJson(withPool(program.command('resume')))
      .helpGroup(GROUP)
      .summary('Assign again after pause')
      .description('Assigns tasks again after pause.'),
    ['After it', 'coordination-pool resume'],
  );
  does(resume, async () => (await import('../commands/pool-changes.js')).resume);

  const shutdown = withExamples(
    withYes(withJson(withPool(program.command('shutdown'))))
      .helpGroup(GROUP)
      .summary('End a pool')
      .description(
        'Ends a pool: nothing new is taken and all agents leave. DRAIN lets running attempts finish and keeps what waits for the next init; ' +
          'NOW cancels all of it. Asks first.',
      )
      .addOption(wordOption('--mode <mode>', 'How (default: DRAIN)', SHUTDOWN_MODES))
      .addOption(
        new Option('--timeout-ms <ms>', 'What running attempts get to finish')
          .argParser(whole(0, 3_600_000))
          .default(30_000),
      ),
    ['Gently, from a script', 'coordination-pool shutdown --yes'],
  );
  does(shutdown, async () => (await import('../commands/pool-changes.js')).shutdown);

  const dependencies = program
    .command('dependencies')
    .helpGroup(GROUP)
    .description('List what tasks depend on, or fix it by hand');
  const list = withExamples(
    withJson(withPool(dependencies.command('list', { isDefault: true })))
      .summary('List dependencies')
      .description(
        'Lists what tasks of some types depend on, and how it is. `coordination-pool dependencies` does the same.',
      ),
    ['What is down', `coordination-pool dependencies --json | jq '.[] | select(.status == "DOWN")'`],
  );
  does(list, async () => (await import('../commands/dependencies.js')).listDependencies);
  const setting = withExamples(
    withYes(withJson(withPool(dependencies.command('set'))))
      .summary('Fix the status of a dependency by hand, or give it back to its probe')
      .description(
        'Fixes the status of a dependency by hand, or gives it back to its probe with AUTO. Asks before DOWN.',
      )
      .argument('<name>', 'its name')
      .addArgument(
        new Argument('<status>', DEPENDENCY_SETTINGS.join(', '))
          .choices(DEPENDENCY_SETTINGS)
          .argParser(wordOf(DEPENDENCY_SETTINGS)),
      ),
    ['While it is being repaired', 'coordination-pool dependencies set discovery down --yes'],
  );
  does(setting, async () => (await import('../commands/dependencies.js')).setDependency);
}
