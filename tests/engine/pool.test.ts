import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { Rejection } from '../../src/core/rejection.js';
import type { Pool } from '../../src/engine/pool.js';
import { EventStream, WHOLE, type StreamedEvent } from '../../src/engine/event-stream.js';
import type { Journal, Snapshot } from '../../src/journal/journal.js';
import { MemoryJournal } from '../../src/journal/memory-journal.js';
import { SqliteJournal } from '../../src/journal/sqlite-journal.js';
import { publicEvents } from '../../src/views/public-event.js';
import { ManualClock } from '../support/manual-clock.js';
import { init, openPool, submit, take, workThrough } from '../support/pool.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'pool-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** What a reader can tell of an event; no two events of a log have all of it in common. */
const seen = (event: {
  moment: { record: { position: number; event: unknown }; task: unknown; agent: unknown; degraded: boolean };
  part: number;
  name: string;
}): unknown =>
  JSON.parse(
    JSON.stringify([
      event.moment.record,
      event.part,
      event.name,
      event.moment.task,
      event.moment.agent,
      event.moment.degraded,
    ]),
  );

/** While it holds, an append waits for its release. */
class HeldJournal extends MemoryJournal {
  holds = false;
  release: () => void = () => undefined;

  override async append(...batch: Parameters<MemoryJournal['append']>): Promise<number> {
    if (this.holds) await new Promise<void>((resolve) => (this.release = resolve));
    return super.append(...batch);
  }
}

describe.each<[string, () => Journal]>([
  ['memory', () => new MemoryJournal()],
  ['sqlite', () => new SqliteJournal({ directory, durability: 'fsync' })],
])('a pool on a %s journal', (_, makeJournal) => {
  it('answers when what it decided is committed, and the caller reads its own write', async () => {
    const { pool, moments } = await openPool({ journal: makeJournal() });
    await pool.execute(init(2));
    const executed = await pool.execute({
      type: 'SubmitTask',
      input: (await import('../support/rules.js')).taskInput(),
    });
    expect(pool.view.tasks.get(executed.answer.taskId ?? '')?.status).toBe('IN_PROGRESS');
    expect(moments.at(-1)?.record.position).toBe(executed.position);
    expect(pool.feed.last).toBe(executed.position);
    await pool.close();
  });

  it('makes ids that sort by creation, also where the wall clock is set back over a restart', async () => {
    const journal = makeJournal();
    const clock = new ManualClock();
    const first = await openPool({ journal, clock });
    await first.pool.execute(init(1));
    clock.jumpWall(86_400_000);
    const ids = [await submit(first.pool)];
    clock.jumpWall(-86_400_000);
    ids.push(await submit(first.pool));
    await first.pool.close();
    clock.jumpWall(-86_400_000);
    const second = await openPool({ journal, clock });
    ids.push(await submit(second.pool));
    expect([...ids].sort()).toEqual(ids);
    await second.pool.close();
  });

  it('comes back after a restart with tasks, agents, figures and cursors', async () => {
    const journal = makeJournal();
    const clock = new ManualClock();
    const first = await openPool({ journal, clock });
    await first.pool.execute(init(2));
    await workThrough(first.pool, 5);
    const waiting = [];
    for (let i = 0; i < 4; i += 1) waiting.push(await submit(first.pool, { payload: { i } }));
    const cursor = first.pool.view.position;
    const counters = structuredClone(first.pool.view.counters);
    const { logId } = first.pool;
    await first.pool.close();

    const second = await openPool({ journal, clock });
    expect(second.pool.logId).toBe(logId);
    expect(second.pool.view.counters).toEqual(counters);
    expect(waiting.map((id) => second.pool.view.tasks.get(id)?.payload)).toEqual([
      { i: 0 },
      { i: 1 },
      { i: 2 },
      { i: 3 },
    ]);
    expect([...second.pool.view.agents.keys()]).toEqual([...first.pool.view.agents.keys()]);
    await submit(second.pool);
    const [event] = await take(second.pool, cursor, 1);
    expect(event?.name).toBe('SUBMITTED');
    await second.pool.close();
  });

  it('folds a snapshot and the records after it to the same as all records', async () => {
    const journal = makeJournal();
    const clock = new ManualClock();
    const first = await openPool({ journal, clock, snapshotEvery: 60, limits: { retentionCount: 7 } });
    await first.pool.execute(init(3));
    await workThrough(first.pool, 40);
    await submit(first.pool, { idempotencyKey: 'k', inputHash: 'h' });
    await first.pool.close();
    expect(await journal.open().then(() => journal.newestSnapshot())).not.toBeNull();
    await journal.close();

    const second = await openPool({ journal, clock, limits: { retentionCount: 7 } });
    expect([...second.pool.view.tasks]).toEqual(JSON.parse(JSON.stringify([...first.pool.view.tasks])));
    expect(second.pool.view.counters).toEqual(first.pool.view.counters);
    for (const id of second.pool.view.tasks.keys())
      expect(second.pool.view.histories.of(id)).toEqual(first.pool.view.histories.of(id));
    const replayed = await second.pool.execute({
      type: 'SubmitTask',
      input: (await import('../support/rules.js')).taskInput({ idempotencyKey: 'k', inputHash: 'h' }),
    });
    expect(replayed.answer.replayedOf?.idempotencyKey).toBe('k');
    await second.pool.close();
  });

  it('shows an event from disk exactly as it was shown live', async () => {
    const { pool, moments } = await openPool({ journal: makeJournal(), feedCapacity: 10, snapshotEvery: 50 });
    await pool.execute(init(2));
    await workThrough(pool, 30);
    const after = pool.feed.earliest();
    const live = moments.filter(({ record }) => record.position > after).flatMap((moment) => [...publicEvents(moment)]);
    const fromDisk = await take(pool, after, live.length);
    expect(fromDisk.map(seen)).toEqual(live.map(seen));
    await pool.close();
  });
});

describe('a pool', () => {
  it('serves every position that it says it still can, also where a crash came between a snapshot and its clean-up', async () => {
    const journal = new MemoryJournal();
    const compact = journal.compact.bind(journal);
    let left = 2;
    // From some time on as after a crash right before it: a snapshot is gone, the records that only it made readable are not.
    journal.compact = (upTo, epoch) => ((left -= 1) >= 0 ? compact(upTo, epoch) : Promise.resolve());
    const first = await openPool({ journal, feedCapacity: 10, snapshotEvery: 40 });
    await first.pool.execute(init(1));
    // Snapshots are written on turns of their own.
    for (let i = 0; i < 60; i += 1) {
      await workThrough(first.pool, 1);
      await turn();
    }
    const readsItsEarliest = async (pool: Pool): Promise<void> => {
      const earliest = pool.feed.earliest();
      const [moment] = await pool.feed.read(earliest, 1);
      expect(moment?.record.position).toBe(earliest + 1);
    };
    await readsItsEarliest(first.pool);
    await first.pool.close();

    const second = await openPool({ journal, feedCapacity: 10, snapshotEvery: 1_000 });
    await readsItsEarliest(second.pool);
    await second.pool.close();
  });

  it('shows and starts after a restart what is committed, and not what is decided meanwhile', async () => {
    const journal = new HeldJournal();
    const { pool, effects } = await openPool({ journal });
    await pool.execute(init(2, 'PROCESS'));
    const [first] = [...pool.view.agents.keys()];
    effects.length = 0;
    journal.holds = true;
    const recovered = pool.execute({ type: 'Recover' });
    await turn();
    const retired = pool.execute({ type: 'RetireAgent', agentId: first ?? '' });
    journal.release();
    await recovered;
    expect(pool.view.agents.get(first ?? '')?.phase).toBe('living');
    expect(effects.map(({ type }) => type)).toEqual(['StartAgent', 'StartAgent']);
    journal.holds = false;
    journal.release();
    await retired;
    expect(pool.view.agents.has(first ?? '')).toBe(false);
    await pool.close();
  });

  it('rings once at the earliest deadline and does what is due', async () => {
    const clock = new ManualClock();
    const { pool } = await openPool({ clock });
    await pool.execute(init(1));
    const taskId = await submit(pool, { timeoutMs: 500, maxAttempts: 1 });
    await clock.pass(499);
    expect(pool.view.tasks.get(taskId)?.status).toBe('IN_PROGRESS');
    await clock.pass(1);
    expect(pool.view.tasks.get(taskId)).toMatchObject({ status: 'FAILED', error: { code: 'TIMED_OUT' } });
    await pool.close();
  });

  it('judges durations by the monotonic clock, whatever the wall clock does', async () => {
    const clock = new ManualClock();
    const { pool } = await openPool({ clock });
    await pool.execute(init(1));
    const taskId = await submit(pool, { timeoutMs: 60_000 });
    clock.jumpWall(-3_600_000);
    await clock.pass(59_999);
    clock.jumpWall(7_200_000);
    expect(pool.view.tasks.get(taskId)?.status).toBe('IN_PROGRESS');
    await clock.pass(1);
    expect(pool.view.tasks.get(taskId)?.attempts[0]?.outcome).toBe('TIMED_OUT');
    await pool.close();
  });

  it('tells of a failed append to everyone who waits, and takes nothing more', async () => {
    const failing = new MemoryJournal();
    let fatal: unknown = null;
    const { pool } = await openPool({ journal: failing, onFatal: (error) => (fatal = error) });
    await pool.execute(init(1));
    failing.append = () => Promise.reject(new Error('the disk is gone'));
    const [one, two] = await Promise.allSettled([submit(pool), submit(pool)]);
    expect([one.status, two.status]).toEqual(['rejected', 'rejected']);
    expect(fatal).toEqual(new Error('the disk is gone'));
    expect(pool.view.counters.lined).toBe(0);
    await expect(submit(pool)).rejects.not.toBeInstanceOf(Rejection);
  });

  it('says so too where the last append of all fails, while it is closing', async () => {
    const failing = new MemoryJournal();
    let fatal: unknown = null;
    const { pool } = await openPool({ journal: failing, onFatal: (error) => (fatal = error) });
    failing.append = () => Promise.reject(new Error('the disk is gone'));
    const last = expect(pool.execute(init(1))).rejects.not.toBeInstanceOf(Rejection);
    await pool.close();
    await last;
    expect(fatal).toEqual(new Error('the disk is gone'));
  });

  it('has the agents in the history of its tasks as they stood then, also from a snapshot', async () => {
    const journal = new MemoryJournal();
    const first = await openPool({ journal, feedCapacity: 5, snapshotEvery: 10 });
    await first.pool.execute(init(3));
    const [taskId = ''] = await workThrough(first.pool, 20);
    const agents = first.moments.flatMap(({ record: { event }, agent }) =>
      'taskId' in event && event.taskId === taskId ? [agent] : [],
    );
    expect(agents.map((agent) => agent?.attempt?.started)).toEqual([undefined, false, true, undefined]);
    await first.pool.close();
    expect(await journal.open().then(() => journal.newestSnapshot())).not.toBeNull();
    await journal.close();
    const second = await openPool({ journal });
    const { view } = second.pool;
    const { pool: phase, degraded } = view;
    expect(view.moments(taskId, { pool: phase, degraded }).map(({ agent }) => agent)).toEqual(agents);
    await second.pool.close();
  });

  it('writes no snapshot before there are twice as many records as tasks since the last one', async () => {
    const positions: number[] = [];
    const journal = new (class extends MemoryJournal {
      override writeSnapshot(snapshot: Snapshot, epoch: number): Promise<void> {
        positions.push(snapshot.position);
        return super.writeSnapshot(snapshot, epoch);
      }
    })();
    const { pool } = await openPool({ journal, snapshotEvery: 10, limits: { maxQueueLength: 1_000 } });
    await pool.execute(init(0));
    // Two records each: it is submitted, and waits.
    for (let n = 0; n < 200; n += 1) await submit(pool);
    expect(positions).toHaveLength(1);
    await pool.close();
  });

  it('counts refused submissions, also over a restart', async () => {
    const journal = new MemoryJournal();
    const first = await openPool({ journal, limits: { maxQueueLength: 1 } });
    await first.pool.execute(init(0));
    await submit(first.pool);
    for (let i = 0; i < 3; i += 1) await expect(submit(first.pool)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    expect(first.pool.view.submissionsRefused).toBe(3);
    await first.pool.close();
    const second = await openPool({ journal, limits: { maxQueueLength: 1 } });
    expect(second.pool.view.submissionsRefused).toBe(3);
    await second.pool.close();
  });
});

describe('an event stream', () => {
  it('goes on between the two events of one record where its cursor stands there', async () => {
    const { pool } = await openPool();
    await pool.execute(init(1));
    const before = pool.view.position;
    await submit(pool);
    const all = await take(pool, before, 3);
    expect(all.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'TASK SUBMITTED',
      'TASK ASSIGNED',
      'AGENT ASSIGNED',
    ]);
    const position = all[1]?.moment.record.position ?? 0;
    const [rest] = await take(pool, position, 1, 1);
    expect(rest?.kind).toBe('AGENT');
    await pool.close();
  });

  it('settles a pending next when its reader leaves', async () => {
    const { pool } = await openPool();
    const stream = new EventStream(pool.feed, { position: pool.view.position, parts: WHOLE }, () => true);
    const pending = stream.next();
    await stream.return();
    await expect(pending).resolves.toEqual({ done: true, value: undefined });
    await pool.close();
  });

  it('ends quietly where its reader leaves and the log is closed while it still reads', async () => {
    const journal = new MemoryJournal();
    const { pool } = await openPool({ journal, feedCapacity: 2 });
    await pool.execute(init(1));
    await workThrough(pool, 5);
    let fail = (_: Error): void => undefined;
    journal.read = () => new Promise((_, reject) => (fail = reject));
    const stream = new EventStream(pool.feed, { position: 1, parts: WHOLE }, () => true);
    const pending = stream.next();
    await new Promise((resolve) => setImmediate(resolve));
    await stream.return();
    fail(new Error('the journal is closed'));
    await expect(pending).resolves.toEqual({ done: true, value: undefined });
    await pool.close();
  });

  it('refuses a position that the log has not reached', async () => {
    const { pool } = await openPool();
    const ahead = { position: pool.view.position + 1, parts: WHOLE };
    expect(() => new EventStream(pool.feed, ahead, () => true)).toThrow(
      expect.objectContaining({ code: 'CURSOR_EXPIRED' }),
    );
    await pool.close();
  });

  it('says how much it missed where even the journal has let it go', async () => {
    const { pool } = await openPool({ journal: new MemoryJournal({ maxRecords: 20 }), feedCapacity: 5 });
    await pool.execute(init(1));
    const after = pool.view.position;
    const stream = new EventStream(pool.feed, { position: after, parts: WHOLE }, () => true);
    await workThrough(pool, 30);
    const { value } = (await stream.next()) as {
      value: { missedBefore: number; moment: { record: { position: number } } };
    };
    expect(value.missedBefore).toBeGreaterThan(0);
    expect(value.moment.record.position).toBeGreaterThan(after + value.missedBefore - 1);
    await stream.return();
    await pool.close();
  });

  it('shows the first record after a gap as a whole, also where its cursor stood between two events', async () => {
    const { pool } = await openPool({ journal: new MemoryJournal({ maxRecords: 20 }), feedCapacity: 5 });
    await pool.execute(init(1));
    await workThrough(pool, 1);
    const { position } = pool.view;
    const stream = new EventStream(pool.feed, { position, parts: 1 }, () => true);
    await workThrough(pool, 30);
    const { value } = (await stream.next()) as { value: StreamedEvent };
    const [first] = await take(pool, position - 1 + value.missedBefore, 1);
    expect(seen(value)).toEqual(seen(first as StreamedEvent));
    await stream.return();
    await pool.close();
  });
});
