import { describe, expect, it } from '@jest/globals';
import type { PoolRecord } from '../../src/core/record.js';
import type { Pool } from '../../src/engine/pool.js';
import { JournalError } from '../../src/journal/journal.js';
import { MemoryJournal } from '../../src/journal/memory-journal.js';
import { ManualClock } from '../support/manual-clock.js';
import { init, openPool, submit, take, workThrough, type TestPoolOptions } from '../support/pool.js';

/** A disk that is full while somebody says so; `seems` is what it answers when it is asked for room. */
class SmallDisk extends MemoryJournal {
  isFull = false;
  seemsFull = false;
  appends = 0;

  override append(records: readonly PoolRecord[], expected: number, epoch: number): Promise<number> {
    this.appends += 1;
    if (this.isFull) return Promise.reject(new JournalError('FULL', 'no space left on the device'));
    return super.append(records, expected, epoch);
  }

  override hasRoom(): Promise<boolean> {
    return Promise.resolve(!this.seemsFull);
  }

  fill(): void {
    this.isFull = true;
    this.seemsFull = true;
  }

  clear(): void {
    this.isFull = false;
    this.seemsFull = false;
  }
}

/** What can be done without time going on is done. */
async function turns(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Time goes on until the log is written to again. */
async function recovery(pool: Pool, clock: ManualClock): Promise<void> {
  const written = new Promise<void>((resolve) => pool.feed.onMore(resolve));
  await clock.pass(1_000);
  await written;
}

const FULL = { code: 'STORAGE_FULL', retryable: true };

async function onSmallDisk(options: TestPoolOptions = {}): Promise<{
  readonly disk: SmallDisk;
  readonly clock: ManualClock;
  readonly pool: Pool;
  readonly warnings: string[];
  readonly opened: Awaited<ReturnType<typeof openPool>>;
}> {
  const disk = new SmallDisk();
  const clock = new ManualClock();
  const warnings: string[] = [];
  const opened = await openPool({ journal: disk, clock, onWarning: (message) => warnings.push(message), ...options });
  return { disk, clock, pool: opened.pool, warnings, opened };
}

/** What the pool shows of itself, figures and all. */
function shown({ view, feed }: Pool): unknown {
  return JSON.parse(
    JSON.stringify([feed.last, view.position, view.counters, [...view.tasks.values()], [...view.agents.values()]]),
  );
}

describe('a pool whose log has no space', () => {
  it('refuses with STORAGE_FULL and has changed nothing, for those in the batch and those behind it', async () => {
    const { disk, pool, warnings } = await onSmallDisk();
    await pool.execute(init(2));
    await workThrough(pool, 3);
    const running = await submit(pool);
    const before = shown(pool);
    disk.fill();
    const calls = await Promise.allSettled([
      submit(pool),
      pool.execute({ type: 'CompleteTask', taskId: running, leaseToken: null, result: 1 }),
      submit(pool),
    ]);
    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: FULL });
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    expect(shown(pool)).toEqual(before);
    expect(pool.readOnly).toEqual({ code: 'STORAGE_FULL' });
    expect(warnings).toHaveLength(1);
    await pool.close();
  });

  it('refuses all that was on its way to the log, in however many writes, and takes it back', async () => {
    const { disk, clock, pool } = await onSmallDisk({ limits: { maxQueueLength: 1_000 } });
    await pool.execute(init(2));
    const before = shown(pool);
    disk.fill();
    const appends = disk.appends;
    const calls = await Promise.allSettled(Array.from({ length: 300 }, () => submit(pool)));
    expect(calls.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(disk.appends - appends).toBeGreaterThan(2);
    expect(shown(pool)).toEqual(before);
    disk.clear();
    await recovery(pool, clock);
    await workThrough(pool, 3);
    expect(pool.view.counters.byStatus).toMatchObject({ COMPLETED: 3, PENDING: 0 });
    await pool.close();
  });

  it('can be read meanwhile, live readers included, who see nothing of what was refused', async () => {
    const { disk, clock, pool } = await onSmallDisk();
    await pool.execute(init(1));
    const after = pool.feed.last;
    const [taskId] = await workThrough(pool, 1);
    const reading = take(pool, after, 7);
    disk.fill();
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    expect((await take(pool, after, 2)).map(({ name }) => name)).toEqual(['SUBMITTED', 'ASSIGNED']);
    disk.clear();
    await recovery(pool, clock);
    await submit(pool);
    const events = await reading;
    expect(events.map(({ moment }) => moment.record.position)).toEqual(
      [...events].map(({ moment }) => moment.record.position).sort((a, b) => a - b),
    );
    expect(events.filter(({ name }) => name === 'SUBMITTED')).toHaveLength(1);
    expect(events.at(-1)?.moment.task?.id).toBe(taskId);
    await pool.close();
  });

  it('goes on by itself once there is space, with every figure as if nothing had been tried', async () => {
    const { disk, clock, pool } = await onSmallDisk();
    await pool.execute(init(2));
    await workThrough(pool, 5);
    disk.fill();
    for (let i = 0; i < 3; i += 1) await expect(submit(pool)).rejects.toMatchObject(FULL);
    await clock.pass(5_000);
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    disk.clear();
    await recovery(pool, clock);
    const taskId = await submit(pool);
    await pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: 1 });
    expect(pool.view.counters.byStatus).toMatchObject({ COMPLETED: 6, PENDING: 0, IN_PROGRESS: 0 });
    expect(pool.view.submissionsRefused).toBe(4);
    await pool.close();
    const again = await openPool({ journal: disk });
    expect(again.pool.view.counters.byStatus).toMatchObject({ COMPLETED: 6 });
    expect(again.pool.view.submissionsRefused).toBe(4);
    await again.pool.close();
  });

  it('keeps what its process agents report until there is space, and takes it in then', async () => {
    const { disk, clock, pool, opened } = await onSmallDisk();
    await pool.execute(init(2, 'PROCESS'));
    const ids = [await submit(pool, { timeoutMs: 500 }), await submit(pool)];
    const [one, two] = [...pool.view.agents.values()];
    const leaseToken = one?.attempt?.leaseToken ?? '';
    disk.fill();
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    const completed = pool.execute({ type: 'ReportCompleted', agentId: one?.id ?? '', leaseToken, result: 'done' });
    const exited = pool.execute({ type: 'ReportExit', agentId: two?.id ?? '', reason: 'killed' });
    await clock.pass(5_000);
    expect(ids.map((id) => pool.view.tasks.get(id)?.status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
    disk.clear();
    await recovery(pool, clock);
    await Promise.all([completed, exited]);
    // In time, as it was reported: its timeout ran out while nothing could be written.
    expect(pool.view.tasks.get(ids[0] ?? '')).toMatchObject({ status: 'COMPLETED', result: 'done' });
    expect(pool.view.tasks.get(ids[1] ?? '')?.attempts[0]?.outcome).toBe('AGENT_FAILED');
    expect(opened.effects.filter(({ type }) => type === 'StartAttempt')).toHaveLength(3);
    await pool.close();
  });

  it('judges nobody by the silence of that time', async () => {
    const { disk, clock, pool } = await onSmallDisk({ limits: { leaseMs: 1_000 } });
    await pool.execute(init(0));
    await pool.execute({
      ...{ type: 'SpawnAgent', kind: 'REMOTE', name: null, taskTypes: [], skills: [], sessionTokenHash: 'hash' },
    });
    const agentId = [...pool.view.agents.keys()][0] ?? '';
    await pool.execute({ type: 'ConnectAgent', agentId, sessionTokenHash: 'hash' });
    const taskId = await submit(pool);
    disk.fill();
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    await clock.pass(10_000);
    disk.clear();
    await recovery(pool, clock);
    await clock.pass(900);
    expect(pool.view.tasks.get(taskId)?.status).toBe('IN_PROGRESS');
    await clock.pass(200);
    expect(pool.view.tasks.get(taskId)?.attempts[0]?.outcome).toBe('LEASE_EXPIRED');
    await pool.close();
  });

  it('stands still again, for twice as long, where there seemed to be space and was none', async () => {
    const { disk, clock, pool } = await onSmallDisk();
    await pool.execute(init(1));
    disk.isFull = true;
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    const tried = [];
    for (let second = 1; second <= 8; second += 1) {
      const before = disk.appends;
      await clock.pass(1_000);
      await turns();
      if (disk.appends > before) tried.push(second);
    }
    expect(tried).toEqual([1, 3, 7]);
    disk.isFull = false;
    await clock.pass(6_000);
    await recovery(pool, clock);
    await submit(pool);
    await pool.close();
  });

  it('can be closed, and tells those it still held something for', async () => {
    const { disk, pool } = await onSmallDisk();
    await pool.execute(init(1, 'PROCESS'));
    disk.fill();
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    const agentId = [...pool.view.agents.keys()][0] ?? '';
    const held = pool.execute({ type: 'ReportReady', agentId });
    const refused = expect(held).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await pool.close();
    await refused;
    disk.clear();
    const again = await openPool({ journal: disk });
    expect(again.pool.view.agents.size).toBe(1);
    await again.pool.close();
  });

  it('can be closed where the figure of refusals is the first to find no space', async () => {
    const { disk, pool } = await onSmallDisk({ limits: { maxQueueLength: 1 } });
    await pool.execute({ type: 'InitializePool', size: 0, kind: 'REMOTE' });
    await submit(pool);
    await expect(submit(pool)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    disk.fill();
    await pool.close();
    disk.clear();
    const again = await openPool({ journal: disk });
    expect(again.pool.view.tasks.size).toBe(1);
    await again.pool.close();
  });

  it('stays as it is where the server is told to stop meanwhile, whatever space there comes to be', async () => {
    const { disk, clock, pool, opened } = await onSmallDisk();
    await pool.execute(init(1, 'PROCESS'));
    const running = await submit(pool);
    await submit(pool);
    const [agent] = [...pool.view.agents.values()];
    disk.fill();
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    const agentId = agent?.id ?? '';
    const leaseToken = agent?.attempt?.leaseToken ?? '';
    const held = pool.execute({ type: 'ReportCompleted', agentId, leaseToken, result: 1 });
    await Promise.all([
      expect(held).rejects.toMatchObject(FULL),
      expect(pool.execute({ type: 'StopServer' })).rejects.toMatchObject(FULL),
    ]);
    disk.clear();
    await clock.pass(60_000);
    await turns();
    await expect(pool.execute({ type: 'InterruptProcesses' })).rejects.toMatchObject(FULL);
    expect(opened.effects.filter(({ type }) => type === 'StartAttempt')).toHaveLength(1);
    await pool.close();
    const again = await openPool({ journal: disk });
    expect(again.pool.view.tasks.get(running)?.attempts[0]?.outcome).toBe('INTERRUPTED');
    await again.pool.close();
  });

  it('has the same log as its state, over snapshots before and after', async () => {
    const { disk, clock, pool } = await onSmallDisk({ snapshotEvery: 10, feedCapacity: 5 });
    await pool.execute(init(2));
    await workThrough(pool, 10);
    disk.fill();
    await expect(submit(pool)).rejects.toMatchObject(FULL);
    disk.clear();
    await recovery(pool, clock);
    await workThrough(pool, 10);
    const before = shown(pool) as [number, number, object];
    await pool.close();
    const again = await openPool({ journal: disk });
    expect((shown(again.pool) as [number, number, object])[2]).toEqual(before[2]);
    await again.pool.close();
  });
});
