import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PoolRecord } from '../../src/core/record.js';
import { FORMAT } from '../../src/journal/log-formats.js';
import { copyPath } from '../../src/journal/migrations.js';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { recordsAfter, snapshotOf, valuesOf } from '../conformance/journal.js';
import { alter, flipBit } from './damage.js';
import { OwnerProcess } from './owner-process.js';

const GOLDEN = fileURLToPath(new URL('./golden', import.meta.url));
const FORMATS = Array.from({ length: FORMAT }, (_, index) => index + 1);

/** What a log of an earlier release holds, as that release wrote it down. */
interface Expected {
  readonly logId: string;
  readonly epoch: number;
  readonly earliest: number;
  readonly records: readonly PoolRecord[];
  /** Characters of the text in the snapshot at each position. */
  readonly snapshots: Readonly<Record<string, number>>;
}

let directory: string;
let journal: SqliteJournal;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'formats-'));
  journal = new SqliteJournal({ directory, durability: 'fsync' });
});

afterEach(async () => {
  await journal.close();
  await rm(directory, { recursive: true });
});

async function golden(format: number): Promise<Expected> {
  await cp(join(GOLDEN, `format-${format}`), directory, { recursive: true });
  return JSON.parse(await readFile(join(directory, 'expected.json'), 'utf8')) as Expected;
}

async function expectAll(expected: Expected, epoch: number): Promise<void> {
  const last = expected.records.at(-1)?.position ?? 0;
  const head = await journal.open();
  expect(head).toMatchObject({ ...{ logId: expected.logId, epoch, last }, damage: null, warnings: [] });
  expect(journal.earliest()).toBe(expected.earliest);
  expect(await journal.read(expected.earliest, 1_000)).toEqual(expected.records);
  for (const [position, length] of Object.entries(expected.snapshots)) {
    const snapshot = await journal.newestSnapshot(Number(position));
    expect(snapshot?.position).toBe(Number(position));
    expect(await valuesOf(snapshot)).toEqual([{ kind: 'state', position: Number(position) }, 's'.repeat(length)]);
  }
}

describe.each(FORMATS)('a log of format %i', (format) => {
  it('is read by this version, record for record and snapshot for snapshot, and goes on', async () => {
    const expected = await golden(format);
    await expectAll(expected, expected.epoch + 1);
    const last = expected.records.at(-1)?.position ?? 0;
    expect(await journal.append(recordsAfter(last, 2), last, expected.epoch + 1)).toBe(last + 2);
    await journal.writeSnapshot(snapshotOf(last + 2, ['on']), expected.epoch + 1);
    await journal.close();
    expect(await journal.open()).toMatchObject({ last: last + 2, damage: null, warnings: [] });
    expect(await valuesOf(await journal.newestSnapshot())).toEqual(['on']);
  });

  it('is found damaged as any other, and is left in its own format then', async () => {
    const expected = await golden(format);
    // The newest version of the last page is in the write-ahead log.
    await flipBit(join(directory, 'log.db-wal'), '"position":25,');
    const before = await readFile(join(directory, 'log.db-wal'));
    const { damage } = await journal.open();
    expect(damage).not.toBeNull();
    expect(await journal.read(expected.earliest, 4)).toEqual(expected.records.slice(0, 4));
    await journal.close();
    expect(await readFile(join(directory, 'log.db-wal'))).toEqual(before);
    expect((await readdir(directory)).filter((name) => name.includes('format'))).toEqual([]);
  });
});

describe('an older log', () => {
  it('is kept as it was beside the one it becomes, complete, so that one can go back', async () => {
    const expected = await golden(1);
    const before = await readFile(join(directory, 'log.db'));
    await expectAll(expected, expected.epoch + 1);
    await journal.close();
    expect(await readFile(copyPath(directory, 1))).toEqual(before);
    await rm(join(directory, 'log.db'));
    await cp(copyPath(directory, 1), join(directory, 'log.db'));
    await cp(`${copyPath(directory, 1)}-wal`, join(directory, 'log.db-wal'));
    await expectAll(expected, expected.epoch + 1);
  });

  it('becomes one of the present format in one piece, also after starts that were killed', async () => {
    const expected = await golden(1);
    // Some before they began, some behind the opening, some in between.
    for (let round = 0; round < 8; round += 1) {
      const owner = new OwnerProcess('hold', directory);
      if (round > 4) await owner.line();
      await owner.kill();
    }
    const { epoch } = await journal.open();
    await journal.close();
    await expectAll(expected, epoch + 1);
  });

  it('takes a damaged snapshot along as damaged', async () => {
    const expected = await golden(1);
    await expectAll(expected, expected.epoch + 1);
    await journal.close();
    await golden(1);
    alter(directory, 'UPDATE snapshot_piece SET crc = crc + 1 WHERE snapshot = 2');
    expect(await journal.open()).toMatchObject({ warnings: [expect.stringContaining('position 20 is damaged')] });
    expect((await journal.newestSnapshot())?.position).toBe(12);
    await journal.close();
    await journal.open();
    expect((await journal.newestSnapshot())?.position).toBe(12);
  });
});
