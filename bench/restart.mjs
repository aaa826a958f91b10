// How long a start takes by what the log has been through: the whole server, from its process to its readiness, and the
// journal and pool alone. Targets: below 3 s after 1,000,000 events. Use: node bench/restart.mjs
//
// `kept`: with snapshots, as the server makes them, the log holds what the newer two need. `whole`: without any, all
// events are in the log and are folded one by one; the server never has such a log, it is the worst there can be.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SqliteJournal } from '../dist/journal/sqlite-journal.js';
import { median, printTable } from './lib/figures.mjs';
import { lifecycle, openPool } from './lib/pool.mjs';

const EVENTS = (process.env.EVENTS ?? '100000,1000000').split(',').map(Number);
const STARTS = Number(process.env.STARTS ?? 3);
const CALLERS = 64;

async function fill(directory, events, snapshotEvery) {
  const pool = await openPool(new SqliteJournal({ directory, durability: 'os' }), { agents: CALLERS, snapshotEvery });
  const caller = async () => {
    while (pool.feed.last < events) await lifecycle(pool);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const { last } = pool.feed;
  await pool.close();
  return last;
}

/** From the start of the process to its readiness, in ms. */
async function startServer(dataDir) {
  const from = performance.now();
  const args = ['dist/main.js', '--port', '0', '--data-dir', dataDir, '--log-format', 'json', '--size', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (JSON.parse(line).event === 'server.listening') resolve();
    });
    child.once('exit', () => reject(new Error('the server ended')));
  });
  const took = performance.now() - from;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return took;
}

const rows = [];
for (const [kind, snapshotEvery] of [
  ['kept', 200_000],
  ['whole', Infinity],
]) {
  for (const events of EVENTS) {
    const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
    const directory = join(dataDir, 'pools', 'default');
    const last = await fill(directory, events, snapshotEvery);
    const times = [];
    for (let i = 0; i < STARTS; i += 1) times.push(await startServer(dataDir));
    const bytes = readdirSync(directory).reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
    rows.push([
      kind,
      last,
      (bytes / 2 ** 20).toFixed(0),
      Math.round(median(times)),
      `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))}`,
    ]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
printTable(['log', 'events', 'MiB', 'ready after ms', `spread of ${STARTS}`], rows);
