import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../src/core/command.js';
import { Rejection } from '../../src/core/rejection.js';
import type { PoolState } from '../../src/core/state.js';
import { brokenInvariants } from '../support/invariants.js';
import { Rules, taskInput } from '../support/rules.js';
import { SESSION } from './given.js';
import { plain, reloaded } from './reloaded.js';

/** What anyone may do at a moment: the kind, a number that picks whom and how much, and a coin. */
type Step = readonly [kind: keyof typeof commands, n: number, coin: boolean];

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

const agentId = (rules: Rules, n: number): string => pick(rules.agentIds(), n) ?? 'agent_none';

const held = (rules: Rules, n: number): { taskId: string; leaseToken: string } => {
  const busy = [...rules.state.agents.values()].flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
  return pick(busy, n) ?? { taskId: 'task_none', leaseToken: 'lease_none' };
};

/** Few different lengths of time on purpose, so that many things fall due at the same moment. */
const LENGTHS_MS = [0, 250, 500, 1_000, 60_000] as const;

const commands = {
  submit: (_: Rules, n: number, coin: boolean): Command => ({
    type: 'SubmitTask',
    input: taskInput({
      type: pick(['GENERAL', 'DISCOVERY'] as const, n) ?? 'GENERAL',
      priority: n % 3,
      maxAttempts: 1 + (n % 10),
      timeoutMs: coin ? 500 * (1 + (n % 2)) : null,
      requiredSkills: n % 7 === 0 ? ['sql'] : [],
    }),
  }),
  complete: (rules: Rules, n: number, coin: boolean): Command => {
    const { taskId, leaseToken } = held(rules, n);
    return { type: 'CompleteTask', taskId, leaseToken: coin ? leaseToken : null, result: n };
  },
  fail: (rules: Rules, n: number, coin: boolean): Command => {
    const { taskId, leaseToken } = held(rules, n);
    const retryAfterMs = n % 3 === 0 ? (pick(LENGTHS_MS, n) ?? 0) : null;
    return {
      type: 'FailTask',
      taskId,
      leaseToken: coin ? leaseToken : null,
      failure: { code: 'FAILED', message: 'no', retryable: true, retryAfterMs },
    };
  },
  cancel: (rules: Rules, n: number): Command => ({
    type: 'CancelTask',
    taskId: pick([...rules.state.tasks.keys()], n) ?? '',
    reason: null,
  }),
  replay: (rules: Rules, n: number): Command => ({
    type: 'RetryTask',
    taskId: pick([...rules.state.tasks.keys()], n) ?? '',
  }),
  spawn: (_: Rules, n: number, coin: boolean): Command => ({
    type: 'SpawnAgent',
    kind: coin ? 'REMOTE' : 'PROCESS',
    name: null,
    taskTypes: n % 5 === 0 ? ['DISCOVERY'] : [],
    skills: n % 3 === 0 ? ['sql'] : [],
    sessionTokenHash: coin ? SESSION : null,
  }),
  exit: (rules: Rules, n: number): Command => ({ type: 'ReportExit', agentId: agentId(rules, n), reason: 'killed' }),
  ready: (rules: Rules, n: number): Command => ({ type: 'ReportReady', agentId: agentId(rules, n) }),
  released: (rules: Rules, n: number): Command => {
    const id = agentId(rules, n);
    return { type: 'ReportReleased', agentId: id, leaseToken: rules.state.agents.get(id)?.attempt?.leaseToken ?? '' };
  },
  failAgent: (rules: Rules, n: number): Command => ({ type: 'FailAgent', agentId: agentId(rules, n), reason: null }),
  restore: (rules: Rules, n: number): Command => ({ type: 'RestoreAgent', agentId: agentId(rules, n) }),
  retire: (rules: Rules, n: number): Command => ({ type: 'RetireAgent', agentId: agentId(rules, n) }),
  connect: (rules: Rules, n: number): Command => ({
    type: 'ConnectAgent',
    agentId: agentId(rules, n),
    sessionTokenHash: SESSION,
  }),
  beat: (rules: Rules, n: number, coin: boolean): Command => {
    const id = agentId(rules, n);
    const leaseToken = rules.state.agents.get(id)?.attempt?.leaseToken;
    const beats = coin && leaseToken !== undefined ? [{ leaseToken, progress: null, note: null }] : [];
    return { type: 'Heartbeat', agentId: id, sessionTokenHash: SESSION, beats };
  },
  pause: (_: Rules, __: number, coin: boolean): Command => ({ type: coin ? 'PausePool' : 'ResumePool' }),
  gate: (_: Rules, __: number, coin: boolean): Command => ({
    type: 'SetDependency',
    name: 'discovery',
    status: coin ? 'DOWN' : 'UP',
  }),
  shutdown: (_: Rules, n: number, coin: boolean): Command => ({
    type: 'ShutdownPool',
    mode: coin && n % 4 === 0 ? 'NOW' : 'DRAIN',
    timeoutMs: pick(LENGTHS_MS, n) ?? 0,
  }),
  initialize: (_: Rules, n: number, coin: boolean): Command => ({
    type: 'InitializePool',
    size: n % 5,
    kind: coin ? 'PROCESS' : 'REMOTE',
  }),
  restart: (_: Rules, __: number, coin: boolean): Command => ({ type: coin ? 'Recover' : 'StopServer' }),
  pass: (rules: Rules, n: number): Command => {
    rules.nowMs += pick(LENGTHS_MS, n) ?? 0;
    return { type: 'Tick' };
  },
};

const weights: Partial<Record<keyof typeof commands, number>> = {
  submit: 6,
  complete: 2,
  fail: 5,
  beat: 3,
  connect: 2,
  pass: 6,
};
const kind = fc.oneof(
  ...(Object.keys(commands) as (keyof typeof commands)[]).map((name) => ({
    arbitrary: fc.constant(name),
    weight: weights[name] ?? 1,
  })),
);
const steps = fc.array(fc.tuple(kind, fc.nat({ max: 60 }), fc.boolean()), { maxLength: 120 });

function carryOut(rules: Rules, [name, n, coin]: Step): void {
  try {
    rules.do(commands[name](rules, n, coin));
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
  }
}

function started(): Rules {
  return Rules.running(2, { leaseMs: 1_000, backoffBaseMs: 1_000, retentionCount: 6, maxQueueLength: 20 });
}

/** What of the deadlines is not as the agents and tasks want it, in words. */
function wrongDeadlines({ agents, tasks, index, pool, retentionDueClockMs }: PoolState): string[] {
  const wrong: string[] = [];
  const wanted = new Map<string, number>();
  const want = (key: string, due: number | null): void => {
    if (due !== null) wanted.set(key, due);
  };
  for (const agent of agents.values()) {
    const live = agent.attempt !== null && !agent.attempt.over;
    want(`lease:${agent.id}`, live ? agent.attempt.leaseUntilClockMs : null);
    want(`quiet:${agent.id}`, agent.phase === 'degraded' ? null : agent.quietUntilClockMs);
    want(`restart:${agent.id}`, agent.restartAtClockMs);
    if (live && agent.connected !== (agent.attempt.leaseUntilClockMs !== null))
      wrong.push(`${agent.id} is connected and has no lease, or the other way round`);
    if (agent.connected && agent.phase === 'living' && agent.quietUntilClockMs === null)
      wrong.push(`${agent.id} could be silent for ever`);
    if (agent.phase !== 'degraded' && agent.restartAtClockMs !== null)
      wrong.push(`${agent.id} is to be restarted, but is not degraded`);
  }
  for (const task of tasks.values()) {
    want(`timeout:${task.id}`, task.status === 'IN_PROGRESS' ? (task.attempts.at(-1)?.timeoutAtClockMs ?? null) : null);
    want(`retry:${task.id}`, task.retryDueClockMs);
    if (task.retryDueClockMs !== null && task.status !== 'PENDING')
      wrong.push(`${task.id} is ${task.status} and due again`);
  }
  want('drain:', pool.phase === 'draining' ? pool.untilClockMs : null);
  want('retention:', retentionDueClockMs);
  const kept = new Map([...index.deadlines.inOrder()].map(({ key, value }) => [key, value.dueClockMs]));
  for (const [key, due] of wanted) if (kept.get(key) !== due) wrong.push(`${key} never rings`);
  for (const key of kept.keys()) if (!wanted.has(key)) wrong.push(`${key} rings for nothing`);
  return wrong;
}

const isDue = (rules: Rules): boolean =>
  (rules.state.index.deadlines.peek()?.value.dueClockMs ?? Infinity) <= rules.nowMs;

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 1_500);

describe('deadlines', () => {
  it('are those of the agents and tasks as they are, none forgotten and none left over', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const rules = started();
        for (const step of all) {
          carryOut(rules, step);
          expect(wrongDeadlines(rules.state)).toEqual([]);
          expect(brokenInvariants(rules.state)).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('that are due go away with a tick or two: none rings for ever', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const rules = started();
        for (const step of all) {
          carryOut(rules, step);
          if (step[0] !== 'pass') continue;
          // An agent ends by one deadline in a tick; what else it had is void by then, or due in the next.
          for (let ticks = 0; isDue(rules) && ticks < 2; ticks += 1) rules.do({ type: 'Tick' });
          expect(isDue(rules)).toBe(false);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('and everything else come back with a snapshot at any moment', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const rules = started();
        for (const step of all) carryOut(rules, step);
        expect(plain(reloaded(rules))).toEqual(plain(rules.state));
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it('of more than a tick does at once are done in the next ones, the earliest first', () => {
    const rules = Rules.running(600, { maxSize: 1_024 });
    for (let i = 0; i < 600; i += 1) rules.submit({ timeoutMs: 100 + i, maxAttempts: 1 });
    rules.nowMs += 10_000;
    const failed = (): number => rules.state.counters.byStatus.FAILED;
    rules.do({ type: 'Tick' });
    expect(failed()).toBe(256);
    const last = [...rules.state.tasks.values()].filter(({ status }) => status === 'FAILED').at(-1);
    expect(last?.timeoutMs).toBe(355);
    rules.do({ type: 'Tick' });
    rules.do({ type: 'Tick' });
    expect([failed(), isDue(rules)]).toEqual([600, false]);
  });

  it('are none in a pool where nothing is under way', () => {
    const rules = Rules.running(4);
    expect(rules.state.index.deadlines.size).toBe(0);
    expect(rules.do({ type: 'Tick' })).toEqual([]);
  });
});
