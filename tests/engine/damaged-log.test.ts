import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../src/core/limits.js';
import { EventStream, WHOLE, type StreamedEvent } from '../../src/engine/event-stream.js';
import { Pool } from '../../src/engine/pool.js';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { IdSource } from '../../src/lib/ids.js';
import { alter, flipBit } from '../journal/damage.js';
import { ManualClock } from '../support/manual-clock.js';
import { init, openPool, submit, take, workThrough } from '../support/pool.js';
import { taskInput } from '../support/rules.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'damaged-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const journal = (): SqliteJournal => new SqliteJournal({ directory, durability: 'fsync' });

/** As the coordinator opens a pool that can only be read. */
async function openDamaged(feedCapacity = 1_000): Promise<{ pool: Pool; warnings: string[]; effects: unknown[] }> {
  const warnings: string[] = [];
  const effects: unknown[] = [];
  const pool = await Pool.open('default', {
    journal: journal(),
    ...{ clock: new ManualClock(), ids: new IdSource(), random: () => 0.5, feedCapacity, snapshotEvery: 60 },
    perform: (effect) => effects.push(effect),
    observe: () => undefined,
    onFatal: (error) => {
      throw error;
    },
    onWarning: (message) => warnings.push(message),
  });
  return { pool, warnings, effects };
}

/** A pool that did some work, closed; `count` tasks, each three records and more. */
async function worked(count: number, snapshotEvery: number): Promise<Pool> {
  const { pool } = await openPool({ journal: journal(), snapshotEvery });
  await pool.execute(init(2));
  await workThrough(pool, count);
  await submit(pool);
  await pool.close();
  return pool;
}

describe('a pool whose log is damaged', () => {
  it('shows everything up to the damage, refuses every command and starts nothing', async () => {
    const before = await worked(20, 1_000);
    await flipBit(join(directory, 'log.db'), '"position":40,');
    const bytes = await readFile(join(directory, 'log.db'));
    const { pool, effects } = await openDamaged();
    const from = pool.damage?.lost[0]?.from ?? 0;
    expect(from).toBeGreaterThan(20);
    expect(from).toBeLessThanOrEqual(40);
    expect(pool.view.position).toBe(from - 1);
    expect(pool.view.tasks.size).toBeGreaterThan(5);
    for (const command of [
      { type: 'SubmitTask', input: taskInput() },
      { type: 'Tick' },
      { type: 'Recover' },
      { type: 'ConfigurePool', name: 'default', limits: DEFAULT_LIMITS, dependencies: [] },
      init(3),
    ] as const) {
      await expect(pool.execute(command)).rejects.toMatchObject({ code: 'LOG_DAMAGED', retryable: false });
    }
    const events = await take(pool, 0, 20);
    expect(events[0]?.moment.record.position).toBeLessThan(5);
    expect(effects).toEqual([]);
    await pool.close();
    expect(await readFile(join(directory, 'log.db'))).toEqual(bytes);
    expect(before.logId).toBe(pool.logId);
  });

  it('waits at its end with whoever has read everything, and refuses a cursor behind that', async () => {
    const before = await worked(20, 1_000);
    await flipBit(join(directory, 'log.db'), '"position":40,');
    const { pool } = await openDamaged();
    const at = (position: number): EventStream => new EventStream(pool.feed, { position, parts: WHOLE }, () => true);
    const waiting = at(pool.view.position);
    const next = waiting.next();
    await waiting.return();
    expect(await next).toMatchObject({ done: true });
    expect(() => at(pool.view.position + 1)).toThrow(expect.objectContaining({ code: 'LOG_DAMAGED' }));
    expect(() => at(before.feed.last + 1)).toThrow(expect.objectContaining({ code: 'CURSOR_EXPIRED' }));
    await pool.close();
  });

  it('has its whole state where a snapshot was taken after the damage, and its readers are told what they miss', async () => {
    const before = await worked(40, 60);
    await flipBit(join(directory, 'log.db'), '"position":100,');
    const { pool } = await openDamaged(10);
    expect(pool.view.position).toBe(before.feed.last);
    expect(pool.view.counters).toEqual(before.view.counters);
    const [lost] = pool.damage?.lost ?? [];
    expect(lost).toBeDefined();
    const gap = pool.feed.gapAt(100);
    expect(gap).toMatchObject({ from: lost?.from, resumeAfter: expect.any(Number) });
    // From before the damage to the end: the gap is said, and nothing else is left out.
    const stream = new EventStream(pool.feed, { position: pool.feed.earliest(), parts: WHOLE }, () => true);
    let missed = 0;
    const seen = new Set<number>();
    while (!seen.has(pool.feed.last)) {
      const { value } = (await stream.next()) as { value: StreamedEvent };
      missed += value.missedBefore;
      seen.add(value.moment.record.position);
    }
    const resumeAfter = gap?.resumeAfter ?? 0;
    expect(missed).toBe(resumeAfter - (lost?.from ?? 0) + 1);
    expect(seen.has(resumeAfter + 1)).toBe(true);
    expect(seen.has((lost?.from ?? 0) - 1)).toBe(true);
    await expect(pool.feed.read(lost?.from ?? 0, 1)).rejects.toMatchObject({ code: 'LOG_DAMAGED' });
    await pool.close();
  });

  it('cannot be opened where not one record is left to begin with, and the file is named', async () => {
    await worked(3, 1_000);
    alter(directory, 'DELETE FROM batch WHERE first = 1');
    await expect(openDamaged()).rejects.toMatchObject({
      code: 'CORRUPT',
      message: expect.stringMatching(/log\.db.*Restore a backup/s),
    });
  });
});

describe('a pool whose newest snapshot is damaged', () => {
  it('goes on from the one before, says so, and takes commands', async () => {
    const before = await worked(60, 60);
    const { position = 0 } = (await journalHead()) ?? {};
    alter(directory, 'UPDATE snapshot_piece SET crc = 0 WHERE id = (SELECT max(id) FROM snapshot_piece)');
    const { pool, warnings } = await openDamaged();
    expect(warnings).toEqual([expect.stringContaining(`the snapshot at position ${String(position)} is damaged`)]);
    expect(pool.readOnly).toBeNull();
    expect(pool.view.counters).toEqual(before.view.counters);
    await submit(pool);
    await pool.close();
  });

  async function journalHead(): Promise<{ position: number } | null> {
    const opened = journal();
    await opened.open();
    const snapshot = await opened.newestSnapshot();
    await opened.close();
    return snapshot;
  }
});
