import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../src/core/limits.js';
import { Rules, types } from '../support/rules.js';
import { agentOf, refusal, rulesOfOneProcess, spawn } from './given.js';

const init = (rules: Rules, size: number): string[] =>
  types(rules.do({ type: 'InitializePool', size, kind: 'REMOTE' }));

describe('initializing a pool', () => {
  it('brings it to its size, and again tops it up', () => {
    const rules = Rules.running(2);
    expect(init(rules, 4)).toEqual(['AgentSpawned', 'AgentSpawned']);
    expect(init(rules, 4)).toEqual([]);
    expect(rules.agentIds()).toHaveLength(4);
  });

  it('to less than it has removes nobody', () => {
    const rules = Rules.running(3);
    expect(init(rules, 1)).toEqual([]);
    expect(rules.agentIds()).toHaveLength(3);
  });

  it('with size 0 starts a running pool without agents', () => {
    const rules = new Rules();
    rules.do({ type: 'ConfigurePool', name: 'default', limits: DEFAULT_LIMITS, dependencies: [] });
    expect(init(rules, 0)).toEqual(['PoolInitialized']);
    expect(rules.state.pool.phase).toBe('running');
  });

  it('leaves a paused pool paused', () => {
    const rules = Rules.running(1);
    rules.do({ type: 'PausePool' });
    init(rules, 2);
    expect(rules.state.pool.phase).toBe('paused');
  });

  it('beyond its room is POOL_FULL with the limit, and spawns none of them', () => {
    const rules = Rules.running(1);
    expect(refusal(rules, { type: 'InitializePool', size: 17, kind: 'REMOTE' })).toMatchObject({
      code: 'POOL_FULL',
      retryable: true,
      details: { limit: 16 },
    });
    expect(rules.agentIds()).toHaveLength(1);
  });

  it('gives every agent a name, an id and three ids of its life, none of them twice', () => {
    const rules = Rules.running(16);
    const agents = [...rules.state.agents.values()];
    const ids = agents.flatMap(({ id, name, contextWindowId, toolSessionId, memoryHandleId }) => [
      id,
      name,
      contextWindowId,
      toolSessionId,
      memoryHandleId,
    ]);
    expect(new Set(ids).size).toBe(16 * 5);
    expect(agents.map(({ name }) => name).slice(0, 2)).toEqual(['agent-1', 'agent-2']);
  });

  it('names agents on after some have left', () => {
    const rules = Rules.running(2);
    rules.do({ type: 'RetireAgent', agentId: rules.agentIds()[1] ?? '' });
    expect(agentOf(rules, spawn(rules)).name).toBe('agent-3');
  });
});

describe('spawning', () => {
  it('the 17th agent is POOL_FULL with the limit, DEGRADED and leaving ones counted', () => {
    const rules = Rules.running(16);
    rules.do({ type: 'FailAgent', agentId: rules.agentIds()[0] ?? '', reason: null });
    expect(() => spawn(rules)).toThrow(expect.objectContaining({ code: 'POOL_FULL', details: { limit: 16 } }));
  });

  it('a REMOTE agent makes it IDLE at once, and it is given a task at once', () => {
    const rules = Rules.running(0);
    const taskId = rules.submit();
    const agentId = spawn(rules);
    expect(agentOf(rules, agentId).attempt).toMatchObject({ taskId, leaseUntilClockMs: null });
  });

  it('is possible in a paused pool', () => {
    const rules = Rules.running(0);
    rules.do({ type: 'PausePool' });
    expect(agentOf(rules, spawn(rules)).phase).toBe('living');
  });
});

describe('a pool', () => {
  it('is created once, and configured only where something changes', () => {
    const rules = new Rules();
    const configure = (maxSize: number): string[] =>
      types(
        rules.do({ type: 'ConfigurePool', name: 'default', limits: { ...DEFAULT_LIMITS, maxSize }, dependencies: [] }),
      );
    expect([configure(16), configure(16), configure(8)]).toEqual([
      ['PoolCreated', 'PoolConfigured'],
      [],
      ['PoolConfigured'],
    ]);
    expect(rules.state.name).toBe('default');
  });

  it('counts refusals in bulk', () => {
    const { rules } = rulesOfOneProcess();
    rules.do({ type: 'CountRefusals', count: 40 });
    rules.do({ type: 'CountRefusals', count: 2 });
    expect(rules.state.counters.refused).toBe(42);
  });

  it('has sums that add up to all tasks ever submitted, by status and by type', () => {
    const rules = Rules.running(1);
    for (const type of ['INGEST', 'INGEST', 'RESEARCH'] as const) rules.submit({ type });
    rules.do({ type: 'CompleteTask', taskId: [...rules.state.tasks.keys()][0] ?? '', leaseToken: null, result: 1 });
    expect(rules.state.counters.byStatus).toEqual({
      PENDING: 1,
      IN_PROGRESS: 1,
      COMPLETED: 1,
      FAILED: 0,
      CANCELLED: 0,
    });
    expect(rules.state.counters.byType.INGEST).toMatchObject({ pending: 0, inProgress: 1, completed: 1 });
  });
});
