import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { journalConformance, recordsAfter, snapshotOf, valuesOf } from '../conformance/journal.js';
import { count } from './damage.js';
import { OwnerProcess } from './owner-process.js';

for (const durability of ['fsync', 'os'] as const) {
  journalConformance(`SqliteJournal with durability ${durability}`, async () => {
    const directory = await mkdtemp(join(tmpdir(), 'journal-'));
    return {
      journal: () => new SqliteJournal({ directory, durability }),
      remove: () => rm(directory, { recursive: true }),
    };
  });
}

let directory: string;
let journal: SqliteJournal;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
  journal = new SqliteJournal({ directory, durability: 'fsync' });
});

afterEach(async () => {
  await journal.close();
  await rm(directory, { recursive: true });
});

/** Writes records up to `last`, three to a batch, and closes. */
async function writeUpTo(last: number, snapshots: readonly number[] = []): Promise<void> {
  const { epoch, last: before } = await journal.open();
  for (let position = before; position < last; position += 3) {
    await journal.append(recordsAfter(position, 3), position, epoch);
  }
  for (const position of snapshots) await journal.writeSnapshot(snapshotOf(position, [`state ${position}`]), epoch);
  await journal.close();
}

describe('a second owner', () => {
  it('is told which folder is in use, and gets it once the first is killed', async () => {
    const owner = new OwnerProcess('hold', directory);
    expect(await owner.line()).toBe('open');
    await expect(journal.open()).rejects.toMatchObject({ code: 'LOCKED', message: expect.stringContaining(directory) });
    await owner.kill();
    expect(await journal.open()).toMatchObject({ epoch: 2 });
  });

  it('is refused in the same process too, and does the first no harm', async () => {
    const { epoch } = await journal.open();
    const second = new SqliteJournal({ directory, durability: 'fsync' });
    await expect(second.open()).rejects.toMatchObject({ code: 'LOCKED' });
    expect(await journal.append(recordsAfter(0, 1), 0, epoch)).toBe(1);
    const owner = new OwnerProcess('hold', directory);
    expect(await owner.rest()).toEqual(['LOCKED']);
    await journal.close();
    expect(await second.open()).toMatchObject({ last: 1 });
    await second.close();
  });
});

describe('a killed process', () => {
  it.each(['fsync', 'os'] as const)('has lost nothing that was acknowledged with durability %s', async (durability) => {
    const owner = new OwnerProcess('append', directory, durability);
    for (let line = 0; line < 200; line += 1) await owner.line();
    await owner.kill();
    const acknowledged = 200 + (await owner.rest()).length;
    const { last } = await journal.open();
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    const records = await journal.read(0, last + 1);
    expect(records.map(({ position }) => position)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  });

  it('leaves the snapshot before in force, and no trace of the half one', async () => {
    await writeUpTo(3, [3]);
    const owner = new OwnerProcess('snapshot', directory);
    expect(await owner.line()).toBe('half');
    await owner.kill();
    expect(count(directory, 'snapshot_piece')).toBeGreaterThan(1);
    await journal.open();
    expect(await valuesOf(await journal.newestSnapshot())).toEqual(['state 3']);
    await journal.close();
    expect(count(directory, 'snapshot_piece')).toBe(1);
  });
});

describe('a process that closes its journal', () => {
  it('ends by itself', async () => {
    const owner = new OwnerProcess('leave', directory);
    expect(await owner.rest()).toEqual(['1']);
    expect(await owner.exitCode()).toBe(0);
  });
});

describe('space', () => {
  it('that is used up rejects with FULL, writes nothing, and comes back by compacting', async () => {
    journal = new SqliteJournal({ directory, durability: 'fsync', maxBytes: 400_000 });
    const { epoch } = await journal.open();
    const large = (after: number) => recordsAfter(after, 1, 'x'.repeat(50_000));
    await journal.append(large(0), 0, epoch);
    await journal.writeSnapshot(snapshotOf(1, []), epoch);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => journal.append(large(index + 1), index + 1, epoch)),
    );
    const last = 1 + results.filter(({ status }) => status === 'fulfilled').length;
    expect(last).toBeLessThan(10);
    // Also those that were sent behind the one that found no space.
    expect(results.slice(last - 1)).toMatchObject(results.slice(last - 1).map(() => ({ reason: { code: 'FULL' } })));
    expect(await journal.read(last - 1, 10)).toEqual(large(last - 1));
    await journal.compact(last, epoch);
    expect(await journal.append(large(last), last, epoch)).toBe(last + 1);
    await journal.close();
    expect(await journal.open()).toMatchObject({ last: last + 1 });
  });

  it('in the write-ahead log is used again', async () => {
    const { epoch } = await journal.open();
    for (let last = 0; last < 200; last += 1) {
      await journal.append(recordsAfter(last, 1, 'x'.repeat(100_000)), last, epoch);
    }
    expect((await stat(join(directory, 'log.db'))).size).toBeGreaterThan(19_000_000);
    expect((await stat(join(directory, 'log.db-wal'))).size).toBeLessThan(2_000_000);
  });

  it('in the write-ahead log is bounded while a long snapshot, a backup and a reader are at work', async () => {
    const { epoch } = await journal.open();
    const size = async (): Promise<number> => (await stat(join(directory, 'log.db-wal'))).size;
    let last = 0;
    let largest = 0;
    const append = async (): Promise<void> => {
      last = await journal.append(recordsAfter(last, 1, 'x'.repeat(50_000)), last, epoch);
      largest = Math.max(largest, await size());
    };
    for (let index = 0; index < 20; index += 1) await append();
    const at = last;
    async function* chunks(): AsyncGenerator<unknown, void> {
      for (let index = 0; index < 100; index += 1) {
        yield 's'.repeat(100_000);
        await append();
        await journal.read(Math.max(0, last - 5), 5);
      }
    }
    const copy = await mkdtemp(join(tmpdir(), 'copy-'));
    await Promise.all([
      journal.writeSnapshot({ position: at, chunks: chunks() }, epoch),
      journal.backup(join(copy, 'log')),
    ]);
    await rm(copy, { recursive: true });
    // 5 MB of records and 10 MB of snapshot went through it.
    expect((await stat(join(directory, 'log.db'))).size).toBeGreaterThan(14_000_000);
    expect(largest).toBeGreaterThan(0);
    expect(largest).toBeLessThan(2_000_000);
  });

  it('in the write-ahead log that one large batch took is given back', async () => {
    const { epoch } = await journal.open();
    let last = await journal.append(recordsAfter(0, 40, 'x'.repeat(250_000)), 0, epoch);
    expect((await stat(join(directory, 'log.db-wal'))).size).toBeGreaterThan(10_000_000);
    for (let index = 0; index < 3; index += 1) last = await journal.append(recordsAfter(last, 1), last, epoch);
    expect((await stat(join(directory, 'log.db-wal'))).size).toBeLessThan(5_000_000);
  });

  it('for an answer is bounded, so a page may end before its limit but never before its first record', async () => {
    const { epoch } = await journal.open();
    for (let last = 0; last < 30; last += 1)
      await journal.append(recordsAfter(last, 1, 'x'.repeat(100_000)), last, epoch);
    const page = await journal.read(0, 1_000);
    expect(page.length).toBeGreaterThan(5);
    expect(page.length).toBeLessThan(15);
    expect(await journal.read(page.length, 1)).toHaveLength(1);
  });
});

describe('a disk that fails', () => {
  it('ends the instance with IO and loses nothing acknowledged', async () => {
    // A file may not grow beyond 256 KiB there: every write behind that is an error.
    const owner = new OwnerProcess('fail', directory, 'fsync', 'ulimit -f 512;');
    const lines = await owner.rest();
    expect(lines.pop()).toBe('IO IO');
    expect(await owner.exitCode()).toBe(0);
    expect((await journal.open()).last).toBeGreaterThanOrEqual(Number(lines.at(-1)));
    expect(lines.length).toBeGreaterThan(10);
  });
});
