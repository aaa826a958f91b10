import { describe, expect, it } from '@jest/globals';
import { painter } from '../../src/cli/paint.js';
import { cutTo, printable, widthOf } from '../../src/cli/printable.js';
import { age, duration } from '../../src/cli/shown.js';
import { table } from '../../src/cli/table.js';
import { picture } from '../../src/cli/watch/picture.js';
import type { Watched } from '../../src/cli/watch/watched.js';

const plain = painter(false);

describe('text of others', () => {
  it('cannot move the cursor, ring, or turn the direction of writing', () => {
    expect(printable('a\u001b[2Jb\u0007c\r\nd\u009b31me\u202ef')).toBe('a [2Jb c d 31me f');
  });

  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['🚀', 2],
    ['', 0],
  ])('%j takes %d columns', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('is cut to the columns that there are, wide characters whole', () => {
    expect([cutTo('abcdef', 4), cutTo('日本語', 4), cutTo('abc', 3), cutTo('abc', 0)]).toEqual([
      'abc…',
      '日…',
      'abc',
      '',
    ]);
  });
});

describe('a duration', () => {
  it.each([
    [0.04, '0 ms'],
    [9.94, '9.9 ms'],
    [999, '999 ms'],
    [59_949, '59.9 s'],
    [59_999, '1m'],
    [192_000, '3m12s'],
    [7_500_000, '2h5m'],
    [90_000_000, '1d1h'],
    [-5, '0 ms'],
    [null, '-'],
  ])('%p ms is shown as %s', (ms, shown) => {
    expect(duration(ms)).toBe(shown);
  });

  it('is never negative, where the clocks of two machines differ', () => {
    expect(age('2026-03-01T00:00:10.000Z', Date.parse('2026-03-01T00:00:00.000Z'))).toBe('0 ms');
  });
});

describe('a table', () => {
  const columns = [
    { title: 'ID', of: ({ id }: { id: string }) => id },
    { title: 'TEXT', of: ({ text }: { text: string | null }) => text, flexible: true },
    { title: 'N', of: () => 7, align: 'right' as const },
  ];
  const rows = [
    { id: 'one', text: 'x'.repeat(50) },
    { id: 'three', text: null },
  ];

  it('cuts what may be cut to fit a terminal, and nothing where nobody looks', () => {
    expect(table(columns, rows, { paint: plain, width: 24 })).toEqual([
      'ID     TEXT            N',
      `one    ${'x'.repeat(13)}…  7`,
      'three  -               7',
    ]);
    expect(table(columns, rows, { paint: plain, width: null })[1]).toBe(`one    ${'x'.repeat(50)}  7`);
  });

  it('keeps at least a few columns of each, however narrow the terminal', () => {
    expect(table(columns, rows, { paint: plain, width: 1 })[1]).toBe('one    xxxxxxx…  7');
  });
});

describe('the picture of watch', () => {
  const nowMs = Date.parse('2026-03-01T00:01:00.000Z');
  const instant = '2026-03-01T00:00:30.000Z';
  const agent = (at: number): Watched['view']['agents'][number] => ({
    ...{ id: `agent_${String(at)}`, pool: 'p', name: `agent-${String(at)}`, kind: 'PROCESS', status: 'IDLE' },
    ...{ statusReason: null, taskTypes: [], verifiedSkills: [], spawnedAt: instant, currentTask: null },
    performance: { tasksCompleted: 1, tasksFailed: 0, averageTaskTimeMs: 5, contextSwitches: 0 },
    health: { memoryUsage: null, cpuUsage: 0.5, heapUsedBytes: 1e7, lastHeartbeatAt: null, consecutiveFailures: 0 },
    isolation: { sharedStateDetected: false, notes: [] },
  });
  const watched: Watched = {
    ...{ url: 'http://127.0.0.1:4000', pool: 'p', asOfMs: nowMs - 3_000, link: { phase: 'live', latencyMs: 2 } },
    events: Array.from({ length: 100 }, (_, at) => ({
      ...{ cursor: String(at), occurredAt: instant, missedBefore: 0, pool: 'p', kind: 'TASK', name: 'COMPLETED' },
      ...{ summary: 'done\u001b[2J', traceId: null, task: null, agent: null, dependency: null },
    })),
    view: {
      ...{
        name: 'p',
        status: 'RUNNING',
        health: 'HEALTHY',
        size: 16,
        maxSize: 16,
        queueLength: 90,
        queueCapacity: 100,
      },
      ...{ createdAt: instant, readOnly: null, cursor: 'c', dependencies: [], tasks: { nodes: [] } },
      agents: Array.from({ length: 16 }, (_, at) => agent(at)),
      metrics: {
        ...{ at: instant, agents: 16, agentsByStatus: [], tasksTotal: 0, tasksPending: 0, tasksInProgress: 0 },
        ...{ tasksCompleted: 9, tasksFailed: 1, tasksCancelled: 0, submissionsRefused: 0, queueLength: 90 },
        ...{ queueCapacity: 100, oldestPendingMs: null, avgTaskDurationMs: null, avgAssignmentLatencyMs: null },
        ...{ assignmentLatency: null, taskDuration: null, utilization: 0, throughputPerSecond: 1, healthScore: 1 },
        ...{ isolationBreaches: 0, byType: [] },
      },
    },
  };
  const shown = (columns: number, rows: number, more: Partial<Watched> = {}): string[] =>
    picture({ ...watched, ...more }, { columns, rows, paint: plain, nowMs, heldSinceMs: null });

  it.each([
    [20, 3],
    [40, 8],
    [80, 24],
    [200, 60],
  ])('fits %d columns and %d rows', (columns, rows) => {
    const lines = shown(columns, rows);
    expect(lines).toHaveLength(rows);
    expect(lines.filter((line) => widthOf(line) > Math.max(columns, 50))).toEqual([]);
    expect(lines.join('')).not.toContain('\u001b');
  });

  it('says what is wrong, above everything else, and how old it is', () => {
    const lines = shown(100, 30, { link: { phase: 'reconnecting', problem: 'No answer.' } });
    expect(lines[0]).toMatch(/reconnecting, this is 3\.0 s old$/);
    expect(lines.slice(0, 4)).toContain('! No answer.');
    expect(lines.join('\n')).toContain('failed 10 %');
  });
});
