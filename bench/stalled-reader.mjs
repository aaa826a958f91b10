// What does one reader that has stopped reading cost the others, and the server? Target: p99 of the others unchanged, memory flat.
// Use: node bench/stalled-reader.mjs [--seconds 3] [--rounds 3] [--only ours]
import { readFileSync } from 'node:fs';
import { bench } from './lib/bench.mjs';
import { contest } from './lib/contest.mjs';
import { differentFilters, FAN_OUT_SERVERS } from './lib/fan-out.mjs';
import { figure, spread } from './lib/figures.mjs';
import { LOAD_CORE, pinningNote } from './lib/pinning.mjs';
import { startProgram } from './lib/program.mjs';

const LOAD = new URL('load/fan-out-program.mjs', import.meta.url).pathname;
const SUBSCRIBERS = 100;
/** What the others have is what graphql-ws has: they share `ws`. */
const CONTESTANTS = FAN_OUT_SERVERS.filter(({ name, isFloor }) => isFloor || name === 'ours' || name === 'graphql-ws');
const MIB = 2 ** 20;

await bench(
  'One stalled reader among a hundred',
  { full: { seconds: 3, rounds: 3, rate: 200 }, quick: { seconds: 1.5, rounds: 1 } },
  async ({ seconds, rounds, rate, only }) => {
    const contestants = CONTESTANTS.map(({ name, start }) => ({ name, run: () => measure(start, seconds, rate) }));
    const outcome = await contest(contestants, { rounds, only });
    const middle = outcome.middle.bind(outcome);
    const figures = {};
    for (const name of outcome.names) {
      figures[`${name} p99 with`] = middle(name, 'p99 with');
      figures[`${name} p99 without`] = middle(name, 'p99 without');
      figures[`${name} MiB for it`] = middle(name, 'grown with') - middle(name, 'grown without');
    }
    const table = {
      title: `p99 of the other readers at ${String(rate)} events/s, without and with one that reads nothing`,
      head: ['', 'p99 ms without', 'spread', 'p99 ms with', 'spread', 'resident MiB grown without', 'with'],
      rows: outcome.names.map((name) => [
        name,
        ...['p99 without', 'p99 with'].flatMap((metric) => [
          figure(middle(name, metric)),
          spread(outcome.values(name, metric)),
        ]),
        ...['grown without', 'grown with'].map((metric) => figure(middle(name, metric))),
      ]),
      notes: [`each for ${String(seconds)} s; ${pinningNote}`, ...outcome.leftOut],
    };
    return { tables: [table], figures };
  },
);

async function measure(start, seconds, perSecond) {
  const server = await start({});
  const figures = {};
  try {
    for (const [name, stalled] of [
      ['without', 0],
      ['with', 1],
    ]) {
      const load = startProgram(LOAD, { core: LOAD_CORE });
      try {
        const setup = { port: server.port, subscribers: SUBSCRIBERS, filters: differentFilters(1), stalled };
        await load.ask('join', setup);
        await load.ask('paced', { seconds: 1, perSecond, stalled });
        const before = residentBytes(server.pid);
        const { p99 } = await load.ask('paced', { seconds, perSecond, stalled });
        figures[`p99 ${name}`] = p99;
        figures[`grown ${name}`] = (residentBytes(server.pid) - before) / MIB;
        await load.ask('leave');
      } finally {
        await load.stop();
      }
    }
  } finally {
    await server.stop();
  }
  return figures;
}

function residentBytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1_024;
}
