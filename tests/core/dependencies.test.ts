import { describe, expect, it } from '@jest/globals';
import type { DependencyConfig } from '../../src/core/dependency.js';
import { DEFAULT_LIMITS } from '../../src/core/limits.js';
import { DISCOVERY, Rules, types } from '../support/rules.js';
import { complete, fail, occupy, refusal, taskOf, waitsFor } from './given.js';

const set = (rules: Rules, status: 'UP' | 'DOWN' | 'AUTO'): string[] =>
  types(rules.do({ type: 'SetDependency', name: 'discovery', status }));
const report = (rules: Rules, status: 'UP' | 'DOWN'): string[] =>
  types(rules.do({ type: 'ReportDependency', name: 'discovery', status, reason: 'checked' }));
const configure = (rules: Rules, dependencies: readonly DependencyConfig[]): string[] =>
  types(rules.do({ type: 'ConfigurePool', name: 'default', limits: DEFAULT_LIMITS, dependencies }));

function probed(agents: number): Rules {
  const rules = Rules.running(agents);
  configure(rules, [{ ...DISCOVERY, probed: true }]);
  return rules;
}

describe('a dependency that is down', () => {
  it('holds its types back and lets all others go on', () => {
    const rules = Rules.running(6);
    set(rules, 'DOWN');
    const of = (type: Parameters<Rules['submit']>[0]): string => taskOf(rules, rules.submit(type)).status;
    expect([of({ type: 'DISCOVERY' }), of({ type: 'MIGRATION' })]).toEqual(['PENDING', 'PENDING']);
    expect((['HEARTBEAT', 'INGEST', 'RESEARCH', 'GENERAL'] as const).map((type) => of({ type }))).toEqual(
      Array(4).fill('IN_PROGRESS'),
    );
  });

  it('leaves running gated attempts alone, but not their retries', () => {
    const rules = Rules.running(2);
    const [one, two] = [rules.submit({ type: 'DISCOVERY' }), rules.submit({ type: 'MIGRATION' })];
    set(rules, 'DOWN');
    complete(rules, one);
    fail(rules, two);
    expect(taskOf(rules, one).status).toBe('COMPLETED');
    expect(taskOf(rules, two)).toMatchObject({ status: 'PENDING', wait: { reason: 'DEPENDENCY_DOWN' } });
    expect(taskOf(rules, two).wait?.detail).toContain('discovery');
  });

  it('says in its event how many tasks wait for it', () => {
    const rules = Rules.running(1);
    occupy(rules, 1);
    for (const type of ['DISCOVERY', 'MIGRATION', 'INGEST'] as const) rules.submit({ type });
    const events = rules.do({ type: 'SetDependency', name: 'discovery', status: 'DOWN' });
    expect(events).toMatchObject([
      { type: 'DependencyWentDown', overridden: true, waitingTasks: 2 },
      { type: 'PoolDegraded', reason: 'discovery is down', waitingTasks: 2 },
    ]);
  });

  it('starts the waiting tasks again by itself when it is up, by priority and age', () => {
    const rules = Rules.running(3);
    set(rules, 'DOWN');
    const [first, second, urgent] = [0, 0, 9].map((priority) => rules.submit({ type: 'DISCOVERY', priority }));
    const events = rules.do({ type: 'SetDependency', name: 'discovery', status: 'UP' });
    expect(types(events).slice(0, 2)).toEqual(['DependencyCameUp', 'PoolRecovered']);
    expect(events.flatMap((event) => (event.type === 'TaskAssigned' ? [event.taskId] : []))).toEqual([
      urgent,
      first,
      second,
    ]);
  });

  it('is announced once, and so is the health of the pool', () => {
    const rules = Rules.running(1);
    expect(set(rules, 'DOWN')).toEqual(['DependencyWentDown', 'PoolDegraded']);
    expect(set(rules, 'DOWN')).toEqual([]);
    expect(set(rules, 'UP')).toEqual(['DependencyCameUp', 'PoolRecovered']);
  });

  it('keeps a type closed while any of two that gate it is down', () => {
    const rules = Rules.running(1);
    configure(rules, [DISCOVERY, { name: 'search', gatedTypes: ['DISCOVERY'], probed: false }]);
    set(rules, 'DOWN');
    rules.do({ type: 'SetDependency', name: 'search', status: 'DOWN' });
    const taskId = rules.submit({ type: 'DISCOVERY' });
    set(rules, 'UP');
    expect(taskOf(rules, taskId).status).toBe('PENDING');
    rules.do({ type: 'SetDependency', name: 'search', status: 'UP' });
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('does not hide that a task backs off: that is told when it is up again', () => {
    const rules = Rules.running(1);
    const taskId = rules.submit({ type: 'DISCOVERY' });
    fail(rules, taskId, { retryAfterMs: 5_000 });
    set(rules, 'DOWN');
    expect(waitsFor(rules, taskId)).toBe('DEPENDENCY_DOWN');
    set(rules, 'UP');
    expect(waitsFor(rules, taskId)).toBe('BACKOFF');
  });
});

describe('a dependency set by hand', () => {
  it('stays as it was set, whatever its probe says', () => {
    const rules = probed(1);
    set(rules, 'DOWN');
    expect(report(rules, 'UP')).toEqual([]);
    expect(rules.state.dependencies.get('discovery')).toMatchObject({ status: 'DOWN', overridden: true });
  });

  it('to what it is already stays so against its probe', () => {
    const rules = probed(1);
    expect(set(rules, 'UP')).toEqual(['DependencyOverrideSet']);
    expect(report(rules, 'DOWN')).toEqual([]);
    expect(rules.state.dependencies.get('discovery')).toMatchObject({ status: 'UP', overridden: true });
  });

  it('and given back to its probe stays as it is until the next check', () => {
    const rules = probed(1);
    set(rules, 'DOWN');
    expect(set(rules, 'AUTO')).toEqual(['DependencyOverrideSet']);
    expect(rules.state.dependencies.get('discovery')).toMatchObject({ status: 'DOWN', overridden: false });
    expect(report(rules, 'UP')).toEqual(['DependencyCameUp', 'PoolRecovered']);
    expect(set(rules, 'AUTO')).toEqual([]);
  });

  it('and given back counts as UP at once where there is no probe', () => {
    const rules = Rules.running(1);
    set(rules, 'DOWN');
    expect(set(rules, 'AUTO')).toEqual(['DependencyCameUp', 'PoolRecovered']);
    expect(rules.state.dependencies.get('discovery')).toMatchObject({ status: 'UP', overridden: false, error: null });
  });

  it('is refused where there is none of that name', () => {
    const rules = Rules.running(1);
    expect(refusal(rules, { type: 'SetDependency', name: 'other', status: 'DOWN' })).toMatchObject({
      code: 'NOT_FOUND',
      details: { field: 'name' },
    });
  });
});

describe('a dependency over a restart', () => {
  it('keeps its status and its override, and takes its new types', () => {
    const rules = Rules.running(1);
    set(rules, 'DOWN');
    expect(configure(rules, [{ ...DISCOVERY, gatedTypes: ['INGEST'] }])).toEqual(['PoolConfigured']);
    expect(rules.state.dependencies.get('discovery')).toMatchObject({
      status: 'DOWN',
      overridden: true,
      gatedTypes: ['INGEST'],
    });
    expect(waitsFor(rules, rules.submit({ type: 'INGEST' }))).toBe('DEPENDENCY_DOWN');
    expect(taskOf(rules, rules.submit({ type: 'DISCOVERY' })).status).toBe('IN_PROGRESS');
  });

  it('that its probe found down is up where it has no probe any more', () => {
    const rules = probed(1);
    report(rules, 'DOWN');
    const taskId = rules.submit({ type: 'DISCOVERY' });
    expect(configure(rules, [DISCOVERY])).toEqual([
      'PoolConfigured',
      'DependencyCameUp',
      'PoolRecovered',
      'TaskAssigned',
    ]);
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('is gone where it is not configured any more, and nothing waits for it', () => {
    const rules = Rules.running(1);
    set(rules, 'DOWN');
    const taskId = rules.submit({ type: 'DISCOVERY' });
    expect(configure(rules, [])).toEqual(['PoolConfigured', 'PoolRecovered', 'TaskAssigned']);
    expect(taskOf(rules, taskId).status).toBe('IN_PROGRESS');
  });

  it('of the same configuration leaves no record', () => {
    const rules = Rules.running(1);
    expect(configure(rules, [DISCOVERY])).toEqual([]);
  });
});
