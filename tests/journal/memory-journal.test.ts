import { describe, expect, it } from '@jest/globals';
import { MemoryJournal } from '../../src/journal/memory-journal.js';
import { journalConformance, recordsAfter, snapshotOf } from '../conformance/journal.js';

journalConformance('MemoryJournal', () => {
  const journal = new MemoryJournal();
  return Promise.resolve({ journal: () => journal, remove: () => Promise.resolve() });
});

describe('a bounded MemoryJournal', () => {
  it('keeps its newest records and forgets the rest by itself', async () => {
    const journal = new MemoryJournal({ maxRecords: 5 });
    const { epoch } = await journal.open();
    await journal.append(recordsAfter(0, 4), 0, epoch);
    expect(journal.earliest()).toBe(0);
    await journal.append(recordsAfter(4, 3), 4, epoch);
    expect(journal.earliest()).toBe(2);
    expect(await journal.read(2, 10)).toEqual(recordsAfter(2, 5));
    expect(await journal.read(4, 2)).toEqual(recordsAfter(4, 2));
    await expect(journal.read(1, 1)).rejects.toMatchObject({ code: 'GONE' });
  });

  it('takes a batch that is larger than all it keeps', async () => {
    const journal = new MemoryJournal({ maxRecords: 5 });
    const { epoch } = await journal.open();
    await journal.append(recordsAfter(0, 12), 0, epoch);
    expect(await journal.read(journal.earliest(), 10)).toEqual(recordsAfter(7, 5));
  });

  it('keeps its snapshot, though the records after it may be forgotten', async () => {
    const journal = new MemoryJournal({ maxRecords: 5 });
    const { epoch } = await journal.open();
    await journal.writeSnapshot(snapshotOf(0, ['empty']), epoch);
    await journal.append(recordsAfter(0, 6), 0, epoch);
    expect((await journal.newestSnapshot())?.position).toBe(0);
    await expect(journal.read(0, 1)).rejects.toMatchObject({ code: 'GONE' });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a bound of %d', (maxRecords) => {
    expect(() => new MemoryJournal({ maxRecords })).toThrow(RangeError);
  });
});
