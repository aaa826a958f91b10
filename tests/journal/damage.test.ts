import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PositionRange } from '../../src/journal/journal.js';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { recordsAfter, snapshotOf, valuesOf } from '../conformance/journal.js';
import { alter, flipBit, sealMeta, zeroPage } from './damage.js';
import { OwnerProcess } from './owner-process.js';

let directory: string;
let journal: SqliteJournal;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'damage-'));
  journal = new SqliteJournal({ directory, durability: 'fsync' });
});

afterEach(async () => {
  await journal.close();
  await rm(directory, { recursive: true });
});

function file(name: string): string {
  return join(directory, name);
}

/** Writes records up to `last`, three to a batch, and closes. */
async function writeUpTo(last: number, snapshots: readonly number[] = [], reason?: string): Promise<void> {
  const { epoch, last: before } = await journal.open();
  for (let position = before; position < last; position += 3) {
    await journal.append(recordsAfter(position, 3, reason), position, epoch);
  }
  for (const position of snapshots) await journal.writeSnapshot(snapshotOf(position, [`state ${position}`]), epoch);
  await journal.close();
}

/** The files of a log that is open, its newest batches in the write-ahead log: three records of the same reason each. */
async function copyOfOpenLog(batches: number, reason: string, to: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'damage-open-'));
  const open = new SqliteJournal({ directory: home, durability: 'fsync' });
  const { epoch } = await open.open();
  for (let batch = 0; batch < batches; batch += 1)
    await open.append(recordsAfter(3 * batch, 3, reason), 3 * batch, epoch);
  await mkdir(to);
  for (const name of ['log.db', 'log.db-wal', 'log.mark']) await copyFile(join(home, name), join(to, name));
  await open.close();
  await rm(home, { recursive: true });
}

/** Every file by its bytes. */
async function bytesOfFiles(): Promise<Map<string, string>> {
  const names = (await readdir(directory)).filter((name) => name !== 'log.lock');
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(file(name), 'base64')] as const)));
}

/** Everything that can be read of records 1 to `last`, whatever lies between. */
async function readable(last: number): Promise<number[]> {
  const positions: number[] = [];
  for (let after = 0; after < last; after += 1) {
    const [record] = await journal.read(after, 1).catch(() => []);
    if (record !== undefined) positions.push(record.position);
  }
  return positions;
}

/** Opens a log that must be found damaged, with nothing written to it, and with everything else readable. */
async function openDamaged(last: number, lost: readonly PositionRange[]): Promise<string> {
  const before = await bytesOfFiles();
  const head = await journal.open();
  expect(head.damage?.lost).toEqual(lost);
  expect(head.last).toBe(last);
  const isLost = (position: number): boolean => lost.some(({ from, to }) => position >= from && position <= to);
  const all = Array.from({ length: last }, (_, index) => index + 1);
  expect(await readable(last)).toEqual(all.filter((position) => !isLost(position)));
  await expect(journal.append(recordsAfter(last, 1), last, head.epoch)).rejects.toMatchObject({ code: 'DAMAGED' });
  await expect(journal.writeSnapshot(snapshotOf(0, []), head.epoch)).rejects.toMatchObject({ code: 'DAMAGED' });
  await expect(journal.compact(1, head.epoch)).rejects.toMatchObject({ code: 'DAMAGED' });
  await journal.close();
  expect(await bytesOfFiles()).toEqual(before);
  await journal.open();
  return head.damage?.places.map((place) => `${place.file}: ${place.detail}`).join('\n') ?? '';
}

describe('damage to a batch', () => {
  it('of one bit costs exactly its records, and is told with row and page', async () => {
    await writeUpTo(9);
    await flipBit(file('log.db'), '"position":5,');
    expect(await openDamaged(9, [{ from: 4, to: 6 }])).toContain('row 6 of batch, records 4 to 6');
    await expect(journal.read(3, 1)).rejects.toMatchObject({ code: 'DAMAGED' });
    expect(await journal.read(0, 9)).toHaveLength(3);
    expect(await journal.read(6, 9)).toEqual(recordsAfter(6, 3));
  });

  it.each([
    ['a batch that is missing', 'DELETE FROM batch WHERE last = 6', 4, 6],
    ['a missing first batch', 'DELETE FROM batch WHERE last = 3', 1, 3],
    ['a missing last batch', 'DELETE FROM batch WHERE last = 9', 7, 9],
    [
      'a batch with the checksum of another',
      'UPDATE batch SET crc = (SELECT crc FROM batch WHERE last = 3) WHERE last = 6',
      ...([4, 6] as const),
    ],
    ['a hash that is another', 'UPDATE batch SET hash = zeroblob(32) WHERE last = 6', 4, 6],
    ['a batch that stands elsewhere', 'UPDATE batch SET last = 5 WHERE last = 6', 4, 6],
  ])('by %s costs its records', async (_, sql, from, to) => {
    await writeUpTo(9);
    alter(directory, sql);
    await openDamaged(9, [{ from, to }]);
  });

  it('where the row is gone that says where the log begins, names what is missing at its beginning', async () => {
    await writeUpTo(9);
    alter(directory, 'DELETE FROM meta; DELETE FROM batch WHERE last = 3');
    await openDamaged(9, [{ from: 1, to: 3 }]);
  });

  it('where that row is gone, takes what a snapshot stands for to be forgotten, not lost', async () => {
    await writeUpTo(9, [3, 6]);
    alter(directory, 'DELETE FROM meta; DELETE FROM batch WHERE last = 3');
    const { damage, first } = await journal.open();
    expect({ lost: damage?.lost, first }).toEqual({ lost: [], first: 4 });
  });

  it('by two batches that have changed places costs both', async () => {
    await writeUpTo(12);
    alter(
      directory,
      `UPDATE batch SET last = 1000 WHERE last = 6;
       UPDATE batch SET last = 6, first = 4 WHERE last = 9;
       UPDATE batch SET last = 9, first = 7 WHERE last = 1000`,
    );
    await openDamaged(12, [{ from: 4, to: 9 }]);
  });

  it('on either side of others costs these too, for nothing vouches for them', async () => {
    await writeUpTo(15);
    for (const position of [4, 10]) await flipBit(file('log.db'), `"position":${position},`);
    await openDamaged(15, [{ from: 4, to: 12 }]);
  });

  it('before the newest snapshot costs them too, and the state is still there', async () => {
    await writeUpTo(9, [6]);
    await flipBit(file('log.db'), '"position":2,');
    await openDamaged(9, [{ from: 1, to: 3 }]);
    expect(await valuesOf(await journal.newestSnapshot())).toEqual(['state 6']);
  });

  it('by a page of zeros costs what was on it, however long the log is', async () => {
    await writeUpTo(300);
    const at = await zeroPage(file('log.db'), '"position":150,');
    const { damage } = await journal.open();
    expect(damage?.places[0]?.detail).toContain(`page ${at}: `);
    const [lost, ...others] = damage?.lost ?? [];
    expect(others).toEqual([]);
    expect(lost?.from).toBeLessThanOrEqual(150);
    expect(lost?.to).toBeGreaterThanOrEqual(150);
    expect((lost?.to ?? 0) - (lost?.from ?? 0)).toBeLessThan(30);
    const gone = Array.from({ length: 300 }, (_, index) => index + 1).filter(
      (position) => position < (lost?.from ?? 0) || position > (lost?.to ?? 0),
    );
    expect(await readable(300)).toEqual(gone);
  });

  it('on the pages that continue a long batch costs only that one', async () => {
    await writeUpTo(9, [], 'x'.repeat(20_000));
    await flipBit(file('log.db'), '"position":5,');
    await openDamaged(9, [{ from: 4, to: 6 }]);
  });
});

describe('damage to what holds the batches', () => {
  it.each([
    ['the first page', 1],
    ['the page with the row of meta', 2],
  ])('%s leaves every record readable', async (_, page) => {
    await writeUpTo(30);
    await zeroPage(file('log.db'), page);
    await openDamaged(30, []);
  });

  it('an inner page leaves every record readable', async () => {
    await writeUpTo(900);
    const db = await readFile(file('log.db'));
    const inner = Array.from({ length: db.byteLength / 4096 }, (_, index) => index).find(
      (index) => db[index * 4096] === 0x05,
    );
    await zeroPage(file('log.db'), (inner ?? NaN) + 1);
    await openDamaged(900, []);
  });

  it('a cut in the middle costs the end', async () => {
    await writeUpTo(300);
    await truncate(file('log.db'), Math.floor((await stat(file('log.db'))).size / 8192) * 4096);
    const { damage, last } = await journal.open();
    expect(last).toBe(300);
    expect(damage?.lost.at(-1)?.to).toBe(300);
    expect(await journal.read(0, 10)).toEqual(recordsAfter(0, 3).concat(recordsAfter(3, 7)));
  });
});

describe('a write-ahead log', () => {
  async function killedAfter(lines: number): Promise<number> {
    const owner = new OwnerProcess('append', directory);
    for (let line = 0; line < lines; line += 1) await owner.line();
    await owner.kill();
    return lines + (await owner.rest()).length;
  }

  it('that is cut short costs what the mark knows of', async () => {
    await killedAfter(20);
    await truncate(file('log.db-wal'), Math.floor((await stat(file('log.db-wal'))).size / 2));
    const { damage, last } = await journal.open();
    expect(last).toBeGreaterThanOrEqual(20);
    expect(damage?.lost).toEqual([{ from: expect.any(Number), to: last }]);
    expect(damage?.places[0]?.detail).toContain(`${last} was written`);
  });

  it('that is gone costs what the mark knows of', async () => {
    const acknowledged = await killedAfter(20);
    await rm(file('log.db-wal'));
    const { damage, last } = await journal.open();
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    expect(damage?.lost).toEqual([{ from: 1, to: last }]);
  });

  it.each([
    [4, 30],
    [30, 4],
    [30, 30],
  ])("that is another log's shows nothing of that one (%i batches of ours, %i of the other)", async (ours, others) => {
    await copyOfOpenLog(others, 'theirs', file('other'));
    await copyOfOpenLog(ours, 'ours', file('own'));
    for (const name of ['log.db', 'log.mark']) await copyFile(join(file('own'), name), file(name));
    await copyFile(join(file('other'), 'log.db-wal'), file('log.db-wal'));
    const { damage, last } = await journal.open();
    const isLost = (position: number): boolean =>
      damage?.lost.some(({ from, to }) => position >= from && position <= to) ?? false;
    for (let position = 1; position <= 3 * ours; position += 1) {
      const shown = await journal.read(position - 1, 1).catch(() => []);
      expect(isLost(position) ? [] : shown).toEqual(isLost(position) ? shown : recordsAfter(position - 1, 1, 'ours'));
    }
    expect([damage === null, last]).toEqual([false, 3 * ours]);
  });

  it('with a flipped bit costs one batch, not all behind it, with the mark or without', async () => {
    const acknowledged = await killedAfter(20);
    await flipBit(file('log.db-wal'), '"position":10,');
    const { damage, last } = await journal.open();
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    // Every commit writes its page anew, so that only the last version of the page counts, and that is whole.
    expect(damage?.lost).toEqual([]);
    expect(damage?.places.map(({ file: path }) => path)).toContain(file('log.db-wal'));
    await journal.close();
    await rm(file('log.mark'));
    expect((await journal.open()).damage).not.toBeNull();
  });
});

describe('the mark', () => {
  it('finds an older copy of the database, which is accepted once the mark is deleted, with a warning', async () => {
    await writeUpTo(3);
    await copyFile(file('log.db'), file('backup'));
    await writeUpTo(9);
    await copyFile(file('backup'), file('log.db'));
    await openDamaged(9, [{ from: 4, to: 9 }]);
    await journal.close();
    await rm(file('log.mark'));
    expect(await journal.open()).toMatchObject({
      last: 3,
      damage: null,
      warnings: [expect.stringContaining('log.mark is missing')],
    });
  });

  it('of another log says so, and nothing is accepted', async () => {
    await writeUpTo(3);
    await copyFile(file('log.mark'), file('other'));
    await rm(file('log.mark'));
    await rm(file('log.db'));
    await writeUpTo(9);
    await copyFile(file('other'), file('log.mark'));
    expect(await openDamaged(9, [])).toContain('one of them is from elsewhere');
  });

  it('that cannot be read accuses nobody, but is told', async () => {
    await writeUpTo(3);
    await writeFile(file('log.mark'), 'mark of nothing');
    expect(await journal.open()).toMatchObject({
      ...{ last: 3, damage: null },
      warnings: [expect.stringContaining('log.mark cannot be read')],
    });
    await journal.close();
    expect(await journal.open()).toMatchObject({ warnings: [] });
  });

  it('beside no database is a refusal that names both and says what to do', async () => {
    await writeUpTo(3);
    await rm(file('log.db'));
    await expect(journal.open()).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining('log.mark'),
    });
    await expect(journal.open()).rejects.toMatchObject({ message: expect.stringContaining('restore a backup') });
    await writeFile(file('log.mark'), 'no mark');
    await expect(journal.open()).rejects.toMatchObject({ code: 'CORRUPT' });
  });
});

describe('a damaged snapshot', () => {
  it('is passed over for the one before, with a warning, and the log goes on', async () => {
    await writeUpTo(9, [3, 6]);
    await flipBit(file('log.db'), '"state 6"');
    const { damage, warnings, epoch } = await journal.open();
    expect(damage).toBeNull();
    expect(warnings).toEqual([expect.stringContaining('the snapshot at position 6 is damaged')]);
    expect(await valuesOf(await journal.newestSnapshot())).toEqual(['state 3']);
    expect(await journal.append(recordsAfter(9, 1), 9, epoch)).toBe(10);
  });

  it('that says another position is damaged too', async () => {
    await writeUpTo(9, [3, 6]);
    alter(directory, 'UPDATE snapshot SET position = 7 WHERE position = 6');
    expect((await journal.open()).warnings).toHaveLength(1);
    expect((await journal.newestSnapshot())?.position).toBe(3);
  });

  it('leads back to the whole log where it is the last, or is CORRUPT where that is compacted', async () => {
    await writeUpTo(9, [3, 6]);
    await flipBit(file('log.db'), '"state 6"');
    await flipBit(file('log.db'), '"state 3"');
    const { epoch } = await journal.open();
    expect(await journal.newestSnapshot()).toBeNull();
    await journal.compact(9, epoch);
    await expect(journal.newestSnapshot()).rejects.toMatchObject({ code: 'CORRUPT' });
  });
});

describe('a file of somebody else', () => {
  it('is refused and left as it is where it is no database', async () => {
    await writeFile(file('log.db'), 'a diary, '.repeat(1_000));
    await expect(journal.open()).rejects.toMatchObject({ code: 'CORRUPT' });
    expect(await readFile(file('log.db'), 'utf8')).toBe('a diary, '.repeat(1_000));
  });

  it('is refused and left as it is where it is another database', async () => {
    alter(directory, 'CREATE TABLE diary (page TEXT)');
    const before = await readFile(file('log.db'));
    await expect(journal.open()).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringContaining('not a log of this program'),
    });
    expect(await readFile(file('log.db'))).toEqual(before);
  });

  it.each([
    ['with tables of its own', 'ALTER TABLE meta ADD COLUMN more TEXT; UPDATE meta SET format = 4'],
    ['with the same tables', 'UPDATE meta SET format = 4'],
  ])('is refused where a newer version wrote it, %s, and says what to do', async (_, change) => {
    await writeUpTo(3);
    alter(directory, change);
    sealMeta(directory);
    const before = await readFile(file('log.db'));
    await expect(journal.open()).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringMatching(/format 4.*start the newer version/s),
    });
    expect(await readFile(file('log.db'))).toEqual(before);
  });
});
