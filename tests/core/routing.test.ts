import { describe, expect, it } from '@jest/globals';
import { evolve } from '../../src/core/evolve.js';
import { emptyState } from '../../src/core/state.js';
import type { RoutingDecision } from '../../src/core/task.js';
import { Rules } from '../support/rules.js';
import { attemptOf, complete, fail, history, occupy, runnerOf, spawn, taskOf } from './given.js';
import { reloaded } from './reloaded.js';

const routingOf = (rules: Rules, taskId: string): RoutingDecision => attemptOf(rules, taskId).routing;

/** Why each agent was not chosen, by agent; undefined: it is no candidate. */
const refusals = (rules: Rules, taskId: string): Record<string, string | null> =>
  Object.fromEntries(
    routingOf(rules, taskId).candidates.map(({ agentId, refusedBecause }) => [agentId, refusedBecause]),
  );

describe('routing', () => {
  it('takes the preferred agent although another has the better history', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    history(rules, 'RESEARCH', 10, a);
    const taskId = rules.submit({ type: 'RESEARCH', preferredAgentId: b });
    expect(runnerOf(rules, taskId)).toBe(b);
    expect(routingOf(rules, taskId).strategy).toBe('PREFERRED');
  });

  it('does not wait for a preferred agent that is busy, degraded or lacks the skill', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    const busyWith = rules.submit({ preferredAgentId: a });
    const taskId = rules.submit({ preferredAgentId: a });
    expect([runnerOf(rules, taskId), refusals(rules, taskId)[a]]).toEqual([b, 'busy']);
    complete(rules, taskId);
    complete(rules, busyWith);
    rules.do({ type: 'VerifyAgentSkill', agentId: b, skill: 'sql' });
    const skilled = rules.submit({ preferredAgentId: a, requiredSkills: ['sql'] });
    expect([runnerOf(rules, skilled), refusals(rules, skilled)[a]]).toEqual([b, 'lacks the skill "sql"']);
    complete(rules, skilled);
    rules.do({ type: 'FailAgent', agentId: a, reason: null });
    const third = rules.submit({ preferredAgentId: a });
    expect([runnerOf(rules, third), refusals(rules, third)[a]]).toEqual([b, 'DEGRADED']);
  });

  it('goes on without a preferred agent that has left since', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    rules.do({ type: 'PausePool' });
    const taskId = rules.submit({ preferredAgentId: a });
    rules.do({ type: 'RetireAgent', agentId: a });
    rules.do({ type: 'ResumePool' });
    expect(runnerOf(rules, taskId)).toBe(b);
  });

  it('takes the agent with the lowest mean time for the type, also where it was used last', () => {
    const rules = Rules.running(3);
    const [slow, quick, fresh] = rules.agentIds() as [string, string, string];
    history(rules, 'RESEARCH', 300, slow);
    history(rules, 'RESEARCH', 100, quick);
    const taskId = rules.submit({ type: 'RESEARCH' });
    expect(runnerOf(rules, taskId)).toBe(quick);
    expect(routingOf(rules, taskId)).toEqual({
      strategy: 'AFFINITY',
      excludedAgentIds: [],
      exclusionLifted: false,
      candidates: [
        { agentId: slow, completedOfType: 1, averageTaskTimeMs: 300, chosen: false, refusedBecause: null },
        { agentId: quick, completedOfType: 1, averageTaskTimeMs: 100, chosen: true, refusedBecause: null },
        { agentId: fresh, completedOfType: 0, averageTaskTimeMs: null, chosen: false, refusedBecause: null },
      ],
    });
  });

  it('prefers a slow agent with history to a fresh one, and the next best while the best is busy', () => {
    const rules = Rules.running(3);
    const [slow, quick, fresh] = rules.agentIds() as [string, string, string];
    history(rules, 'RESEARCH', 3_000, slow);
    history(rules, 'RESEARCH', 100, quick);
    const order = [1, 2, 3].map(() => runnerOf(rules, rules.submit({ type: 'RESEARCH' })));
    expect(order).toEqual([quick, slow, fresh]);
  });

  it('measures the mean from start to end, over completed tasks of that type only', () => {
    const rules = Rules.running(1);
    const [a] = rules.agentIds() as [string];
    const taskId = rules.submit({ type: 'RESEARCH' });
    rules.nowMs += 1_000;
    rules.do({ type: 'StartTask', taskId, leaseToken: null });
    rules.nowMs += 200;
    complete(rules, taskId);
    history(rules, 'INGEST', 5_000);
    const failed = rules.submit({ type: 'RESEARCH', maxAttempts: 1 });
    rules.nowMs += 9_000;
    fail(rules, failed);
    const next = rules.submit({ type: 'RESEARCH' });
    expect(routingOf(rules, next).candidates).toEqual([
      { agentId: a, completedOfType: 1, averageTaskTimeMs: 200, chosen: true, refusedBecause: null },
    ]);
  });

  it('counts a failure or a cancellation as no affinity', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    fail(rules, rules.submit({ type: 'RESEARCH', preferredAgentId: a, maxAttempts: 1 }));
    rules.do({ type: 'CancelTask', taskId: rules.submit({ type: 'RESEARCH', preferredAgentId: b }), reason: null });
    const taskId = rules.submit({ type: 'RESEARCH' });
    expect([runnerOf(rules, taskId), routingOf(rules, taskId).strategy]).toEqual([a, 'FALLBACK']);
  });

  it('falls back on the least recently used: by assignment, not by when it became free', () => {
    const rules = Rules.running(3);
    const [a, b, c] = rules.agentIds() as [string, string, string];
    const [first, second, third] = [a, b, c].map((preferredAgentId) => rules.submit({ preferredAgentId })) as [
      string,
      string,
      string,
    ];
    for (const taskId of [third, first, second]) complete(rules, taskId);
    expect([1, 2, 3].map(() => runnerOf(rules, rules.submit({ type: 'INGEST' })))).toEqual([a, b, c]);
  });

  it('takes an agent that was never used before one that was', () => {
    const rules = Rules.running(1);
    history(rules, 'INGEST', 10);
    const fresh = spawn(rules);
    expect(runnerOf(rules, rules.submit({ type: 'RESEARCH' }))).toBe(fresh);
  });

  it('does not choose by affinity an agent that failed the task or lacks its skill', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    history(rules, 'RESEARCH', 10, a);
    const taskId = rules.submit({ type: 'RESEARCH' });
    expect(runnerOf(rules, taskId)).toBe(a);
    fail(rules, taskId);
    expect(runnerOf(rules, taskId)).toBe(b);
    expect(routingOf(rules, taskId)).toMatchObject({
      strategy: 'FALLBACK',
      excludedAgentIds: [a],
      exclusionLifted: false,
    });
    expect(refusals(rules, taskId)).toEqual({ [a]: 'failed this task before', [b]: null });
  });

  it('does not send a task back to the agent that failed it, not even as the preferred one', () => {
    const rules = Rules.running(2);
    const [a, b] = rules.agentIds() as [string, string];
    const taskId = rules.submit({ preferredAgentId: a });
    fail(rules, taskId);
    expect(runnerOf(rules, taskId)).toBe(b);
  });

  it('says of each candidate why it was refused: type, skill, busy, draining', () => {
    const rules = Rules.running(0);
    const typed = spawn(rules, { taskTypes: ['INGEST'], skills: ['sql'] });
    const unskilled = spawn(rules);
    const busy = spawn(rules, { skills: ['sql'] });
    rules.submit({ preferredAgentId: busy, priority: 9 });
    const leaving = spawn(rules, { skills: ['sql'] });
    rules.submit({ preferredAgentId: leaving, priority: 9 });
    rules.do({ type: 'RetireAgent', agentId: leaving });
    const chosen = spawn(rules, { skills: ['sql'] });
    const taskId = rules.submit({ requiredSkills: ['sql'] });
    expect(refusals(rules, taskId)).toEqual({
      [typed]: 'does not take GENERAL',
      [unskilled]: 'lacks the skill "sql"',
      [busy]: 'busy',
      [leaving]: 'DRAINING',
      [chosen]: null,
    });
  });

  it('keeps the terms as they were at the decision, whatever happens to the agents later', () => {
    const rules = Rules.running(1);
    const taskId = history(rules, 'RESEARCH', 50);
    history(rules, 'RESEARCH', 150);
    expect(taskOf(rules, taskId).attempts[0]?.routing.candidates).toMatchObject([
      { completedOfType: 0, averageTaskTimeMs: null },
    ]);
  });

  it('names the chosen agent and 15 others of a large pool, and looks at no more than these', () => {
    const rules = Rules.running(40, { maxSize: 1_024 });
    occupy(rules, 39);
    const { agents } = rules.state;
    let looked = 0;
    const values = agents.values.bind(agents);
    agents.values = () => {
      const all = values();
      const next = all.next.bind(all);
      all.next = () => {
        looked += 1;
        return next();
      };
      return all;
    };
    const last = rules.agentIds().at(-1);
    const taskId = rules.submit();
    const { candidates } = routingOf(rules, taskId);
    expect(candidates).toHaveLength(16);
    expect(candidates.filter(({ chosen }) => chosen).map(({ agentId }) => agentId)).toEqual([last]);
    expect(looked).toBeLessThanOrEqual(16);
  });

  it('keeps the terms over a snapshot, and finds the same ones when it folds the records anew', () => {
    const rules = Rules.running(3);
    const [, b] = rules.agentIds() as [string, string, string];
    history(rules, 'RESEARCH', 100, b);
    const taskId = rules.submit({ type: 'RESEARCH' });
    fail(rules, taskId);
    const { attempts } = taskOf(rules, taskId);
    expect(attempts.map(({ routing }) => routing.excludedAgentIds)).toEqual([[], [b]]);
    expect(reloaded(rules).tasks.get(taskId)?.attempts).toEqual(attempts);
    const anew = emptyState();
    for (const record of rules.records) evolve(anew, record);
    expect(anew.tasks.get(taskId)?.attempts).toEqual(attempts);
  });

  it('takes the terms that a record of an older log tells', () => {
    const rules = Rules.running(1);
    rules.submit();
    const told = {
      strategy: 'AFFINITY',
      excludedAgentIds: ['agent_x'],
      exclusionLifted: true,
      candidates: [],
    } as const;
    const state = emptyState();
    for (const record of rules.records) {
      const { event } = record;
      evolve(state, event.type === 'TaskAssigned' ? { ...record, event: { ...event, routing: told } } : record);
    }
    expect([...state.tasks.values()][0]?.attempts[0]?.routing).toEqual(told);
  });
});
