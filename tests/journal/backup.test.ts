import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { beginBackup } from '../../src/journal/backup-set.js';
import { restoreBackup } from '../../src/journal/restore.js';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { verifyLogs } from '../../src/journal/verify.js';
import { recordsAfter, snapshotOf, valuesOf } from '../conformance/journal.js';
import { flipBit } from './damage.js';

let root: string;
let journal: SqliteJournal;
let epoch: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-'));
  journal = new SqliteJournal({ directory: join(root, 'log'), durability: 'fsync' });
  ({ epoch } = await journal.open());
});

afterEach(async () => {
  await journal.close();
  await rm(root, { recursive: true });
});

async function append(from: number, to: number, reason?: string): Promise<void> {
  for (let last = from; last < to; last += 5) await journal.append(recordsAfter(last, 5, reason), last, epoch);
}

/** A backup of one pool, complete with its manifest. */
async function backUp(path: string): Promise<number> {
  const set = beginBackup(path);
  const position = await journal.backup(set.poolDirectory('default'));
  const { logId } = verifyLogs(join(set.poolDirectory('default'), '../..'))[0] ?? {};
  set.finish(0, { default: { logId: logId ?? '', position } });
  return position;
}

describe('a backup of a log', () => {
  it('has everything that was acknowledged before it began, while writers, snapshots and clean-up go on', async () => {
    await append(0, 2_000, 'x'.repeat(300));
    for (const position of [500, 1_000]) {
      await journal.writeSnapshot(snapshotOf(position, ['s'.repeat(1_500_000), position]), epoch);
    }
    await journal.compact(500, epoch);
    let last = 2_000;
    const stop = new AbortController();
    const writing = (async () => {
      while (!stop.signal.aborted) {
        await journal.append(recordsAfter(last, 5), last, epoch);
        last += 5;
        if (last % 500 > 0) continue;
        await journal.writeSnapshot(snapshotOf(last, ['later', last]), epoch);
        await journal.compact(last - 500, epoch);
      }
    })();
    const position = await journal.backup(join(root, 'copy'));
    stop.abort();
    await writing;
    expect(position).toBeGreaterThanOrEqual(2_000);

    const copy = new SqliteJournal({ directory: join(root, 'copy'), durability: 'fsync' });
    expect(await copy.open()).toMatchObject({ first: 501, last: position, damage: null, warnings: [] });
    expect((await valuesOf(await copy.newestSnapshot())).at(-1)).toBe(1_000);
    for (let after = 500; after < position; after += 500) {
      const page = await copy.read(after, Math.min(500, position - after));
      expect(page[0]?.position).toBe(after + 1);
    }
    await copy.close();
    // What was held back for the copy is cleaned up by the next round.
    for (const text of ['one', 'two']) await journal.writeSnapshot(snapshotOf(last, [text]), epoch);
    await journal.compact(last, epoch);
    expect(journal.earliest()).toBe(last);
  });

  it('delays no append by more than a moment', async () => {
    await append(0, 5_000, 'x'.repeat(2_000));
    let last = 5_000;
    const stop = new AbortController();
    const slow: number[] = [];
    const writing = (async () => {
      while (!stop.signal.aborted) {
        const began = performance.now();
        await journal.append(recordsAfter(last, 1), last, epoch);
        slow.push(performance.now() - began);
        last += 1;
      }
    })();
    await journal.backup(join(root, 'copy'));
    stop.abort();
    await writing;
    expect(slow.length).toBeGreaterThan(10);
    // 10 MB at once would take far longer than one step of 2 ms; the machine that runs this may be busy.
    expect(slow.sort((a, b) => a - b)[Math.floor(slow.length / 2)]).toBeLessThan(50);
  });

  it('is one at a time, and one that fails leaves nothing behind', async () => {
    await append(0, 1_000);
    const both = await Promise.allSettled([journal.backup(join(root, 'a')), journal.backup(join(root, 'b'))]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(existsSync(join(root, 'b'))).toBe(false);
    await writeFile(join(root, 'file'), '');
    await expect(journal.backup(join(root, 'file'))).rejects.toMatchObject({ code: 'IO' });
    expect(await journal.backup(join(root, 'c'))).toBe(1_000);
  });

  it('that is cut off by the end of the journal is none', async () => {
    await append(0, 5_000, 'x'.repeat(1_000));
    const copying = journal.backup(join(root, 'copy'));
    const told = copying.catch((error: unknown) => error);
    await journal.close();
    expect(await told).toMatchObject({ name: 'JournalError' });
    expect(existsSync(join(root, 'copy'))).toBe(false);
    expect(await journal.open()).toMatchObject({ last: 5_000, damage: null });
  });
});

describe('restoring', () => {
  it('gives the log again under a new id, and it goes on from there', async () => {
    await append(0, 20);
    await journal.writeSnapshot(snapshotOf(10, ['state']), epoch);
    await backUp(join(root, 'saved'));
    await append(20, 30);
    const before = await journal.close().then(() => journal.open());
    restoreBackup(join(root, 'saved'), join(root, 'again'));
    const restored = new SqliteJournal({ directory: join(root, 'again', 'pools', 'default'), durability: 'fsync' });
    const head = await restored.open();
    expect(head).toMatchObject({ first: 1, last: 20, damage: null, warnings: [] });
    expect(head.logId).not.toBe(before.logId);
    expect(await restored.read(0, 100)).toEqual(
      recordsAfter(0, 5).concat(...[5, 10, 15].map((at) => recordsAfter(at, 5))),
    );
    expect(await valuesOf(await restored.newestSnapshot())).toEqual(['state']);
    expect(await restored.append(recordsAfter(20, 1), 20, head.epoch)).toBe(21);
    await restored.close();
    expect(await restored.open()).toMatchObject({ last: 21, damage: null, warnings: [] });
    await restored.close();
  });

  it('takes an empty folder, and refuses one that has anything in it, or a backup that is not whole', async () => {
    await append(0, 20);
    await backUp(join(root, 'saved'));
    await mkdir(join(root, 'empty'));
    restoreBackup(join(root, 'saved'), join(root, 'empty'));
    expect(() => restoreBackup(join(root, 'saved'), join(root, 'empty'))).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    );
    expect(() => restoreBackup(root, join(root, 'new'))).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    await flipBit(join(root, 'saved', 'pools', 'default', 'log.db'), '"position":7,');
    expect(() => restoreBackup(join(root, 'saved'), join(root, 'new'))).toThrow(
      expect.objectContaining({ code: 'CORRUPT', message: expect.stringContaining('records 6 to 10') }),
    );
    expect(existsSync(join(root, 'new'))).toBe(false);
  });
});

describe('verifying', () => {
  it('says of each pool whether it is whole, and changes nothing', async () => {
    await append(0, 20);
    await backUp(join(root, 'saved'));
    const log = join(root, 'saved', 'pools', 'default');
    const before = (await stat(join(log, 'log.db'))).mtimeMs;
    expect(verifyLogs(join(root, 'saved'))).toMatchObject([
      { pool: 'default', range: { from: 1, to: 20 }, damage: null },
    ]);
    expect((await stat(join(log, 'log.db'))).mtimeMs).toBe(before);
    expect(existsSync(join(log, 'log.lock'))).toBe(false);

    // A pool that the backup says it has, and one of another moment.
    await rm(log, { recursive: true });
    expect(verifyLogs(join(root, 'saved'))).toMatchObject([{ pool: 'default', problem: 'it is missing' }]);
    await append(20, 30);
    await journal.close();
    await cp(join(root, 'log'), log, { recursive: true });
    expect(verifyLogs(join(root, 'saved'))[0]?.problem).toContain('not the log that the backup was made of');
  });

  it('is refused where a server has the log open', async () => {
    await mkdir(join(root, 'data', 'pools'), { recursive: true });
    const open = new SqliteJournal({ directory: join(root, 'data', 'pools', 'default'), durability: 'fsync' });
    await open.open();
    expect(() => verifyLogs(join(root, 'data'))).toThrow(expect.objectContaining({ code: 'LOCKED' }));
    await open.close();
    expect(verifyLogs(join(root, 'data'))).toMatchObject([{ problem: null, damage: null }]);
  });
});
