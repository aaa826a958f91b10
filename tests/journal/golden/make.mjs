/*
 * Made the logs in this folder, one for each format that a release has written: node make.mjs <dist of that release> <folder>.
 * They are never made again: every later build must read them as they are. Twelve batches of events of a real pool's kinds, two
 * snapshots, the log compacted behind the older one, the newest batches still in the write-ahead log, as after a kill.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, folder] = process.argv.slice(2);
const { SqliteJournal } = await import(pathToFileURL(resolve(dist, 'journal/sqlite-journal.js')).href);

function recordAt(position) {
  const event = {
    type: 'PoolDegraded',
    affectedTypes: ['DISCOVERY'],
    reason: `reason ${position} \u{1f680}`,
    waitingTasks: position,
  };
  return { position, atMs: 1_700_000_000_000 + position, clockMs: 1_000.5 + position, event };
}

async function* stateAt(position) {
  yield { kind: 'state', position };
  yield 's'.repeat(position * 1_000);
}

const work = mkdtempSync(join(tmpdir(), 'golden-'));
const journal = new SqliteJournal({ directory: work, durability: 'fsync' });
const { epoch, logId } = await journal.open();
const records = [];
const append = async (count) => {
  const after = records.length;
  const next = Array.from({ length: count }, (_, index) => recordAt(after + 1 + index));
  await journal.append(next, after, epoch);
  records.push(...next);
};
for (const count of [1, 2, 3, 1, 5]) await append(count);
await journal.writeSnapshot({ position: 12, chunks: stateAt(12) }, epoch);
for (const count of [4, 1, 3]) await append(count);
await journal.writeSnapshot({ position: 20, chunks: stateAt(20) }, epoch);
await journal.compact(12, epoch);
for (const count of [2, 2, 1]) await append(count);
mkdirSync(folder, { recursive: true });
for (const name of ['log.db', 'log.db-wal', 'log.mark']) cpSync(join(work, name), join(folder, name));
const kept = records.slice(journal.earliest());
const snapshots = { 12: 12_000, 20: 20_000 };
writeFileSync(
  join(folder, 'expected.json'),
  `${JSON.stringify({ logId, epoch, earliest: journal.earliest(), records: kept, snapshots }, null, 1)}\n`,
);
await journal.close();
rmSync(work, { recursive: true });
