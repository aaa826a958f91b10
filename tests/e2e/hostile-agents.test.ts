import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { processesIn, residentBytes } from '../support/processes.js';
import { startServer, type RunningServer } from '../support/server.js';
import { lookAgain } from '../support/look-again.js';

const HOSTILE = fileURLToPath(new URL('../agents/fixtures/hostile.mjs', import.meta.url));
/** Beyond what it has before, while agents flood it with gigabytes. */
const MOST_MORE_BYTES = 200 * 1024 * 1024;

let server: RunningServer;
let client: PoolClient;
beforeEach(async () => {
  server = await startServer({
    args: ['--handlers', HOSTILE, '--size', '6', '--max-queue', '200', '--agent-memory-mb', '200'],
    env: { COORDINATION_POOL_BACKOFF_BASE_MS: '50', COORDINATION_POOL_BACKOFF_CAP_MS: '200' },
  });
  client = new PoolClient(server.url);
});
afterEach(async () => {
  if (server.process.exitCode === null && server.process.signalCode === null) await server.kill();
});

interface Settled {
  readonly task: {
    readonly status: string;
    readonly attempts: readonly {
      readonly agentId: string;
      readonly outcome: string;
      readonly error: { readonly code: string; readonly message: string } | null;
      readonly routing: { readonly exclusionLifted: boolean };
    }[];
  };
}
const TASK =
  'query ($id: ID!) { task(id: $id) { status attempts { agentId outcome error { code message } routing { exclusionLifted } } } }';
interface Agents {
  readonly pool: { readonly agents: readonly { readonly id: string; readonly status: string }[] };
}
const AGENTS = '{ pool { agents { id status } } }';

const submitHostile = (action: string, more: Record<string, unknown> = {}): Promise<{ id: string; cursor: string }> =>
  client.submit({ type: 'GENERAL', payload: { do: action }, maxAttempts: 2, ...more });

const submitGood = (question: number): Promise<{ id: string; cursor: string }> =>
  client.submit({ type: 'RESEARCH', payload: { question } });

/** What each of them costs, and how its attempts end. Each costs two agents their process. */
const BAD: readonly (readonly [action: string, outcome: string, message: RegExp])[] = [
  ['heap', 'AGENT_FAILED', /memory limit/],
  ['buffers', 'AGENT_FAILED', /memory limit/],
  ['loop', 'TIMED_OUT', /./],
  ['atomicsWait', 'TIMED_OUT', /./],
  ['exit', 'AGENT_FAILED', /exited with code 0/],
  ['killSelf', 'AGENT_FAILED', /ended by SIGKILL/],
  ['floodGarbage', 'AGENT_FAILED', /flooded/],
  ['floodWithoutLineEnd', 'AGENT_FAILED', /a line of more than/],
  ['forkBomb', 'AGENT_FAILED', /more than 256 processes/],
];

describe('agents that misbehave', () => {
  it('fail their own tasks, with the error of every attempt, and nobody else’s', async () => {
    const after = await client.cursor();
    const before = residentBytes(server.process.pid ?? 0).now;
    const good: string[] = [];
    const bad: { id: string; expected: (typeof BAD)[number] }[] = [];
    for (const expected of BAD) {
      // Those that end by themselves get time enough to do so on a busy machine.
      const timeoutMs = expected[1] === 'TIMED_OUT' ? 1_000 : 60_000;
      bad.push({ id: (await submitHostile(expected[0], { timeoutMs })).id, expected });
      for (let nth = 0; nth < 5; nth += 1) good.push((await submitGood(nth)).id);
    }
    const statuses = await client.settled([...good, ...bad.map(({ id }) => id)], after);
    expect(good.map((id) => statuses.get(id))).toEqual(good.map(() => 'COMPLETED'));
    for (const { id, expected } of bad) {
      const [action, outcome, message] = expected;
      const { task } = await client.ask<Settled>(TASK, { id });
      expect([action, task.status]).toEqual([action, 'FAILED']);
      expect([action, ...task.attempts.map((attempt) => attempt.outcome)]).toEqual([action, outcome, outcome]);
      for (const { error } of task.attempts) expect(error?.message).toMatch(message);
      // Another agent, but where no other was alive: those whose breakers have tripped are not, and the attempt says so.
      const [first, second] = task.attempts;
      if (second?.agentId === first?.agentId) expect([action, second?.routing.exclusionLifted]).toEqual([action, true]);
    }
    expect(residentBytes(server.process.pid ?? 0).peak - before).toBeLessThan(MOST_MORE_BYTES);

    await untilAllBack(after);
    await server.stop();
    expect(processesIn(join(server.dataDir, 'agents'))).toEqual([]);
  });

  it('by flooding standard error hold up themselves, and others go on meanwhile', async () => {
    const after = await client.cursor();
    const before = residentBytes(server.process.pid ?? 0).now;
    const flood = await submitHostile('floodErrors', { maxAttempts: 1 });
    const good = await Promise.all(Array.from({ length: 50 }, (_, nth) => submitGood(nth)));
    const statuses = await client.settled(
      good.map(({ id }) => id),
      after,
    );
    expect([...statuses.values()]).toEqual(good.map(() => 'COMPLETED'));
    expect((await client.ask<Settled>(TASK, { id: flood.id })).task.status).toBe('IN_PROGRESS');
    expect(residentBytes(server.process.pid ?? 0).peak - before).toBeLessThan(MOST_MORE_BYTES);
    await client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { task { status } } }', {
      id: flood.id,
    });
    await untilAllBack(after);
    await server.stop();
  });

  it('by a task that kills each of them end it after its budget, and come back', async () => {
    const after = await client.cursor();
    const { id } = await submitHostile('killSelf', { maxAttempts: 10 });
    expect(await client.settled([id], after)).toEqual(new Map([[id, 'FAILED']]));
    const { task } = await client.ask<Settled>(TASK, { id });
    expect(task.attempts.map(({ outcome }) => outcome)).toEqual(Array(10).fill('AGENT_FAILED'));
    await untilAllBack(after);
    await server.stop();
  });

  it('take nothing down with them when the server is killed while they run', async () => {
    const after = await client.cursor();
    await Promise.all(['loop', 'execSleep', 'ignoreEverything', 'daemon'].map((action) => submitHostile(action)));
    const started = client.subscribe<{ taskLifecycle: { type: string } }>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [STARTED] }) { type } }',
      { after },
    );
    for (let nth = 0; nth < 4; nth += 1) await started.next();
    await started.close();
    await server.logged(({ msg }) => /^daemon \d+/.test(String(msg)));
    await server.kill();
    while (processesIn(join(server.dataDir, 'agents')).length > 0) await lookAgain();
  });
});

/** After this many failures within a minute an agent stays DEGRADED for a minute: its breaker has tripped. */
const TRIPS_AFTER = 4;

/** By the pool's own events: every agent is IDLE again, or has failed so often since `after` that it is held back. */
async function untilAllBack(after: string): Promise<void> {
  const stream = client.subscribe<{ agentLifecycle: { type: string; agent: { id: string } } }>(
    'subscription ($after: Cursor) { agentLifecycle(after: $after) { type agent { id } } }',
    { after },
  );
  const failures = new Map<string, number>();
  for (;;) {
    // Asked again after each event: what is still to come is an event after the answer.
    const { pool } = await client.ask<Agents>(AGENTS);
    const isBack = ({ id, status }: Agents['pool']['agents'][number]): boolean =>
      status === 'IDLE' || (status === 'DEGRADED' && (failures.get(id) ?? 0) >= TRIPS_AFTER);
    if (pool.agents.every(isBack)) break;
    const { type, agent } = (await stream.next()).agentLifecycle;
    if (type === 'DEGRADED') failures.set(agent.id, (failures.get(agent.id) ?? 0) + 1);
  }
  await stream.close();
}
