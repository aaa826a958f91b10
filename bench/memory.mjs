// What memory does an idle subscriber take, and a retained task; does it grow with the tasks that have passed through?
// Use: node bench/memory.mjs [--subscribers 5000] [--rounds 2] [--tasks 500000] [--only ours]
import { bench } from './lib/bench.mjs';
import { contest, contestTable } from './lib/contest.mjs';
import { differentFilters, FAN_OUT_SERVERS } from './lib/fan-out.mjs';
import { figure } from './lib/figures.mjs';
import { freePort } from './lib/free-port.mjs';
import { memoryOf } from './lib/inspector.mjs';
import { LOAD_CORE } from './lib/pinning.mjs';
import { startProgram } from './lib/program.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const FAN_OUT = new URL('load/fan-out-program.mjs', import.meta.url).pathname;
const RETAINED = new URL('load/retained-program.mjs', import.meta.url).pathname;
const SAMPLES = 5;
/** Tasks retained at first, beyond what a start costs once. */
const FEW = 10_000;
const KIB = 2 ** 10;
const MIB = 2 ** 20;

await bench(
  'Memory',
  {
    full: { rounds: 2, subscribers: 5_000, retained: 100_000, tasks: 1_000_000 },
    quick: { rounds: 1, subscribers: 500, retained: 20_000, tasks: 50_000 },
  },
  async ({ rounds, subscribers, retained, tasks, only }) => {
    const outcome = await contest(
      FAN_OUT_SERVERS.map(({ name, start }) => ({ name, run: () => idleSubscribers(start, subscribers) })),
      { rounds, only },
    );
    const perTask = await retainedTasks(retained);
    const passing = await passingTasks(tasks);
    const heaps = passing.map(({ heapUsed }) => heapUsed);
    const figures = {
      'KiB per retained task': perTask / KIB,
      // The first sample is taken when the retention has filled.
      'heap growth': heaps.at(-1) / heaps[0],
    };
    for (const name of outcome.names) figures[`${name} KiB per subscriber`] = outcome.middle(name, 'heap');
    return {
      tables: [
        contestTable(outcome, {
          title: `Memory of the server per idle subscriber, at ${figure(subscribers)}`,
          ...{ metric: 'heap', unit: 'KiB of heap', reference: 'ours', less: true },
          more: [{ head: 'KiB resident', metric: 'rss' }],
          notes: [
            'each on a socket of its own; after a full collection, asked through the inspector',
            ...outcome.leftOut,
          ],
        }),
        {
          title: 'Memory per retained task',
          head: ['', 'KiB of heap each'],
          rows: [[`ours, from ${figure(FEW)} to ${figure(retained)} settled tasks`, figure(perTask / KIB)]],
        },
        {
          title: 'Memory while tasks pass through, 10,000 of them retained',
          head: ['tasks so far', 'retained', 'heap MiB', 'resident MiB'],
          rows: passing.map(({ done, retained: kept, heapUsed, rss }) => [
            figure(done),
            figure(kept),
            figure(heapUsed / MIB),
            figure(rss / MIB),
          ]),
        },
      ],
      figures,
    };
  },
);

async function idleSubscribers(start, subscribers) {
  const inspectPort = await freePort();
  const server = await start({ execArgv: [`--inspect=127.0.0.1:${String(inspectPort)}`] });
  const load = startProgram(FAN_OUT, { core: LOAD_CORE });
  try {
    // What is compiled and pooled with the first subscribers is not theirs.
    await load.ask('join', { port: server.port, subscribers: 50, filters: differentFilters(1) });
    await load.ask('leave');
    const before = await memoryOf(inspectPort);
    await load.ask('join', { port: server.port, subscribers, filters: differentFilters(1) });
    const after = await memoryOf(inspectPort);
    return {
      heap: (after.heapUsed - before.heapUsed) / subscribers / KIB,
      rss: (after.rss - before.rss) / subscribers / KIB,
    };
  } finally {
    await load.stop();
    await server.stop();
  }
}

async function withPool(retained, measure) {
  const folder = temporaryFolder();
  const program = startProgram(RETAINED, { execArgv: ['--expose-gc'] });
  try {
    await program.ask('open', { folder: folder.path, retained });
    return await measure(program);
  } finally {
    await program.stop();
    folder.remove();
  }
}

function retainedTasks(retained) {
  return withPool(retained, async (program) => {
    const few = await program.ask('pass', FEW);
    const many = await program.ask('pass', retained - FEW);
    return (many.heapUsed - few.heapUsed) / (many.retained - few.retained);
  });
}

function passingTasks(tasks) {
  return withPool(FEW, async (program) => {
    const samples = [];
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      const figures = await program.ask('pass', tasks / SAMPLES);
      samples.push({ ...figures, done: (tasks / SAMPLES) * sample });
    }
    return samples;
  });
}
