// What does a task lifecycle cost by the number of tasks that wait behind? Target: within 1.5 times from 100 to 1,000,000.
// Use: node bench/queue-depth.mjs [--queued 100,10000] [--rounds 2] [--seconds 1] [--only ours]
import { bench } from './lib/bench.mjs';
import { contest } from './lib/contest.mjs';
import { figure, spread } from './lib/figures.mjs';
import { QUEUES, withQueue } from './lib/queues.mjs';

const CALLERS = 64;
/** Peers that take minutes to be filled with so many are measured in the first round only. */
const MEASURED_ONCE = 1_000_000;
/** And for longer, since some of them then take a second for a batch. */
const ONCE_LONGER = 4;
/** What keeps nothing on disk and has no queue to speak of is left out. */
const CONTESTANTS = [
  { name: 'ours, rules alone', module: '../queues/rules.mjs', callers: 1 },
  ...QUEUES.filter(({ name }) => !name.includes('fastq') && !name.includes('piscina')),
];

await bench(
  'Cost of a lifecycle, by tasks that wait',
  {
    full: { seconds: 1, warmUp: 0.5, rounds: 2, queued: [100, 10_000, 1_000_000] },
    quick: { seconds: 0.4, warmUp: 0.3, rounds: 1, queued: [100, 10_000] },
  },
  async ({ seconds, warmUp, rounds, queued: sizes, only }) => {
    const filled = new Set();
    const contestants = CONTESTANTS.map((queue) => ({
      name: queue.name,
      async run() {
        const figures = {};
        for (const queued of sizes) {
          const { callers = CALLERS } = queue;
          // What a service keeps is filled once and used in all rounds: a lifecycle leaves as many waiting as it found.
          const key = `${queue.name} ${String(queued)}`;
          const isOnce = queue.service !== undefined && queued >= MEASURED_ONCE;
          if (isOnce && filled.has(key)) continue;
          const isFilled = queue.service !== undefined && queue.sharesQueues !== true && filled.has(key);
          filled.add(key);
          figures[queued] = await withQueue(queue, { callers, queued, isFilled }, (program) =>
            program.ask('rate', { callers, seconds: isOnce ? seconds * ONCE_LONGER : seconds, warmUpSeconds: warmUp }),
          );
        }
        return figures;
      },
    }));
    const outcome = await contest(contestants, { rounds, only });
    const [least] = sizes;
    const most = sizes.at(-1);
    const cost = (name, queued) => outcome.middle(name, String(least)) / outcome.middle(name, String(queued));
    const table = {
      title: `Lifecycles per second with ${String(CALLERS)} callers, by tasks that wait behind`,
      head: ['', ...sizes.flatMap((queued) => [`at ${figure(queued)}`, 'spread']), `cost at ${figure(most)}`],
      rows: outcome.names.map((name) => [
        name,
        ...sizes.flatMap((queued) => [
          figure(outcome.middle(name, String(queued))),
          spread(outcome.values(name, String(queued))),
        ]),
        `${figure(cost(name, most))} x`,
      ]),
      notes: [
        'cost: how many times that of a lifecycle with the fewest waiting',
        'each caller submits a task at the end of the queue and ends the one that is handed out, so as many wait afterwards',
        'the rules alone have one caller; BullMQ and Postgres are filled once, ours anew for each round',
        'a million in BullMQ, graphile-worker and pg-boss is measured in the first round only',
        ...outcome.leftOut,
      ],
    };
    const figures = {};
    for (const name of outcome.names) {
      figures[`${name} cost`] = cost(name, most);
      for (const queued of sizes) figures[`${name} #${String(queued)}`] = outcome.middle(name, String(queued));
    }
    return { tables: [table], figures };
  },
);
