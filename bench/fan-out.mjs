// How many messages to subscribers per second, and per second of the server's processor; how late are they?
// Use: node bench/fan-out.mjs [--seconds 1] [--rounds 3] [--subscribers 100,1000,5000,10000] [--filters 1,100] [--only ours]
import { bench } from './lib/bench.mjs';
import { contest } from './lib/contest.mjs';
import { differentFilters, FAN_OUT_SERVERS } from './lib/fan-out.mjs';
import { figure, spread } from './lib/figures.mjs';
import { LOAD_CORE, pinningNote } from './lib/pinning.mjs';
import { startProgram } from './lib/program.mjs';

const LOAD = new URL('load/fan-out-program.mjs', import.meta.url).pathname;
/** Messages per second at which latencies are taken: well below what the slowest can. */
const PACE = 10_000;
/** From so many subscribers on, only the first round measures: connecting them takes longer than anything else. */
const MEASURED_ONCE = 5_000;
const FLOOR = FAN_OUT_SERVERS.find(({ isFloor }) => isFloor).name;

await bench(
  'Fan-out to subscribers',
  {
    full: { seconds: 1, warmUp: 0.5, rounds: 3, subscribers: [100, 1_000, 5_000, 10_000], filters: [1, 100] },
    quick: { seconds: 0.6, warmUp: 0.4, rounds: 1, subscribers: [100, 1_000] },
  },
  async ({ rounds, only, subscribers: sizes, filters: kinds, ...times }) => {
    const runs = new Map();
    const contestants = FAN_OUT_SERVERS.map((server) => ({
      name: server.name,
      run() {
        const round = (runs.get(server.name) ?? 0) + 1;
        runs.set(server.name, round);
        const measured = sizes.filter((size) => round === 1 || size < MEASURED_ONCE);
        return measure(server, measured, server.isFloor ? [1] : kinds, times);
      },
    }));
    const outcome = await contest(contestants, { rounds, only });
    const tables = [];
    const figures = {};
    for (const size of sizes) {
      for (const filters of kinds) {
        // The floor knows no filters: what it does for one it would do for a hundred.
        const middle = (name, metric) =>
          outcome.middle(name, `${String(size)} ${String(name === FLOOR ? 1 : filters)} ${metric}`);
        const values = (name, metric) =>
          outcome.values(name, `${String(size)} ${String(name === FLOOR ? 1 : filters)} ${metric}`);
        const [ours, floor] = ['ours', FLOOR].map((name) => middle(name, 'perCpuSecond'));
        tables.push({
          title: `${figure(size)} subscribers, ${filters === 1 ? 'all the same' : `${String(filters)} different filters`}`,
          head: [
            ...['', 'messages/s', 'per CPU s', 'spread', 'us of CPU each', 'ours is ahead', 'of the floor'],
            ...['p50 ms', 'p99 ms'],
          ],
          rows: outcome.names
            .filter((name) => values(name, 'perCpuSecond').length > 0)
            .map((name) => [
              name,
              figure(middle(name, 'perSecond')),
              figure(middle(name, 'perCpuSecond')),
              spread(values(name, 'perCpuSecond')),
              figure(1e6 / middle(name, 'perCpuSecond')),
              `${figure(ours / middle(name, 'perCpuSecond'))} x`,
              figure(middle(name, 'perCpuSecond') / floor),
              figure(middle(name, 'p50')),
              figure(middle(name, 'p99')),
            ]),
        });
        for (const name of outcome.names)
          for (const metric of ['perSecond', 'perCpuSecond', 'p50', 'p99'])
            figures[`${name} ${String(size)}/${String(filters)} ${metric}`] = middle(name, metric);
      }
    }
    tables.at(-1).notes = [
      `each subscriber on a socket of its own; ${pinningNote}; ratios are of messages per CPU second of the server, for the load may be the bound`,
      `latency: from commit to receipt at ${figure(PACE)} messages/s, an upper bound: from the later of sending submitTask and the instant in the event, of whole milliseconds`,
      `${figure(MEASURED_ONCE)} subscribers and more are measured in the first round only`,
      'up to 64 events are on their way at once (8 at 1,000 subscribers, 2 at 5,000, 1 at 10,000): a server may put several for one socket into one write, the floor does not',
      'different filters: each lets through what is measured, so that as many messages go out',
      'ours logs every event in memory, can be resumed from any cursor and drops no reader that is slow; the peers push objects to a list of listeners',
      ...outcome.leftOut,
    ];
    return { tables, figures };
  },
);

async function measure({ start }, sizes, kinds, { seconds, warmUp }) {
  const server = await start({});
  const figures = {};
  try {
    for (const size of sizes) {
      for (const filters of kinds) {
        const load = startProgram(LOAD, { core: LOAD_CORE });
        try {
          await load.ask('join', { port: server.port, subscribers: size, filters: differentFilters(filters) });
          const most = await load.ask('most', { seconds, warmUpSeconds: warmUp, serverPid: server.pid });
          const perSecond = Math.max(1, PACE / size);
          const paced = await load.ask('paced', { seconds: Math.max(seconds, 3 / perSecond), perSecond });
          for (const [key, value] of Object.entries({ ...most, ...paced }))
            figures[`${String(size)} ${String(filters)} ${key}`] = value;
          await load.ask('leave');
        } finally {
          await load.stop();
        }
      }
    }
  } finally {
    await server.stop();
  }
  return figures;
}
