// How long does a start take, from the process to its readiness, by what the log has been through? Target: below 3 s after a million
// events. Use: node bench/restart.mjs [--events 100000,1000000] [--rounds 3]
//
// `kept`: with snapshots, as the server makes them, the log holds what the newer two need. `whole`: without any, all
// events are in the log and are folded one by one; the server never has such a log, it is the worst there can be.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteJournal } from '../dist/journal/sqlite-journal.js';
import { bench } from './lib/bench.mjs';
import { figure, median, spread } from './lib/figures.mjs';
import { lifecycle, openPool } from './lib/pool.mjs';
import { startServer } from './lib/server.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const CALLERS = 64;
const MIB = 2 ** 20;
const KINDS = { kept: 200_000, whole: Infinity };

await bench(
  'Restart',
  {
    full: { rounds: 3, events: [100_000, 1_000_000] },
    quick: { rounds: 1, events: [100_000] },
  },
  async ({ rounds, events: sizes }) => {
    const rows = [];
    const figures = {};
    for (const [kind, snapshotEvery] of Object.entries(KINDS)) {
      for (const events of sizes) {
        const folder = temporaryFolder();
        const directory = join(folder.path, 'pools', 'default');
        await fill(directory, events, snapshotEvery);
        const bytes = readdirSync(directory).reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
        const times = [];
        for (let round = 0; round < rounds; round += 1) {
          const server = await startServer(['--size', '0'], { dataDirectory: folder.path });
          times.push(server.readyMs / 1_000);
          // It must find the log as it was, not one that was closed in order.
          await server.stop('SIGKILL');
        }
        folder.remove();
        rows.push([`${kind}, ${figure(events)} events`, figure(bytes / MIB), figure(median(times)), spread(times)]);
        figures[`${kind} ${String(events)}`] = median(times);
      }
    }
    const notes = [
      'kept: as the server keeps its log, with a snapshot every 200,000 records and 10,000 tasks retained',
      'whole: without a snapshot, which the server never has',
      'each start ended with SIGKILL',
    ];
    return {
      tables: [
        {
          title: 'Start of the process to its readiness',
          head: ['log', 'MiB', 'ready after s', 'spread'],
          rows,
          notes,
        },
      ],
      figures,
    };
  },
);

async function fill(directory, events, snapshotEvery) {
  const pool = await openPool(new SqliteJournal({ directory, durability: 'os' }), { agents: CALLERS, snapshotEvery });
  const caller = async () => {
    while (pool.feed.last < events) await lifecycle(pool);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await pool.close();
}
