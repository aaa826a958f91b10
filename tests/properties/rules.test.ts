import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agentStatus } from '../../src/core/agent.js';
import type { Command } from '../../src/core/command.js';
import { concernsAll, evolve } from '../../src/core/evolve.js';
import { Rejection } from '../../src/core/rejection.js';
import { emptyState, type PoolState } from '../../src/core/state.js';
import { TASK_TYPES } from '../../src/core/task-type.js';
import { waitReason } from '../../src/core/wait.js';
import { PoolView } from '../../src/views/pool-view.js';
import { brokenInvariants } from '../support/invariants.js';
import { Rules, taskInput } from '../support/rules.js';

type Step = (rules: Rules) => Command | null;

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];
const agentAt = (rules: Rules, at: number): string => pick(rules.agentIds(), at) ?? 'agent_none';
const taskAt = (rules: Rules, at: number): string => pick([...rules.state.tasks.keys()], at) ?? 'task_none';

const at = fc.nat({ max: 40 });
const submit = fc
  .record({
    type: fc.constantFrom(...TASK_TYPES),
    priority: fc.integer({ min: 0, max: 9 }),
    maxAttempts: fc.integer({ min: 1, max: 4 }),
    timeoutMs: fc.option(fc.integer({ min: 50, max: 5_000 })),
    requiredSkills: fc.subarray(['rust', 'sql']),
    idempotencyKey: fc.option(fc.constantFrom('a', 'b', 'c')),
  })
  .map((input): Step => () => ({
    type: 'SubmitTask',
    input: taskInput({ ...input, inputHash: input.idempotencyKey }),
  }));

const failure = fc.record({
  code: fc.constant('FAILED'),
  message: fc.constant('no'),
  retryable: fc.boolean(),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_000 })),
});

/** Speaks for the attempt that the agent has in hand, by its lease or as an operator. */
const ends = fc
  .record({ at, byLease: fc.boolean(), failure, how: fc.constantFrom('start', 'complete', 'fail', 'cancel') })
  .map(({ at: n, byLease, failure: why, how }): Step => (rules) => {
    const agent = rules.state.agents.get(agentAt(rules, n));
    const taskId = agent?.attempt?.taskId ?? taskAt(rules, n);
    const leaseToken = byLease ? (agent?.attempt?.leaseToken ?? 'lease_none') : null;
    if (how === 'start') return { type: 'StartTask', taskId, leaseToken };
    if (how === 'complete') return { type: 'CompleteTask', taskId, leaseToken, result: 1 };
    if (how === 'fail') return { type: 'FailTask', taskId, leaseToken, failure: why };
    return { type: 'CancelTask', taskId, reason: null };
  });

/** What a process' runtime would report of what the agent has in hand. */
const reports = fc
  .record({
    at,
    failure,
    how: fc.constantFrom('ready', 'exit', 'started', 'progress', 'completed', 'failed', 'released'),
  })
  .map(({ at: n, failure: why, how }): Step => (rules) => {
    const agentId = agentAt(rules, n);
    const leaseToken = rules.state.agents.get(agentId)?.attempt?.leaseToken ?? 'lease_none';
    switch (how) {
      case 'ready':
        return { type: 'ReportReady', agentId };
      case 'exit':
        return { type: 'ReportExit', agentId, reason: 'killed' };
      case 'started':
        return { type: 'ReportStarted', agentId, leaseToken };
      case 'progress':
        return { type: 'ReportProgress', agentId, leaseToken, fraction: 0.5, note: null };
      case 'completed':
        return { type: 'ReportCompleted', agentId, leaseToken, result: null };
      case 'failed':
        return { type: 'ReportFailed', agentId, leaseToken, failure: why };
      default:
        return { type: 'ReportReleased', agentId, leaseToken };
    }
  });

const beats = fc
  .record({ at, names: fc.boolean(), connects: fc.boolean() })
  .map(({ at: n, names, connects }): Step => (rules) => {
    const agentId = agentAt(rules, n);
    const agent = rules.state.agents.get(agentId);
    const sessionTokenHash = agent?.sessionTokenHash ?? 'none';
    if (connects) return { type: 'ConnectAgent', agentId, sessionTokenHash };
    const leaseToken = names ? agent?.attempt?.leaseToken : undefined;
    return {
      type: 'Heartbeat',
      agentId,
      sessionTokenHash,
      beats: leaseToken === undefined ? [] : [{ leaseToken, progress: 0.5, note: 'on' }],
    };
  });

const agents = fc
  .record({ at, how: fc.constantFrom('spawn', 'spawnProcess', 'fail', 'restore', 'retire', 'skill') })
  .map(({ at: n, how }): Step => (rules) => {
    const agentId = agentAt(rules, n);
    const fresh = {
      name: null,
      taskTypes: n % 3 === 0 ? [TASK_TYPES[n % 6] ?? 'GENERAL'] : [],
      skills: n % 2 === 0 ? ['sql'] : [],
    } as const;
    switch (how) {
      case 'spawn':
        return { type: 'SpawnAgent', kind: 'REMOTE', sessionTokenHash: 'hash', ...fresh };
      case 'spawnProcess':
        return { type: 'SpawnAgent', kind: 'PROCESS', sessionTokenHash: null, ...fresh };
      case 'fail':
        return { type: 'FailAgent', agentId, reason: null };
      case 'restore':
        return { type: 'RestoreAgent', agentId };
      case 'retire':
        return { type: 'RetireAgent', agentId };
      default:
        return { type: 'VerifyAgentSkill', agentId, skill: 'rust' };
    }
  });

const pool = fc
  .record({
    at,
    how: fc.constantFrom(
      'pause',
      'resume',
      'init',
      'drain',
      'now',
      'down',
      'up',
      'auto',
      'retry',
      'recover',
      'stop',
      'interrupt',
    ),
  })
  .map(({ at: n, how }): Step => (rules) => {
    switch (how) {
      case 'pause':
        return { type: 'PausePool' };
      case 'resume':
        return { type: 'ResumePool' };
      case 'init':
        return { type: 'InitializePool', size: n % 5, kind: n % 2 === 0 ? 'PROCESS' : 'REMOTE' };
      case 'drain':
        return { type: 'ShutdownPool', mode: 'DRAIN', timeoutMs: 1_000 };
      case 'now':
        return { type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 };
      case 'down':
        return { type: 'SetDependency', name: 'discovery', status: 'DOWN' };
      case 'up':
        return { type: 'ReportDependency', name: 'discovery', status: 'UP', reason: 'well' };
      case 'auto':
        return { type: 'SetDependency', name: 'discovery', status: 'AUTO' };
      case 'retry':
        return { type: 'RetryTask', taskId: taskAt(rules, n) };
      case 'stop':
        return { type: 'StopServer' };
      case 'interrupt':
        return { type: 'InterruptProcesses' };
      default:
        return { type: 'Recover' };
    }
  });

const time = fc.integer({ min: 0, max: 40_000 }).map((ms): Step => (rules) => {
  rules.nowMs += ms;
  return { type: 'Tick' };
});

const step = fc.oneof(
  { weight: 6, arbitrary: submit },
  { weight: 6, arbitrary: ends },
  { weight: 3, arbitrary: reports },
  { weight: 2, arbitrary: beats },
  { weight: 2, arbitrary: agents },
  { weight: 1, arbitrary: pool },
  { weight: 3, arbitrary: time },
);

/** Carries a step out; refusals are fine, and change nothing but what the step's own rule says. */
function carryOut(rules: Rules, make: Step): void {
  const command = make(rules);
  if (command === null) return;
  const before = rules.records.length;
  try {
    rules.do(command);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    if (error.code !== 'STALE_ATTEMPT') expect(rules.records.length).toBe(before);
  }
}

function plain(state: PoolState): unknown {
  const { agents: all, tasks, dependencies, settled, keys, counters, pool: phase, clockMs } = state;
  return {
    agents: [...all.values()],
    tasks: [...tasks.values()],
    dependencies: [...dependencies.values()],
    settled: settled.toArray(),
    keys: [...keys],
    counters,
    phase,
    clockMs,
  };
}

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 3_000);

describe('the rules under random commands', () => {
  it('keep every invariant after every command', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const rules = Rules.running(3, { maxQueueLength: 12, retentionCount: 8, leaseMs: 1_000 });
        for (const make of steps) {
          carryOut(rules, make);
          expect(brokenInvariants(rules.state)).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('fold the same records to the same state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const rules = Rules.running(2, { retentionCount: 5 });
        for (const make of steps) carryOut(rules, make);
        const folded = emptyState();
        for (const record of JSON.parse(JSON.stringify(rules.records)) as typeof rules.records) evolve(folded, record);
        expect(JSON.parse(JSON.stringify(plain(folded)))).toEqual(JSON.parse(JSON.stringify(plain(rules.state))));
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it('show readers the same pool: agents by status, who is busy, and why a task waits', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const rules = Rules.running(3, { maxQueueLength: 12, retentionCount: 8, leaseMs: 1_000 });
        const view = new PoolView(rules.nowMs);
        let seen = 0;
        for (const make of steps) {
          carryOut(rules, make);
          for (const moment of rules.moments.slice(seen)) view.apply(moment);
          if (rules.moments.slice(seen).some(({ record: { event } }) => concernsAll(event)))
            view.adoptWhole(rules.state);
          seen = rules.moments.length;
          expect(differences(view, rules.state)).toEqual([]);
        }
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it('settle every task once agents work and nothing fails any more', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const rules = Rules.running(3, { leaseMs: 1_000 });
        for (const make of steps) carryOut(rules, make);
        calmDown(rules);
        const open = [...rules.state.tasks.values()].filter(
          ({ status }) => status === 'PENDING' || status === 'IN_PROGRESS',
        );
        expect(open).toEqual([]);
      }),
      { numRuns: RUNS / 3 },
    );
  });
});

/** What a view says otherwise than a look at every agent and task. */
function differences(view: PoolView, state: PoolState): string[] {
  const all = [...state.agents.values()];
  const different = Object.entries(view.headcount.byStatus)
    .filter(([status, count]) => count !== all.filter((agent) => agentStatus(agent) === status).length)
    .map(([status, count]) => `${String(count)} ${status}`);
  if (view.headcount.busy !== all.filter(({ attempt }) => attempt !== null).length) different.push('busy');
  if (view.headcount.breached !== all.filter(({ isolationIssues }) => isolationIssues.length > 0).length)
    different.push('breached');
  for (const task of state.tasks.values()) {
    const said = view.tasks.get(task.id);
    if (said !== task) different.push(`${task.id} is another version`);
    else if (task.status === 'PENDING' && view.wait(task)?.reason !== waitReason(state, task).reason)
      different.push(`${task.id} waits for another reason`);
  }
  if (view.tasks.size !== state.tasks.size) different.push('more tasks');
  return different;
}

/** Faults stop: the pool runs, its dependency is up, able agents join, and whoever has work completes it. */
function calmDown(rules: Rules): void {
  for (let i = 0; rules.state.pool.phase === 'draining' && i < 100; i += 1) rules.passToNext();
  rules.do({ type: 'Recover' });
  rules.do({ type: 'SetDependency', name: 'discovery', status: 'UP' });
  rules.do({ type: 'InitializePool', size: 4, kind: 'REMOTE' });
  rules.do({ type: 'ResumePool' });
  for (const agentId of rules.agentIds()) rules.do({ type: 'RetireAgent', agentId });
  for (const agent of rules.state.agents.values()) {
    if (agent.attempt?.over === true)
      rules.do({ type: 'ReportReleased', agentId: agent.id, leaseToken: agent.attempt.leaseToken });
  }
  for (let i = 0; i < 3; i += 1) {
    if (rules.state.agents.size < rules.state.limits.maxSize) {
      rules.do({
        type: 'SpawnAgent',
        kind: 'REMOTE',
        name: null,
        taskTypes: [],
        skills: ['rust', 'sql'],
        sessionTokenHash: 'hash',
      });
    }
  }
  for (let round = 0; round < 2_000; round += 1) {
    const busy = [...rules.state.agents.values()].find(({ attempt }) => attempt !== null && !attempt.over);
    const { PENDING, IN_PROGRESS } = rules.state.counters.byStatus;
    if (PENDING + IN_PROGRESS === 0) return;
    if (busy?.attempt != null)
      rules.do({
        type: 'CompleteTask',
        taskId: busy.attempt.taskId,
        leaseToken: busy.attempt.leaseToken,
        result: null,
      });
    else if (!rules.passToNext()) return;
  }
}
