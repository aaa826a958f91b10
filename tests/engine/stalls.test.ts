import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairClock } from '../../src/engine/fair-clock.js';
import type { Pool } from '../../src/engine/pool.js';
import { ManualClock } from '../support/manual-clock.js';
import { init, openPool, submit } from '../support/pool.js';

const LEASE_MS = 1_000;
/** What the clock gives what had queued up. */
const SETTLE_MS = 250;

/** A worker with work in hand, on a clock that is fair, and as many others beside it. */
async function poolWithWork(options: { readonly timeoutMs?: number; readonly connected?: boolean } = {}) {
  const clock = new ManualClock();
  const { pool, moments } = await openPool({ clock: new FairClock(clock), limits: { leaseMs: LEASE_MS } });
  await pool.execute(init(0));
  const agents = [await spawn(pool), await spawn(pool)] as const;
  if (options.connected !== false) for (const agentId of agents) await beat(pool, agentId);
  const taskId = await submit(pool, { timeoutMs: options.timeoutMs ?? null });
  const agentId = pool.view.tasks.get(taskId)?.attempts[0]?.agentId ?? '';
  const outcome = (): string | null | undefined => pool.view.tasks.get(taskId)?.attempts[0]?.outcome;
  const beatAll = (): Promise<unknown> => Promise.all(agents.map((id) => beat(pool, id)));
  return { clock, pool, moments, agents, taskId, agentId, outcome, beatAll };
}

async function spawn(pool: Pool): Promise<string> {
  const { answer } = await pool.execute({
    type: 'SpawnAgent',
    ...{ kind: 'REMOTE', name: null, taskTypes: [], skills: [], sessionTokenHash: 'secret' },
  });
  return answer.agentId ?? '';
}

/** Names whatever the agent has in hand, as a worker does. */
async function beat(pool: Pool, agentId: string): Promise<void> {
  const lease = pool.view.agents.get(agentId)?.attempt?.leaseToken;
  await pool.execute({
    type: 'Heartbeat',
    ...{ agentId, sessionTokenHash: 'secret' },
    beats: lease === undefined ? [] : [{ leaseToken: lease, progress: null, note: null }],
  });
}

describe('after a stall of the event loop', () => {
  it('a lease is kept by the heartbeat that had queued up meanwhile', async () => {
    const { clock, pool, outcome, beatAll, agents } = await poolWithWork();
    await clock.pass(900);
    await clock.stall(5_000);
    expect(outcome()).toBeNull();
    await beatAll();
    await clock.pass(SETTLE_MS + 1);
    expect(outcome()).toBeNull();
    expect(agents.map((id) => pool.view.agents.get(id)?.phase)).toEqual(['living', 'living']);
    await pool.close();
  });

  it('a lease is kept also where the stall ended just before an alarm that was punctual', async () => {
    const { clock, pool, outcome, beatAll } = await poolWithWork();
    await clock.pass(400);
    await clock.stall(599);
    await clock.pass(1);
    expect(outcome()).toBeNull();
    await beatAll();
    await clock.pass(SETTLE_MS);
    expect(outcome()).toBeNull();
    await pool.close();
  });

  it('a lease is kept also where another sign of life came first, and moved the alarm', async () => {
    const { clock, pool, outcome, agents, agentId } = await poolWithWork();
    await clock.pass(400);
    await clock.stall(2_000);
    await beat(pool, agents.find((id) => id !== agentId) ?? '');
    await clock.pass(SETTLE_MS - 1);
    expect(outcome()).toBeNull();
    await beat(pool, agentId);
    await clock.pass(SETTLE_MS);
    expect(outcome()).toBeNull();
    await pool.close();
  });

  it('a lease that nobody renews ends all the same, a quarter of a second later', async () => {
    const { clock, pool, outcome, agents, agentId } = await poolWithWork();
    await clock.pass(400);
    await clock.stall(2_000);
    await beat(pool, agents.find((id) => id !== agentId) ?? '');
    await clock.pass(SETTLE_MS - 1);
    expect(outcome()).toBeNull();
    await clock.pass(1);
    expect(outcome()).toBe('LEASE_EXPIRED');
    await pool.close();
  });

  it('a result that was in the pipe is taken, though the time of its attempt had run out', async () => {
    const { clock, pool, taskId, outcome } = await poolWithWork({ timeoutMs: 800, connected: false });
    await clock.pass(300);
    await clock.stall(3_000);
    expect(outcome()).toBeNull();
    await pool.execute({ type: 'CompleteTask', taskId, leaseToken: null, result: 1 });
    await clock.pass(SETTLE_MS);
    expect(outcome()).toBe('SUCCEEDED');
    await pool.close();
  });

  it('a loop that stalls again and again puts the end of a lease off eight times, and no more', async () => {
    const { clock, pool, outcome } = await poolWithWork();
    let stalls = 0;
    for (; outcome() === null; stalls += 1) await clock.stall(1_001);
    expect(stalls).toBe(9);
    await pool.close();
  });

  it('without one a lease ends at its very millisecond', async () => {
    const { clock, pool, outcome } = await poolWithWork();
    await clock.pass(LEASE_MS - 1);
    expect(outcome()).toBeNull();
    await clock.pass(1);
    expect(outcome()).toBe('LEASE_EXPIRED');
    await pool.close();
  });

  it('whatever the stalls, no worker that beats in time loses its lease, and one that is dead does', async () => {
    const step = fc.record({ stalls: fc.boolean(), ms: fc.integer({ min: 1, max: 3_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { clock, pool, outcome, beatAll } = await poolWithWork();
        let sinceBeatMs = 0;
        for (const { stalls, ms } of steps) {
          if (stalls) {
            // What it sent meanwhile is carried out after the timers had their turn.
            await clock.stall(ms);
            sinceBeatMs += ms;
            if (sinceBeatMs >= LEASE_MS / 3) {
              await beatAll();
              sinceBeatMs = 0;
            }
          } else {
            for (let left = ms; left > 0;) {
              const stepMs = Math.min(left, Math.max(0, LEASE_MS / 3 - sinceBeatMs));
              await clock.pass(stepMs);
              left -= stepMs;
              sinceBeatMs += stepMs;
              if (sinceBeatMs < LEASE_MS / 3) continue;
              await beatAll();
              sinceBeatMs = 0;
            }
          }
          expect(outcome()).toBeNull();
        }
        await clock.pass(LEASE_MS + SETTLE_MS);
        expect(outcome()).toBe('LEASE_EXPIRED');
        await pool.close();
      }),
      { numRuns: 100 },
    );
  });
});
