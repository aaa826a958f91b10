import { describe, expect, it } from '@jest/globals';
import { journalConformance, recordsAfter, snapshotOf, valuesOf } from '../conformance/journal.js';
import { DiskJournal, type Device, type WriteOutcome } from './disk-journal.js';
import { Disk } from './disk.js';

/** Hardware without faults, unless they are asked for. */
function deviceOf(outcome: WriteOutcome = 'WRITTEN', schedule: Device['schedule'] = soon): Device {
  return { schedule, append: () => outcome, hasRoom: () => true, lives: () => true };
}

function soon(_: string, run: () => void): void {
  queueMicrotask(run);
}

const emptyDisk = (): Disk => new Disk('log-1', () => undefined);

journalConformance('DiskJournal', () => {
  const disk = emptyDisk();
  return Promise.resolve({ journal: () => new DiskJournal(disk, deviceOf()), remove: () => Promise.resolve() });
});

describe('a simulated disk', () => {
  it.each([
    ['FULL', 'FULL', 0],
    ['IO', 'IO', 0],
    ['IO_WRITTEN', 'IO', 3],
  ] as const)('has all of an append or nothing after %s', async (outcome, code, last) => {
    const disk = emptyDisk();
    const journal = new DiskJournal(disk, deviceOf(outcome));
    const { epoch } = await journal.open();
    await expect(journal.append(recordsAfter(0, 3), 0, epoch)).rejects.toMatchObject({ code });
    expect(disk.last).toBe(last);
  });

  it.each([true, false])(
    'keeps what was being written when the power went as a whole, or not at all',
    async (isThere) => {
      const disk = emptyDisk();
      const opened = new DiskJournal(disk, deviceOf());
      const { epoch } = await opened.open();
      await opened.append(recordsAfter(0, 1), 0, epoch);
      await opened.close();
      const planned: (() => void)[] = [];
      const journal = new DiskJournal(
        disk,
        deviceOf('WRITTEN', (_, run) => void planned.push(run)),
      );
      const opening = journal.open();
      planned.shift()?.();
      const head = await opening;
      void journal.append(recordsAfter(1, 3), 1, head.epoch);
      void journal.append(recordsAfter(4, 1), 4, head.epoch);
      journal.cut(() => isThere);
      expect(disk.last).toBe(isThere ? 4 : 1);
    },
  );

  it('goes back to the older snapshot where the newest is damaged', async () => {
    const disk = emptyDisk();
    const journal = new DiskJournal(disk, deviceOf());
    const { epoch } = await journal.open();
    await journal.append(recordsAfter(0, 4), 0, epoch);
    for (const position of [2, 4]) await journal.writeSnapshot(snapshotOf(position, [position]), epoch);
    disk.damageNewest();
    expect(await valuesOf(await journal.newestSnapshot())).toEqual([2]);
  });
});
