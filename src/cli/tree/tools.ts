import { Argument, Option, type Command } from 'commander';
import { whole, withExamples, withJson, withPool, withServer, withYes } from '../options.js';
import type { Does } from '../program.js';
import { SHELLS } from '../shells.js';

const GROUP = 'Tools:';

export function addToolCommands(program: Command, does: Does): void {
  const doctor = withExamples(
    withJson(withPool(program.command('doctor')))
      .helpGroup(GROUP)
      .summary('Find out what is wrong')
      .description(
        'Checks this machine, the way to the server, and the pool, line by line: ok, warn or fail, and what to do. Ends with 0 where ' +
          'nothing fails, else with the code of the first thing that does.',
      ),
    ['When something is odd', 'coordination-pool doctor'],
  );
  does(doctor, async () => (await import('../commands/doctor.js')).doctor);

  const bench = withExamples(
    withYes(withJson(withPool(program.command('bench'))))
      .helpGroup(GROUP)
      .summary('Submit many tasks and measure how long they take')
      .description(
        'Submits GENERAL tasks to the running pool, waits until all have settled, and prints throughput and latencies. They are real tasks: ' +
          'they wait in its queue and stay in its log. A full queue is waited out. Asks first. Ctrl-C cancels those that are left.',
      )
      .addOption(new Option('--tasks <number>', 'How many').argParser(whole(1, 100_000)).default(100))
      .addOption(new Option('--concurrency <number>', 'Submissions at once').argParser(whole(1, 256)).default(8))
      .option('--payload <json>', 'What each of them is given: a JSON object, or @file', '{"text":"one two three"}')
      .addOption(
        new Option('--wait-ms <ms>', 'How long it may take in all; then the exit code is 10')
          .argParser(whole(1, 3_600_000))
          .default(300_000),
      ),
    ['A thousand, eight at once', 'coordination-pool bench --tasks 1000 --yes'],
  );
  does(bench, async () => (await import('../commands/bench.js')).bench);

  const schema = withExamples(
    withServer(program.command('schema'))
      .helpGroup(GROUP)
      .summary('Print the GraphQL schema')
      .description('Prints the GraphQL schema with all its descriptions: that of this version, or that of a server.')
      .option('--server', 'Ask the server for its own'),
    ['For a code generator', 'coordination-pool schema > schema.graphql'],
  );
  does(schema, async () => (await import('../commands/schema.js')).schema);

  const completion = withExamples(
    program
      .command('completion')
      .helpGroup(GROUP)
      .summary('Print a script with which a shell completes commands')
      .description('Prints a script with which a shell completes commands, options and their values.')
      .addArgument(new Argument('<shell>', SHELLS.join(', ')).choices(SHELLS)),
    ['bash, in ~/.bashrc', 'source <(coordination-pool completion bash)'],
    ['zsh, in ~/.zshrc after compinit', 'source <(coordination-pool completion zsh)'],
    ['fish', 'coordination-pool completion fish > ~/.config/fish/completions/coordination-pool.fish'],
  );
  does(completion, async () => (await import('../commands/completion.js')).completion);
}
