// What memory does while 1,000,000 tasks pass through a pool with the default retention (10,000 tasks): it should be flat.
// Use: node --expose-gc bench/memory.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJournal } from '../dist/journal/sqlite-journal.js';
import { printTable } from './lib/figures.mjs';
import { lifecycle, openPool } from './lib/pool.mjs';

const TASKS = Number(process.env.TASKS ?? 1_000_000);
const CALLERS = 64;
const SAMPLES = 10;

const directory = mkdtempSync(join(tmpdir(), 'bench-'));
const pool = await openPool(new SqliteJournal({ directory, durability: 'os' }), { agents: CALLERS });
const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(0);
const rows = [];
let done = 0;
const began = performance.now();
for (let sample = 1; sample <= SAMPLES; sample += 1) {
  const until = (TASKS / SAMPLES) * sample;
  const caller = async () => {
    while (done < until) {
      done += 1;
      await lifecycle(pool);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  rows.push([done, pool.view.tasks.size, mebibytes(heapUsed), mebibytes(rss)]);
}
const seconds = (performance.now() - began) / 1_000;
await pool.close();
rmSync(directory, { recursive: true, force: true });
printTable(['tasks so far', 'retained', 'heap MiB', 'rss MiB'], rows);
console.log(`${Math.round(done / seconds)} tasks/s`);
