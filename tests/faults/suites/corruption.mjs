/*
 * Damages a real log in one place after another and opens it: what was acknowledged must all be there, exactly, or the damage
 * must be said, with every record that is lost. `--rounds N` places (default 1,000; `--scale F` times as many), `--seed S`.
 * Ends with one line of JSON; its exit code is 0 only where nothing was silent.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { SqliteJournal } from '../../../dist/journal/sqlite-journal.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    scale: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});
const ROUNDS = Number(values.rounds ?? Math.ceil(1_000 * Number(values.scale)));
const SEED = Number(values.seed);
const PAGE = 4096;
const FILES = ['log.db', 'log.db-wal', 'log.mark'];

/** mulberry32: the same places for the same seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(SEED);
const below = (bound) => Math.floor(random() * bound);
const pick = (list) => list[below(list.length)];

function record(position, text) {
  return {
    position,
    atMs: position,
    clockMs: position,
    event: { type: 'PoolDegraded', affectedTypes: [], reason: text, waitingTasks: 0 },
  };
}

async function* chunks(position) {
  yield { kind: 'state', position };
  for (let index = 0; index < 40; index += 1) yield `${position}:${index}:${'s'.repeat(5_000)}`;
}

/** Writes a log as a pool does: batches of all sizes, snapshots, compaction behind the older of two. Gives what was acknowledged. */
async function writeLog(directory, batches, text) {
  const journal = new SqliteJournal({ directory, durability: 'fsync' });
  const { epoch, last: from, logId } = await journal.open();
  let last = from;
  const records = [];
  const snapshots = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const size = batch % 25 === 0 ? 40 : 1 + below(4);
    const length = batch % 40 === 3 ? 30_000 : 60 + below(400);
    const next = Array.from({ length: size }, (_, index) => record(last + 1 + index, `${text} ${'x'.repeat(length)}`));
    last = await journal.append(next, last, epoch);
    records.push(...next);
    if (batch % 60 !== 59) continue;
    await journal.writeSnapshot({ position: last, chunks: chunks(last) }, epoch);
    snapshots.push(last);
    if (snapshots.length > 1) await journal.compact(snapshots.at(-2), epoch);
  }
  return { journal, last, records, snapshots, logId };
}

/** Folders with the files of a log as a clean end leaves them, and as a killed process does, with what each must have. */
async function prepare(root) {
  const clean = join(root, 'clean');
  const written = await writeLog(clean, 200, 'clean');
  const earliest = written.journal.earliest();
  await written.journal.close();
  const killed = join(root, 'killed');
  const running = await writeLog(killed, 200, 'killed');
  // The files as they are while the process is alive are what a `kill -9` leaves.
  const left = join(root, 'left');
  cpSync(killed, left, { recursive: true });
  const killedEarliest = running.journal.earliest();
  await running.journal.close();
  const other = join(root, 'other');
  const stranger = await writeLog(other, 70, 'other');
  await stranger.journal.close();
  const older = join(root, 'older');
  cpSync(clean, older, { recursive: true });
  const longer = await writeLog(clean, 30, 'later');
  await longer.journal.close();
  return {
    other,
    older,
    logs: [
      {
        directory: clean,
        logId: written.logId,
        ...facts([...written.records, ...longer.records], written.snapshots, earliest),
      },
      { directory: left, logId: running.logId, ...facts(running.records, running.snapshots, killedEarliest) },
    ],
  };
}

function facts(records, snapshots, earliest) {
  return { records, snapshots, earliest, last: records.at(-1).position };
}

/* The ways in which a disk, a copy or a hand can go wrong. Each changes files in `directory` and says what it did. */
const WAYS = [
  [10, 'bit', (directory, file) => change(directory, file, (bytes, at) => (bytes[at] ^= 1 << below(8)))],
  [4, 'byte', (directory, file) => change(directory, file, (bytes, at) => (bytes[at] = below(256)))],
  [
    2,
    'burst',
    (directory, file) =>
      change(directory, file, (bytes, at) =>
        bytes.fill(below(256), at, Math.min(bytes.byteLength, at + 2 + below(600))),
      ),
  ],
  [
    2,
    'zeros',
    (directory, file) =>
      change(directory, file, (bytes, at) =>
        bytes.fill(0, at - (at % PAGE), Math.min(bytes.byteLength, at - (at % PAGE) + PAGE)),
      ),
  ],
  [2, 'truncate', (directory, file) => change(directory, file, (bytes, at) => bytes.subarray(0, at))],
  [
    1,
    'append',
    (directory, file) =>
      change(directory, file, (bytes) => Buffer.concat([bytes, Buffer.alloc(1 + below(9_000), below(256))])),
  ],
  [1, 'swap pages', swapPages],
  [
    1,
    'double page',
    (directory, file) => change(directory, file, (bytes, at) => bytes.copy(bytes, at - (at % PAGE), 0, PAGE)),
  ],
  [2, 'swap rows', swapRows],
  [2, 'change row', changeRow],
  [1, 'delete row', deleteRow],
  [1, 'remove', (directory, file) => (rmSync(join(directory, file), { force: true }), file)],
  [1, 'foreign', (directory, file, { other }) => exchange(directory, file, other)],
  [1, 'older', (directory, file, { older }) => exchange(directory, file, older)],
];

function change(directory, file, work) {
  const path = join(directory, file);
  const bytes = readFileSync(path);
  const at = below(bytes.byteLength);
  const made = work(bytes, at);
  writeFileSync(path, Buffer.isBuffer(made) && made.byteLength !== bytes.byteLength ? made : bytes);
  return `${file} at ${at}`;
}

function swapPages(directory, file) {
  const path = join(directory, file);
  const bytes = readFileSync(path);
  const pages = Math.floor(bytes.byteLength / PAGE);
  if (pages < 2) return null;
  const [a, b] = [below(pages) * PAGE, below(pages) * PAGE];
  const kept = Buffer.from(bytes.subarray(a, a + PAGE));
  bytes.copy(bytes, a, b, b + PAGE);
  kept.copy(bytes, b);
  writeFileSync(path, bytes);
  return `${file} pages ${a / PAGE} and ${b / PAGE}`;
}

function withDatabase(directory, work) {
  const db = new Database(join(directory, 'log.db'));
  const did = work(db);
  db.close();
  return did;
}

const KEY = { batch: 'last', snapshot: 'id', snapshot_piece: 'id' };

function swapRows(directory) {
  const table = pick(['batch', 'batch', 'snapshot_piece', 'snapshot']);
  const key = KEY[table];
  return withDatabase(directory, (db) => {
    const rows = db.prepare(`SELECT ${key} FROM ${table}`).pluck().all();
    const [a, b] = [pick(rows), pick(rows)];
    if (a === b) return null;
    const columns = db
      .pragma(`table_info(${table})`)
      .map(({ name }) => name)
      .filter((name) => name !== key);
    const [first, second] = [a, b].map((id) => db.prepare(`SELECT * FROM ${table} WHERE ${key} = ?`).get(id));
    const set = db.prepare(`UPDATE ${table} SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE ${key} = ?`);
    set.run(...columns.map((name) => second[name]), a);
    set.run(...columns.map((name) => first[name]), b);
    return `rows ${a} and ${b} of ${table}`;
  });
}

function changeRow(directory) {
  const [table, column] = pick([
    ...['first', 'crc', 'last'].map((name) => ['batch', name]),
    ...['position', 'pieces', 'crc', 'id'].map((name) => ['snapshot', name]),
    ...['crc', 'id'].map((name) => ['snapshot_piece', name]),
    ...['epoch', 'anchor', 'format', 'crc'].map((name) => ['meta', name]),
  ]);
  return withDatabase(directory, (db) => {
    const row = pick(db.prepare(`SELECT rowid FROM ${table}`).pluck().all());
    db.prepare(`UPDATE OR IGNORE ${table} SET ${column} = ${column} + ? WHERE rowid = ?`).run(
      pick([-1, 1, 1, 256]),
      row,
    );
    return `${column} of row ${row} of ${table}`;
  });
}

function deleteRow(directory) {
  const table = pick(['batch', 'batch', 'snapshot_piece', 'snapshot', 'meta']);
  return withDatabase(directory, (db) => {
    const row = pick(db.prepare(`SELECT rowid FROM ${table}`).pluck().all());
    db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(row);
    return `row ${row} of ${table}`;
  });
}

function exchange(directory, file, from) {
  const path = join(from, file);
  if (!existsSync(path)) return null;
  writeFileSync(join(directory, file), readFileSync(path));
  return `${file} from ${from}`;
}

/** What opening it comes to: `harmless`, `detected`, or what was silent about it. */
async function verdict(directory, expected) {
  const before = bytesOf(directory);
  const journal = new SqliteJournal({ directory, durability: 'fsync' });
  let head;
  try {
    head = await journal.open();
  } catch (error) {
    if (error.code !== 'CORRUPT') return `open rejects with ${error.code}: ${error.message}`;
    return sameFiles(before, bytesOf(directory)) ? 'refused' : 'a refused log was changed';
  }
  const judge = head.damage === null ? wholeVerdict : damagedVerdict;
  const found = await judge(journal, head, expected).catch(
    (error) => `reading rejects with ${error.code}: ${error.message}`,
  );
  await journal.close();
  return head.damage === null || sameFiles(before, bytesOf(directory)) ? found : 'a damaged log was changed';
}

async function wholeVerdict(journal, { first, last, epoch, warnings }, expected) {
  if (last !== expected.last) return `ends at ${last}, not at ${expected.last}`;
  if (first !== expected.earliest + 1) return `begins at ${first}, not at ${expected.earliest + 1}`;
  const wrong = await firstWrong(journal, expected, expected.earliest, () => false);
  if (wrong !== null) return wrong;
  const snapshot = await snapshotVerdict(journal, expected, warnings);
  if (snapshot !== null) return snapshot;
  await journal.append([record(last + 1, 'after')], last, epoch);
  await journal.close();
  const again = await journal.open();
  if (again.damage !== null || again.last !== last + 1) return 'is not whole after an append';
  return warnings.length > 0 ? 'warned' : 'harmless';
}

async function damagedVerdict(journal, { damage, warnings, logId }, expected) {
  // What another log has lost of this one nobody can say.
  if (logId !== expected.logId) return 'damaged';
  const isLost = (position) => damage.lost.some(({ from, to }) => position >= from && position <= to);
  const wrong = await firstWrong(journal, expected, Math.max(expected.earliest, journal.earliest()), isLost);
  if (wrong !== null) return wrong;
  return (await snapshotVerdict(journal, expected, [...warnings, ...damage.places])) ?? 'damaged';
}

/** Every record is as it was acknowledged, or said to be lost. */
async function firstWrong(journal, { records, last, earliest }, from, isLost) {
  if (from > earliest && !isLost(from)) return `has silently forgotten up to ${from}`;
  for (let after = from; after < last;) {
    const page = isLost(after + 1) ? [] : await journal.read(after, 500);
    if (page.length === 0 && !isLost(after + 1)) return `record ${after + 1} is not there`;
    for (const found of page) {
      const wanted = records[found.position - records[0].position];
      if (JSON.stringify(found) !== JSON.stringify(wanted)) return `record ${found.position} is another`;
    }
    after = page.at(-1)?.position ?? after + 1;
  }
  return null;
}

async function snapshotVerdict(journal, { snapshots }, said) {
  let snapshot;
  try {
    snapshot = await journal.newestSnapshot();
  } catch (error) {
    return error.code === 'CORRUPT' && said.length > 0 ? null : `the snapshot rejects with ${error.code}`;
  }
  // An older one, or none where the log is whole from its first record, leads to the same state.
  if (snapshot === null) return said.length > 0 || journal.earliest() === 0 ? null : 'has silently lost its snapshots';
  if (!snapshots.includes(snapshot.position)) return `has a snapshot at ${snapshot.position}`;
  const wanted = [];
  for await (const chunk of chunks(snapshot.position)) wanted.push(chunk);
  const found = [];
  for await (const chunk of snapshot.chunks) found.push(chunk);
  return JSON.stringify(found) === JSON.stringify(wanted) ? null : `the snapshot at ${snapshot.position} is another`;
}

function bytesOf(directory) {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
}

function sameFiles(before, after) {
  return FILES.every(
    (name) => Buffer.compare(before.get(name) ?? Buffer.alloc(0), after.get(name) ?? Buffer.alloc(0)) === 0,
  );
}

const root = mkdtempSync(join(tmpdir(), 'corruption-'));
const startedAt = performance.now();
const verdicts = { harmless: 0, warned: 0, damaged: 0, refused: 0 };
const faults = {};
const problems = [];
try {
  const { logs, ...elsewhere } = await prepare(root);
  const ways = WAYS.flatMap(([weight, ...way]) => Array.from({ length: weight }, () => way));
  const work = join(root, 'work');
  for (let round = 0; round < ROUNDS;) {
    const log = pick(logs);
    rmSync(work, { recursive: true, force: true });
    cpSync(log.directory, work, { recursive: true });
    const [name, way] = pick(ways);
    // The database is the largest by far, but every file gets its share.
    const present = FILES.filter((file) => existsSync(join(work, file)) && statSync(join(work, file)).size > 0);
    const did = way(work, pick(['log.db', 'log.db', ...present]), elsewhere);
    if (did === null) continue;
    round += 1;
    const found = await verdict(work, log);
    faults[name] = (faults[name] ?? 0) + 1;
    if (Object.hasOwn(verdicts, found)) verdicts[found] += 1;
    else problems.push(`round ${round}, ${name}, ${did} of the ${log.directory.split('/').at(-1)} log: ${found}`);
    if (round % 100 === 0) process.stderr.write(`${round} of ${ROUNDS} places, ${problems.length} of them silent\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
const { harmless, ...said } = verdicts;
process.stdout.write(
  `${JSON.stringify({
    ...{
      suite: 'corruption',
      seed: SEED,
      rounds: ROUNDS,
      detected: said.damaged + said.refused + said.warned,
      harmless,
    },
    ...{ silent: problems.length, said, faults, problems: problems.slice(0, 20) },
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  })}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
