// How many task lifecycles (submit, hand out, start, complete) per second, by the number of callers, each of which waits for its
// task's end before its next one? Use: node bench/engine.mjs [--seconds 1] [--rounds 3] [--callers 1,64] [--only ours,BullMQ]
import { bench } from './lib/bench.mjs';
import { contest, contestTable } from './lib/contest.mjs';
import { QUEUES, withQueue } from './lib/queues.mjs';

const NOTES = [
  'each in a fresh process each time, contestants in turns, both cores free for all; queue empty, agents (workers) as many as callers',
  'ours, fsync: submission, start and completion are each answered when they are on disk, and a history is kept of all of it',
  'BullMQ and pg-boss: submission and completion are written before they are answered, a start is part of handing out',
  'graphile-worker: the submission is written before it is answered, the completion afterwards, in batches',
  'BullMQ with fsync every second: the last second is lost in a power cut',
  'bare SQLite: three commits as ours has, one thread, no history, no leases, no events',
  'fastq and piscina keep nothing anywhere: they are there for scale',
];

await bench(
  'Task lifecycles per second, by callers',
  {
    full: { seconds: 1, warmUp: 0.5, rounds: 3, callers: [1, 16, 64, 500] },
    quick: { seconds: 0.4, warmUp: 0.3, rounds: 1 },
  },
  async ({ seconds, warmUp, rounds, callers: counts, only }) => {
    const contestants = QUEUES.map((queue) => ({
      name: queue.name,
      async run() {
        const figures = {};
        for (const callers of counts) {
          figures[callers] = await withQueue(queue, { callers, queued: 0 }, (program) =>
            program.ask('rate', { callers, seconds, warmUpSeconds: warmUp }),
          );
        }
        return figures;
      },
    }));
    const outcome = await contest(contestants, { rounds, only });
    const tables = counts.map((callers, i) =>
      contestTable(outcome, {
        title: `${String(callers)} callers`,
        metric: String(callers),
        unit: 'lifecycles/s',
        reference: 'ours, fsync',
        notes: i === counts.length - 1 ? [...NOTES, ...outcome.leftOut] : [],
      }),
    );
    const figures = {};
    for (const callers of counts)
      for (const name of outcome.names) figures[`${name} @${String(callers)}`] = outcome.middle(name, String(callers));
    return { tables, figures };
  },
);
