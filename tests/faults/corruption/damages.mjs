import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** The files of a log, as far as they are there. */
export const FILES = ['log.db', 'log.db-wal', 'log.mark'];
const PAGE = 4096;

/**
 * The ways in which a disk, a copy or a hand can go wrong, and how often each is chosen. Each changes files in `directory` and says
 * where; null where there is nothing that it could change.
 *
 * @typedef {{ directory: string, file: string, chance: import('../chance.mjs').Chance, other: string, older: string | null }} Target
 *   `other`: the files of another log; `older`: those of the same one at an earlier moment.
 */
const DAMAGES = [
  [10, 'bit', bytes((buffer, at, chance) => void (buffer[at] ^= 1 << chance.whole(0, 7)))],
  [4, 'byte', bytes((buffer, at, chance) => void (buffer[at] = chance.whole(0, 255)))],
  [
    2,
    'burst',
    bytes((buffer, at, chance) => void buffer.subarray(at, at + chance.whole(2, 600)).fill(chance.whole(0, 255))),
  ],
  [2, 'zeros', bytes((buffer, at) => void buffer.subarray(at - (at % PAGE), at - (at % PAGE) + PAGE).fill(0))],
  [2, 'truncate', bytes((buffer, at) => buffer.subarray(0, at))],
  [1, 'append', bytes((buffer, _, chance) => Buffer.concat([buffer, filler(chance)]))],
  [1, 'swap pages', swapPages],
  [1, 'double page', bytes((buffer, at) => void buffer.copy(buffer, at - (at % PAGE), 0, PAGE))],
  [2, 'swap rows', swapRows],
  [2, 'change row', changeRow],
  [1, 'delete row', deleteRow],
  [1, 'remove', ({ directory, file }) => (rmSync(join(directory, file)), file)],
  [1, 'foreign', ({ other, ...target }) => exchange(target, other)],
  [1, 'older', ({ older, ...target }) => exchange(target, older)],
];
const ALL = DAMAGES.flatMap(([weight, name, damage]) => Array.from({ length: weight }, () => ({ name, damage })));

/** Damages one place; gives the kind of damage and where it is, null where the choice fell on nothing. */
export function damageOnce(target) {
  const { chance, directory } = target;
  const { name, damage } = chance.pick(ALL);
  const present = FILES.filter((file) => existsSync(join(directory, file)) && statSync(join(directory, file)).size > 0);
  // The database is the largest by far, but every file gets its share.
  const place = damage({ ...target, file: chance.pick(['log.db', 'log.db', ...present]) });
  return place === null ? null : { name, place };
}

/** Changes a file at one byte of it and behind; `work` gives other bytes where there are to be more or fewer. */
function bytes(work) {
  return ({ directory, file, chance }) => {
    const path = join(directory, file);
    const buffer = readFileSync(path);
    const at = chance.whole(0, buffer.byteLength - 1);
    writeFileSync(path, work(buffer, at, chance) ?? buffer);
    return `${file} at ${at}`;
  };
}

function filler(chance) {
  return Buffer.alloc(chance.whole(1, 9_000), chance.whole(0, 255));
}

function swapPages({ directory, file, chance }) {
  const path = join(directory, file);
  const buffer = readFileSync(path);
  const pages = Math.floor(buffer.byteLength / PAGE);
  if (pages < 2) return null;
  const [a, b] = [chance.whole(0, pages - 1) * PAGE, chance.whole(0, pages - 1) * PAGE];
  const kept = Buffer.from(buffer.subarray(a, a + PAGE));
  buffer.copy(buffer, a, b, b + PAGE);
  kept.copy(buffer, b);
  writeFileSync(path, buffer);
  return `${file} pages ${a / PAGE} and ${b / PAGE}`;
}

const KEYS = { batch: 'last', snapshot: 'id', snapshot_piece: 'id' };

function swapRows({ directory, chance }) {
  const table = chance.pick(['batch', 'batch', 'snapshot_piece', 'snapshot']);
  const key = KEYS[table];
  return withDatabase(directory, (db) => {
    const rows = db.prepare(`SELECT ${key} FROM ${table}`).pluck().all();
    const [a, b] = [chance.pick(rows), chance.pick(rows)];
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

const COLUMNS = [
  ...['first', 'crc', 'last'].map((name) => ['batch', name]),
  ...['position', 'pieces', 'crc', 'id'].map((name) => ['snapshot', name]),
  ...['crc', 'id'].map((name) => ['snapshot_piece', name]),
  ...['epoch', 'anchor', 'format', 'crc'].map((name) => ['meta', name]),
];

function changeRow({ directory, chance }) {
  const [table, column] = chance.pick(COLUMNS);
  return withRow(directory, table, chance, (db, row) => {
    const change = db.prepare(`UPDATE OR IGNORE ${table} SET ${column} = ${column} + ? WHERE rowid = ?`);
    const { changes } = change.run(chance.pick([-1, 1, 1, 256]), row);
    return changes === 0 ? null : `${column} of row ${row} of ${table}`;
  });
}

function deleteRow({ directory, chance }) {
  const table = chance.pick(['batch', 'batch', 'snapshot_piece', 'snapshot', 'meta']);
  return withRow(directory, table, chance, (db, row) => {
    db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(row);
    return `row ${row} of ${table}`;
  });
}

function withRow(directory, table, chance, work) {
  return withDatabase(directory, (db) => {
    const row = chance.pick(db.prepare(`SELECT rowid FROM ${table}`).pluck().all());
    return row === undefined ? null : work(db, row);
  });
}

function withDatabase(directory, work) {
  const db = new Database(join(directory, 'log.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function exchange({ directory, file }, from) {
  if (from === null || !existsSync(join(from, file))) return null;
  writeFileSync(join(directory, file), readFileSync(join(from, file)));
  return `${file} from ${from}`;
}
