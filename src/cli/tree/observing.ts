import { Option, type Command } from 'commander';
import { textsOption, whole, withExamples, withJson, withPool, withServer, wordsOption } from '../options.js';
import type { Does } from '../program.js';
import { EVENT_KINDS } from '../words.js';

const GROUP = 'Seeing what happens:';
const EXIT_STATUS = 'End with 8 where the pool does not run, 9 where it is degraded';

/** Commands that look and change nothing. */
export function addObservingCommands(program: Command, does: Does): void {
  const status = withExamples(
    withJson(withPool(program.command('status')))
      .helpGroup(GROUP)
      .summary('Show how a pool is')
      .description('Shows how a pool is: its status and health, queue, agents, tasks, latencies and dependencies.')
      .option('--exit-status', EXIT_STATUS),
    [
      'In a script: is it up, and in health?',
      'coordination-pool status --exit-status > /dev/null || echo "exit code $?"',
    ],
    ['One figure for a program', "coordination-pool status --json | jq '.metrics.queueLength'"],
  );
  does(status, async () => (await import('../commands/status.js')).status);

  const watch = withExamples(
    withPool(program.command('watch'))
      .helpGroup(GROUP)
      .summary('Watch a pool live in the terminal')
      .description(
        'Shows figures, agents, tasks and events of a pool as they change, until q or Ctrl-C. Keys: p holds the picture, q ends. Goes on ' +
          'over lost connections, and says how old the picture is meanwhile.',
      ),
    ['A pool on another machine', 'coordination-pool watch --url https://pool.example.com --api-key-file key'],
  );
  does(watch, async () => (await import('../commands/watch.js')).watch);

  const events = withExamples(
    withJson(withPool(program.command('events')))
      .helpGroup(GROUP)
      .summary('Print the events of a pool')
      .description(
        'Prints the events of a pool, oldest first: those that there are, or with --follow what happens from now on. With --json a JSON ' +
          'object on each line; the cursor of the last line, given to --after, goes on right behind it, with no gap and no duplicate, ' +
          'also after a restart of the server.',
      )
      .option('-f, --follow', 'Go on with what happens, also over lost connections')
      .option('--after <cursor>', 'Only what came after it; with --follow and without it, from now on')
      .addOption(
        new Option('--limit <number>', 'At most so many; left out, all of them').argParser(whole(1, 10_000_000)),
      )
      .addOption(wordsOption('--kind <kind>', 'Only of this kind', EVENT_KINDS))
      .addOption(textsOption('--name <name>', 'Only of this name, such as COMPLETED or DEGRADED, one or several'))
      .option('--task <id>', 'Only of this task')
      .option('--agent <id>', 'Only of this agent'),
    ['What happens from now on', 'coordination-pool events --follow'],
    [
      'Into a file, going on where it ended',
      'coordination-pool events --follow --json --after "$(tail -1 log | jq -r .cursor)" >> log',
    ],
  );
  does(events, async () => (await import('../commands/events.js')).events);

  const metrics = withExamples(
    withJson(withPool(program.command('metrics')))
      .helpGroup(GROUP)
      .summary('Show the figures of a pool')
      .description('Shows the figures of a pool: tasks by type, latencies, throughput, utilisation.'),
    [
      'The 95th percentile of the assignment latency',
      "coordination-pool metrics --json | jq '.assignmentLatency.p95Ms'",
    ],
  );
  does(metrics, async () => (await import('../commands/metrics.js')).metrics);

  const isolation = withExamples(
    withJson(withPool(program.command('isolation')))
      .helpGroup(GROUP)
      .summary('Show whether agents share anything, with evidence')
      .description(
        'Shows for each agent whether it shares context, tools or memory with another, and what was checked.',
      )
      .option('--exit-status', 'End with 9 where there is a breach'),
    ['In a nightly check', 'coordination-pool isolation --exit-status'],
  );
  does(isolation, async () => (await import('../commands/isolation.js')).isolation);

  const pools = withExamples(
    withJson(withServer(program.command('pools')))
      .helpGroup(GROUP)
      .summary('List the pools of a server')
      .description('Lists the pools of a server.'),
    ['Those that do not run', `coordination-pool pools --json | jq -r '.[] | select(.status != "RUNNING").name'`],
  );
  does(pools, async () => (await import('../commands/pools.js')).pools);
}
