// Task lifecycles (submit, assign, start, complete) per second through the whole engine: single writer, journal, view,
// feed. 64 callers, each waiting for its answer before its next command. Use: node bench/engine.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryJournal } from '../dist/journal/memory-journal.js';
import { SqliteJournal } from '../dist/journal/sqlite-journal.js';
import { median, printTable } from './lib/figures.mjs';
import { lifecycle, openPool } from './lib/pool.mjs';

const CALLERS = Number(process.env.CALLERS ?? 64);
const SECONDS = Number(process.env.SECONDS ?? 3);
async function measure(journal) {
  const pool = await openPool(journal, { agents: CALLERS });
  let done = 0;
  let until = performance.now() + 1_000;
  const caller = async () => {
    while (performance.now() < until) {
      await lifecycle(pool);
      done += 1;
    }
  };
  const round = async (seconds) => {
    done = 0;
    const from = performance.now();
    until = from + seconds * 1_000;
    await Promise.all(Array.from({ length: CALLERS }, caller));
    return done / ((performance.now() - from) / 1_000);
  };
  await round(1);
  const rates = [await round(SECONDS), await round(SECONDS), await round(SECONDS)];
  await pool.close();
  return rates;
}

const rows = [];
for (const durability of ['memory', 'os', 'fsync']) {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const rates = await measure(
    durability === 'memory' ? new MemoryJournal() : new SqliteJournal({ directory, durability }),
  );
  rmSync(directory, { recursive: true, force: true });
  rows.push([
    durability,
    CALLERS,
    Math.round(median(rates)),
    `${Math.round(Math.min(...rates))} to ${Math.round(Math.max(...rates))}`,
  ]);
}
printTable(['durability', 'callers', 'lifecycles/s', 'spread of 3'], rows);
