import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { PoolRecord } from '../../src/core/record.js';
import type { Journal, JournalHead, Snapshot } from '../../src/journal/journal.js';
import { recordsAfter, snapshotOf, valuesOf } from './journal.js';
import type { JournalStorage } from './journal.js';

type Step =
  | { readonly step: 'append'; readonly count: number; readonly reason: string }
  | { readonly step: 'appendStale'; readonly behind: number }
  | { readonly step: 'read'; readonly from: number; readonly limit: number }
  | { readonly step: 'snapshot'; readonly at: number; readonly values: readonly unknown[] }
  | { readonly step: 'compact'; readonly at: number }
  | { readonly step: 'restart' };

/** Positions are fractions, so that a shorter history still means something. */
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

export function journalHistory(): fc.Arbitrary<Step[]> {
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        step: fc.constant('append' as const),
        count: fc.nat(6),
        reason: fc.string({ unit: 'binary' }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ step: fc.constant('appendStale' as const), behind: fc.integer({ min: 1, max: 3 }) }),
    },
    { weight: 4, arbitrary: fc.record({ step: fc.constant('read' as const), from: fraction, limit: fc.nat(20) }) },
    {
      weight: 2,
      arbitrary: fc.record({ step: fc.constant('snapshot' as const), at: fraction, values: fc.array(plainJson()) }),
    },
    { weight: 2, arbitrary: fc.record({ step: fc.constant('compact' as const), at: fraction }) },
    { weight: 1, arbitrary: fc.constant({ step: 'restart' as const }) },
  );
  return fc.array(step, { maxLength: 40 });
}

/** The model: everything ever written, in arrays. */
class Model {
  readonly records: PoolRecord[] = [];
  readonly snapshots: { readonly position: number; readonly values: readonly unknown[] }[] = [];
  /** Compaction may have forgotten as much as this. */
  mayBeGone = 0;
  earliest = 0;

  get last(): number {
    return this.records.length;
  }
}

export async function runHistory(history: readonly Step[], storage: JournalStorage): Promise<void> {
  const model = new Model();
  let journal = storage.journal();
  let head = await journal.open();
  for (const step of history) {
    if (step.step === 'restart') {
      await journal.close();
      journal = storage.journal();
      const { epoch } = head;
      head = await journal.open();
      expect(head).toEqual({
        ...{ logId: head.logId, epoch: epoch + 1, first: model.earliest + 1, last: model.last },
        ...{ damage: null, warnings: [] },
      });
    } else {
      await take(step, journal, head, model);
    }
    expect(journal.earliest()).toBeGreaterThanOrEqual(model.earliest);
    expect(journal.earliest()).toBeLessThanOrEqual(model.mayBeGone);
    model.earliest = journal.earliest();
  }
  expect(await readAll(journal)).toEqual(model.records.slice(model.earliest));
  const [newest, kept] = model.snapshots.slice(-2).reverse();
  await expectSnapshot(await journal.newestSnapshot(), newest);
  const before = (newest?.position ?? 0) - 1;
  await expectSnapshot(await journal.newestSnapshot(before), kept?.position === newest?.position ? undefined : kept);
  await journal.close();
}

async function take(
  step: Exclude<Step, { step: 'restart' }>,
  journal: Journal,
  { epoch }: JournalHead,
  model: Model,
): Promise<void> {
  switch (step.step) {
    case 'append': {
      const records = recordsAfter(model.last, step.count, step.reason);
      expect(await journal.append(records, model.last, epoch)).toBe(model.last + step.count);
      model.records.push(...records);
      return;
    }
    case 'appendStale': {
      const expected = model.last - step.behind;
      await expect(journal.append(recordsAfter(expected, 1), expected, epoch)).rejects.toMatchObject({
        code: 'CONFLICT',
      });
      return;
    }
    case 'read': {
      const after = Math.round(step.from * model.last);
      const read = journal.read(after, step.limit);
      if (after < model.earliest) await expect(read).rejects.toMatchObject({ code: 'GONE' });
      else expect(await read).toEqual(model.records.slice(after, after + step.limit));
      return;
    }
    case 'snapshot': {
      // A pool's snapshots only move on.
      const oldest = model.snapshots.at(-1)?.position ?? model.earliest;
      const position = oldest + Math.round(step.at * (model.last - oldest));
      await journal.writeSnapshot(snapshotOf(position, step.values), epoch);
      model.snapshots.push({ position, values: step.values });
      return;
    }
    case 'compact': {
      const upTo = Math.round(step.at * model.last);
      await journal.compact(upTo, epoch);
      model.mayBeGone = Math.max(model.mayBeGone, Math.min(upTo, model.snapshots.slice(-2)[0]?.position ?? 0));
    }
  }
}

async function expectSnapshot(found: Snapshot | null, model: Model['snapshots'][number] | undefined): Promise<void> {
  expect(found?.position).toBe(model?.position);
  expect(await valuesOf(found)).toEqual(model?.values ?? []);
}

async function readAll(journal: Journal): Promise<PoolRecord[]> {
  const records: PoolRecord[] = [];
  for (let after = journal.earliest(); ;) {
    const page = await journal.read(after, 7);
    if (page.length === 0) return records;
    records.push(...page);
    after += page.length;
  }
}

/** JSON values that come back as they went in: without -0, which JSON has no way to say. */
function plainJson(): fc.Arbitrary<unknown> {
  return fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
}
