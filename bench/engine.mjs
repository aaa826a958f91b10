// Task lifecycles (submit, assign, start, complete) per second through the whole engine: single writer, journal, view,
// feed. 64 callers, each waiting for its answer before its next command. Use: node bench/engine.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../dist/core/limits.js';
import { machineClock } from '../dist/engine/clock.js';
import { Pool } from '../dist/engine/pool.js';
import { MemoryJournal } from '../dist/journal/memory-journal.js';
import { SqliteJournal } from '../dist/journal/sqlite-journal.js';
import { IdSource } from '../dist/lib/ids.js';
import { median, printTable } from './lib/figures.mjs';

const CALLERS = Number(process.env.CALLERS ?? 64);
const SECONDS = Number(process.env.SECONDS ?? 3);
const input = {
  type: 'GENERAL',
  payload: { text: 'hello' },
  priority: 0,
  preferredAgentId: null,
  requiredSkills: [],
  maxAttempts: 3,
  timeoutMs: null,
  idempotencyKey: null,
  inputHash: null,
  traceId: null,
  traceparent: null,
};

async function measure(journal) {
  const pool = await Pool.open('bench', {
    journal,
    clock: machineClock,
    ids: new IdSource(),
    random: Math.random,
    feedCapacity: 16_384,
    snapshotEvery: 50_000,
    perform: () => undefined,
    observe: () => undefined,
    onWarning: console.error,
    onFatal: (error) => {
      throw error;
    },
  });
  await pool.execute({
    type: 'ConfigurePool',
    name: 'bench',
    limits: { ...DEFAULT_LIMITS, maxSize: 1_024 },
    dependencies: [],
  });
  await pool.execute({ type: 'Recover' });
  await pool.execute({ type: 'InitializePool', size: CALLERS, kind: 'REMOTE' });
  let done = 0;
  let until = performance.now() + 1_000;
  const caller = async () => {
    while (performance.now() < until) {
      const {
        answer: { taskId },
      } = await pool.execute({ type: 'SubmitTask', input });
      await pool.execute({ type: 'StartTask', taskId, leaseToken: null });
      await pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: null });
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
