import { Argument, Option, type Command } from 'commander';
import {
  textsOption,
  whole,
  withExamples,
  withJson,
  withPool,
  withServer,
  withYes,
  wordOf,
  wordOption,
  wordsOption,
} from '../options.js';
import type { Does } from '../program.js';
import { TASK_ORDERS, TASK_STATUSES, TASK_TYPES, WAIT_REASONS } from '../words.js';

const GROUP = 'Tasks:';
const DAY_MS = 24 * 3_600_000;

export function addTaskCommands(program: Command, does: Does): void {
  const submit = withExamples(
    withJson(withPool(withWaiting(program.command('submit'))))
      .helpGroup(GROUP)
      .summary('Submit a task')
      .description(
        'Submits a task and prints its id; with --wait, its result as JSON once there is one. Submitting is safe to try again: give the ' +
          'same --idempotency-key, and there is one task.',
      )
      .addArgument(
        new Argument('<type>', `its type: ${TASK_TYPES.join(', ')}`).choices(TASK_TYPES).argParser(wordOf(TASK_TYPES)),
      )
      .option('--payload <json>', 'What the agent is to know: a JSON object, @file, or @- for standard input', '{}')
      .addOption(new Option('--priority <number>', '0 to 9, higher goes first').argParser(whole(0, 9)))
      .option('--agent <id>', 'The agent that gets it if it is idle and able')
      .addOption(textsOption('--skill <skill>', 'Only an agent with this skill gets it, one or several'))
      .option('--idempotency-key <key>', 'The same key again gives the same task (default: a fresh one)')
      .addOption(new Option('--max-attempts <number>', 'Attempts before it has failed').argParser(whole(1, 100)))
      .addOption(new Option('--timeout-ms <ms>', 'Longest time of one attempt').argParser(whole(1, 30 * DAY_MS))),
    [
      'Count the words of a text, and wait for the answer',
      `coordination-pool submit general --payload '{"text":"a b c"}' --wait`,
    ],
    [
      'From a file, ahead of everything else',
      'coordination-pool submit RESEARCH --payload @question.json --priority 9',
    ],
    ['Keep the id', 'id=$(coordination-pool submit HEARTBEAT)'],
  );
  does(submit, async () => (await import('../commands/submit.js')).submit);

  const tasks = program
    .command('tasks')
    .helpGroup(GROUP)
    .description('List, show, cancel, retry or wait for tasks; list --help shows how to filter');
  addList(tasks, does);

  const show = withExamples(
    withJson(withServer(tasks.command('show')))
      .summary('Show a task with its attempts and its history')
      .description(
        'Shows a task: why it waits, its attempts and why these agents, payload, result, error, and its history.',
      )
      .argument('<id>', 'id of the task'),
    ['Its result alone', 'coordination-pool tasks show task_01 --json | jq .result'],
  );
  does(show, async () => (await import('../commands/task-show.js')).showTask);

  const cancel = withExamples(
    withYes(withJson(withServer(tasks.command('cancel'))))
      .summary('Cancel tasks')
      .description(
        'Cancels tasks that are PENDING or IN_PROGRESS. Asks first; tries all of them, and ends with the code of the first that failed.',
      )
      .argument('<id...>', 'ids of tasks')
      .option('--reason <text>', 'Why, for its events'),
    ['Without being asked', 'coordination-pool tasks cancel task_01 task_02 --yes --reason "no longer wanted"'],
  );
  does(cancel, async () => (await import('../commands/task-changes.js')).cancelTasks);

  const retry = withExamples(
    withJson(withServer(tasks.command('retry')))
      .summary('Take failed or cancelled tasks up again')
      .description('Takes FAILED or CANCELLED tasks back into the queue, with all attempts anew.')
      .argument('<id...>', 'ids of tasks'),
    [
      'All that have failed',
      'coordination-pool tasks --status FAILED --json | jq -r ".[].id" | xargs -r coordination-pool tasks retry',
    ],
  );
  does(retry, async () => (await import('../commands/task-changes.js')).retryTasks);

  const wait = withExamples(
    withJson(withPool(withWaitMs(tasks.command('wait'))))
      .summary('Wait for a task and print its result')
      .description(
        'Waits until a task has settled, and prints its result as JSON. Ends with 7 where it failed or was cancelled.',
      )
      .argument('<id>', 'id of the task'),
    ['For a minute at most', 'coordination-pool tasks wait task_01 --wait-ms 60000'],
  );
  does(wait, async () => (await import('../commands/task-wait.js')).waitForTask);
}

function addList(tasks: Command, does: Does): void {
  const list = withExamples(
    withJson(withPool(tasks.command('list', { isDefault: true })))
      .summary('List tasks')
      .description('Lists tasks, the newest first. `coordination-pool tasks` does the same.')
      .addOption(wordsOption('--status <status>', 'Only of this status', TASK_STATUSES))
      .addOption(wordsOption('--type <type>', 'Only of this type', TASK_TYPES))
      .addOption(wordsOption('--waiting <reason>', 'Only what waits for this', WAIT_REASONS))
      .option('--agent <id>', 'Only what this agent has or had last')
      .option('--search <text>', 'Part of the id, type, key, trace id, error, or a text of the payload')
      .option('--dead-lettered', 'Only what has failed for good')
      .addOption(wordOption('--order <order>', 'Which first', TASK_ORDERS))
      .addOption(new Option('--limit <number>', 'At most so many').argParser(whole(1, 10_000)).default(50))
      .option('--after <cursor>', 'What follows this place of the list'),
    ['What waits, and why', 'coordination-pool tasks --status pending'],
    ['The ids of what has failed', 'coordination-pool tasks --status FAILED --json | jq -r ".[].id"'],
  );
  does(list, async () => (await import('../commands/task-list.js')).listTasks);
}

function withWaiting(command: Command): Command {
  return withWaitMs(command.option('--wait', 'Wait until it has settled, and print its result'));
}

function withWaitMs(command: Command): Command {
  return command.addOption(
    new Option('--wait-ms <ms>', 'Wait so long at most; then the exit code is 10, and the task goes on').argParser(
      whole(1, 30 * DAY_MS),
    ),
  );
}
