import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PoolRecord } from '../../src/core/record.js';
import type { Journal, JournalHead, Snapshot } from '../../src/journal/journal.js';
import { journalHistory, runHistory } from './journal-model.js';

/** A place that journals are opened on, one after another. */
export interface JournalStorage {
  /** A journal on this place, not open yet. The one before it is closed. */
  journal(): Journal;
  remove(): Promise<void>;
}

/** `count` records after a position. The text is as awkward for an encoding as JSON allows. */
export function recordsAfter(
  position: number,
  count: number,
  reason = 'line\nend, "quote", \u2028, \ud83d\ude80',
): PoolRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    position: position + 1 + index,
    atMs: 1_700_000_000_000 + position + index,
    clockMs: 1_000.5 + position + index,
    event: { type: 'PoolDegraded', affectedTypes: [], reason, waitingTasks: position + index },
  }));
}

export function snapshotOf(position: number, values: readonly unknown[]): Snapshot {
  return { position, chunks: inTurn(values) };
}

export async function valuesOf(snapshot: Snapshot | null): Promise<unknown[]> {
  const values: unknown[] = [];
  if (snapshot !== null) for await (const chunk of snapshot.chunks) values.push(chunk);
  return values;
}

async function* inTurn(values: readonly unknown[]): AsyncGenerator<unknown, void> {
  for (const value of values) yield await Promise.resolve(value);
}

/** What every `Journal` promises, whatever it is written on. */
export function journalConformance(name: string, makeStorage: () => Promise<JournalStorage>): void {
  describe(`${name} as a journal`, () => {
    let storage: JournalStorage;
    let journal: Journal;
    let head: JournalHead;

    beforeEach(async () => {
      storage = await makeStorage();
      journal = storage.journal();
      head = await journal.open();
    });

    afterEach(async () => {
      await journal.close();
      await storage.remove();
    });

    async function restart(): Promise<void> {
      await journal.close();
      journal = storage.journal();
      head = await journal.open();
    }

    describe('opening', () => {
      it('finds an empty log where there is none', async () => {
        expect(head).toMatchObject({ first: 1, last: 0 });
        expect(journal.earliest()).toBe(0);
        expect(await journal.read(0, 10)).toEqual([]);
        expect(await journal.newestSnapshot()).toBeNull();
      });

      it('finds nothing wrong with a log that nobody touched', async () => {
        await journal.append(recordsAfter(0, 3), 0, head.epoch);
        await journal.writeSnapshot(snapshotOf(3, ['state']), head.epoch);
        await restart();
        expect(head).toMatchObject({ damage: null, warnings: [] });
      });

      it('finds the same log again, with a higher epoch', async () => {
        await journal.append(recordsAfter(0, 3), 0, head.epoch);
        const before = head;
        await restart();
        expect(head).toMatchObject({ logId: before.logId, epoch: before.epoch + 1, first: 1, last: 3 });
        expect(await journal.read(0, 10)).toEqual(recordsAfter(0, 3));
      });

      it('is refused while it is open', async () => {
        await expect(journal.open()).rejects.toMatchObject({ code: 'LOCKED' });
      });
    });

    describe('appending', () => {
      it('gives the new last position', async () => {
        expect(await journal.append(recordsAfter(0, 3), 0, head.epoch)).toBe(3);
        expect(await journal.append(recordsAfter(3, 1), 3, head.epoch)).toBe(4);
      });

      it('writes nothing for an empty batch', async () => {
        expect(await journal.append([], 0, head.epoch)).toBe(0);
        expect(await journal.read(0, 10)).toEqual([]);
      });

      it('keeps the order of appends that do not wait for one another', async () => {
        const batches = Array.from({ length: 50 }, (_, index) =>
          journal.append(recordsAfter(index * 2, 2), index * 2, head.epoch),
        );
        expect(await Promise.all(batches)).toEqual(batches.map((_, index) => index * 2 + 2));
        expect(await journal.read(0, 200)).toEqual(recordsAfter(0, 100));
      });

      it('refuses one of several that were sent together, and none of the others', async () => {
        const sent = [
          journal.append(recordsAfter(0, 2), 0, head.epoch),
          journal.append(recordsAfter(1, 1), 1, head.epoch),
          journal.append(recordsAfter(2, 1), 2, head.epoch + 1),
          journal.append(recordsAfter(2, 1), 2, head.epoch),
        ];
        const outcomes = await Promise.allSettled(sent);
        expect(outcomes).toMatchObject([
          { value: 2 },
          { reason: { code: 'CONFLICT' } },
          { reason: { code: 'FENCED' } },
          { value: 3 },
        ]);
        expect(await journal.read(0, 10)).toEqual(recordsAfter(0, 3));
      });

      it.each([0, 2, 4])('conflicts and writes nothing where %i is expected of 3', async (expected) => {
        await journal.append(recordsAfter(0, 3), 0, head.epoch);
        const append = journal.append(recordsAfter(expected, 1), expected, head.epoch);
        await expect(append).rejects.toMatchObject({ code: 'CONFLICT' });
        expect(await journal.read(0, 10)).toEqual(recordsAfter(0, 3));
      });

      it('conflicts where the records carry other positions than they would get', async () => {
        await expect(journal.append(recordsAfter(1, 2), 0, head.epoch)).rejects.toMatchObject({ code: 'CONFLICT' });
        const gap = [...recordsAfter(0, 1), ...recordsAfter(2, 1)];
        await expect(journal.append(gap, 0, head.epoch)).rejects.toMatchObject({ code: 'CONFLICT' });
        expect(await journal.read(0, 10)).toEqual([]);
      });

      it('fences an owner of an earlier opening', async () => {
        const old = head.epoch;
        await restart();
        await expect(journal.append(recordsAfter(0, 1), 0, old)).rejects.toMatchObject({ code: 'FENCED' });
        await expect(journal.writeSnapshot(snapshotOf(0, []), old)).rejects.toMatchObject({ code: 'FENCED' });
        await expect(journal.compact(0, old)).rejects.toMatchObject({ code: 'FENCED' });
        expect(await journal.read(0, 10)).toEqual([]);
      });
    });

    describe('reading', () => {
      beforeEach(async () => {
        for (const [after, count] of [
          [0, 1],
          [1, 5],
          [6, 1],
          [7, 3],
        ] as const) {
          await journal.append(recordsAfter(after, count), after, head.epoch);
        }
      });

      it('begins and ends anywhere in a batch', async () => {
        for (let after = 0; after <= 10; after += 1) {
          for (let limit = 0; limit <= 11; limit += 1) {
            expect(await journal.read(after, limit)).toEqual(recordsAfter(0, 10).slice(after, after + limit));
          }
        }
      });

      it('is empty beyond the end', async () => {
        expect(await journal.read(10, 5)).toEqual([]);
        expect(await journal.read(99, 5)).toEqual([]);
      });

      it('sees an append that was acknowledged before', async () => {
        await journal.append(recordsAfter(10, 2), 10, head.epoch);
        expect(await journal.read(10, 5)).toEqual(recordsAfter(10, 2));
      });
    });

    describe('snapshots', () => {
      beforeEach(async () => {
        await journal.append(recordsAfter(0, 4), 0, head.epoch);
        await journal.append(recordsAfter(4, 4), 4, head.epoch);
      });

      it.each([
        ['no chunk', []],
        ['every kind of JSON value', [null, 0, 'a\nb', [], { a: [1, { b: '\u00e9\ud83d\ude80' }] }, false]],
        ['one chunk of a megabyte', ['\u00e9'.repeat(500_000)]],
        ['many small chunks', Array.from({ length: 20_000 }, (_, index) => ({ index }))],
      ])('gives back %s after a restart', async (_, values) => {
        await journal.writeSnapshot(snapshotOf(8, values), head.epoch);
        await restart();
        const found = await journal.newestSnapshot();
        expect(found?.position).toBe(8);
        expect(await valuesOf(found)).toEqual(values);
      });

      it('gives the newest of several', async () => {
        for (const position of [2, 5, 8]) await journal.writeSnapshot(snapshotOf(position, [position]), head.epoch);
        expect(await valuesOf(await journal.newestSnapshot())).toEqual([8]);
      });

      it('keeps two, and gives the newest at or before a position', async () => {
        for (const position of [2, 5, 8]) await journal.writeSnapshot(snapshotOf(position, [position]), head.epoch);
        await restart();
        expect(await valuesOf(await journal.newestSnapshot(8))).toEqual([8]);
        expect(await valuesOf(await journal.newestSnapshot(7))).toEqual([5]);
        expect(await valuesOf(await journal.newestSnapshot(5))).toEqual([5]);
        expect(await journal.newestSnapshot(4)).toBeNull();
      });

      it('takes appends while one is being written', async () => {
        const { epoch } = head;
        async function* chunks(): AsyncGenerator<unknown, void> {
          for (let last = 8; last < 12; last += 1) {
            yield 'x'.repeat(200_000);
            await journal.append(recordsAfter(last, 1), last, epoch);
          }
        }
        await journal.writeSnapshot({ position: 8, chunks: chunks() }, epoch);
        expect(await journal.read(8, 10)).toEqual(recordsAfter(8, 4));
        expect(await valuesOf(await journal.newestSnapshot())).toHaveLength(4);
      });

      it('leaves the one before in force where its writer fails half way', async () => {
        await journal.writeSnapshot(snapshotOf(4, ['whole']), head.epoch);
        async function* chunks(): AsyncGenerator<unknown, void> {
          yield await Promise.resolve('x'.repeat(500_000));
          throw new Error('out of chunks');
        }
        await expect(journal.writeSnapshot({ position: 8, chunks: chunks() }, head.epoch)).rejects.toThrow(
          'out of chunks',
        );
        await restart();
        expect(await valuesOf(await journal.newestSnapshot())).toEqual(['whole']);
      });

      it('refuses one of a position that the log has not reached', async () => {
        await expect(journal.writeSnapshot(snapshotOf(9, []), head.epoch)).rejects.toMatchObject({ code: 'CONFLICT' });
      });
    });

    describe('compacting', () => {
      beforeEach(async () => {
        await journal.append(recordsAfter(0, 4), 0, head.epoch);
        await journal.append(recordsAfter(4, 4), 4, head.epoch);
      });

      it('forgets nothing while there is no snapshot', async () => {
        await journal.compact(8, head.epoch);
        expect(journal.earliest()).toBe(0);
        expect(await journal.read(0, 10)).toEqual(recordsAfter(0, 8));
      });

      it('keeps every record after the newest snapshot', async () => {
        await journal.writeSnapshot(snapshotOf(6, []), head.epoch);
        await journal.compact(8, head.epoch);
        expect(journal.earliest()).toBeGreaterThanOrEqual(4);
        expect(journal.earliest()).toBeLessThanOrEqual(6);
        expect(await journal.read(6, 10)).toEqual(recordsAfter(6, 2));
      });

      it('stops at the older of the two kept snapshots', async () => {
        for (const position of [2, 4, 8]) await journal.writeSnapshot(snapshotOf(position, []), head.epoch);
        await journal.compact(8, head.epoch);
        expect(journal.earliest()).toBe(4);
        expect(await journal.read(4, 10)).toEqual(recordsAfter(4, 4));
      });

      it('says that forgotten records are gone, also after a restart', async () => {
        await journal.writeSnapshot(snapshotOf(4, []), head.epoch);
        await journal.compact(4, head.epoch);
        expect(journal.earliest()).toBe(4);
        await expect(journal.read(3, 1)).rejects.toMatchObject({ code: 'GONE' });
        await restart();
        expect(head).toMatchObject({ first: 5, last: 8 });
        expect(journal.earliest()).toBe(4);
        await expect(journal.read(3, 1)).rejects.toMatchObject({ code: 'GONE' });
        expect(await journal.read(4, 1)).toEqual(recordsAfter(4, 1));
      });

      it('goes on where all records are forgotten', async () => {
        await journal.writeSnapshot(snapshotOf(8, []), head.epoch);
        await journal.compact(8, head.epoch);
        await restart();
        expect(head).toMatchObject({ first: 9, last: 8 });
        expect(await journal.append(recordsAfter(8, 1), 8, head.epoch)).toBe(9);
        expect(await journal.read(8, 10)).toEqual(recordsAfter(8, 1));
      });

      it('never lowers the earliest position', async () => {
        await journal.writeSnapshot(snapshotOf(8, []), head.epoch);
        await journal.compact(4, head.epoch);
        await journal.compact(1, head.epoch);
        expect(journal.earliest()).toBe(4);
      });
    });

    describe('closing', () => {
      it('finishes what was asked before and refuses what comes after', async () => {
        const append = journal.append(recordsAfter(0, 1), 0, head.epoch);
        await journal.close();
        expect(await append).toBe(1);
        await expect(journal.append(recordsAfter(1, 1), 1, head.epoch)).rejects.toMatchObject({ code: 'CLOSED' });
        await expect(journal.read(0, 1)).rejects.toMatchObject({ code: 'CLOSED' });
        await expect(journal.newestSnapshot()).rejects.toMatchObject({ code: 'CLOSED' });
        await expect(journal.writeSnapshot(snapshotOf(0, []), head.epoch)).rejects.toMatchObject({ code: 'CLOSED' });
        await expect(journal.compact(0, head.epoch)).rejects.toMatchObject({ code: 'CLOSED' });
      });

      it('may be asked twice', async () => {
        await Promise.all([journal.close(), journal.close()]);
        await journal.close();
      });

      it('leaves a journal that can be opened again', async () => {
        await journal.append(recordsAfter(0, 1), 0, head.epoch);
        await journal.close();
        expect(await journal.open()).toMatchObject({ epoch: head.epoch + 1, last: 1 });
      });
    });

    it('does what a list in memory would do, whatever it is asked and however often it restarts', async () => {
      await fc.assert(
        fc.asyncProperty(journalHistory(), async (history) => {
          const place = await makeStorage();
          try {
            await runHistory(history, place);
          } finally {
            await place.remove();
          }
        }),
        { numRuns: 15 },
      );
    });
  });
}
