import { expect, it } from '@jest/globals';
import { rowsOf } from '../../console/app/overview/event-rows.js';
import { meets, readEventSearch } from '../../console/app/overview/event-filter.js';
import type { PoolEventLine } from '../../src/sdk/store/event-feed.js';

const event = (cursor: string, change: Partial<PoolEventLine> = {}): PoolEventLine => ({
  ...{ cursor, occurredAt: '2026-01-01T00:00:00.000Z', missedBefore: 0, pool: 'default', kind: 'TASK' },
  ...{ name: 'COMPLETED', summary: `line ${cursor}`, traceId: null, task: { id: 'task_1', type: 'GENERAL' } },
  ...{ agent: null, dependency: null },
  ...change,
});

const all = (): boolean => true;
const shown = (rows: ReturnType<typeof rowsOf>): readonly string[] =>
  rows.map((row) => (row.kind === 'event' ? row.event.cursor : row.kind));

it('puts the newest first, and a gap before the event that came after it, with what was missed', () => {
  const rows = rowsOf(
    { events: [event('a'), event('b'), event('c')], gaps: [{ atMs: 1, missed: 5, before: 'b' }], error: null },
    [],
    all,
  );
  expect(shown(rows)).toEqual(['c', 'b', 'gap', 'a']);
  expect(rows[2]).toMatchObject({ missed: 5 });
});

it('shows a gap at once where nothing has come after it yet', () => {
  const rows = rowsOf({ events: [event('a')], gaps: [{ atMs: 1, missed: null, before: null }], error: null }, [], all);
  expect(shown(rows)).toEqual(['gap', 'a']);
});

it('keeps a gap where the filter hides what is around it', () => {
  const gaps = [{ atMs: 1, missed: 5, before: 'b' }];
  expect(shown(rowsOf({ events: [event('a'), event('b')], gaps, error: null }, [], () => false))).toEqual(['gap']);
});

it('says that nothing is missing over a lost connection only when an event has come without a gap', () => {
  const lost = [{ atMs: 9, awayMs: 4, after: 'a' }];
  const view = (count: number) => ({ events: [event('a'), event('b')].slice(0, count), gaps: [], error: null });
  expect(shown(rowsOf(view(1), lost, all))).toEqual(['a']);
  expect(shown(rowsOf(view(2), lost, all))).toEqual(['b', 'resumed', 'a']);
  const gaps = [{ atMs: 1, missed: null, before: 'b' }];
  expect(shown(rowsOf({ ...view(2), gaps }, lost, all))).toEqual(['b', 'gap', 'a']);
});

it('filters by kind, by type of task and by text in any case', () => {
  const fits = meets({ kind: 'TASK', type: 'GENERAL', text: 'LINE A' });
  expect(fits(event('a'))).toBe(true);
  expect(fits(event('b'))).toBe(false);
  expect(fits(event('a', { kind: 'AGENT' }))).toBe(false);
  expect(fits(event('a', { task: { id: 'task_1', type: 'INGEST' } }))).toBe(false);
  expect(meets({ text: 'attempt failed' })(event('a', { name: 'ATTEMPT_FAILED' }))).toBe(true);
});

it('takes from an address what is a filter, and leaves out what is none', () => {
  expect(readEventSearch({ kind: 'TASK', type: 'NONSENSE', agent: 'agent_1', text: '' })).toEqual({
    ...{ kind: 'TASK', agent: 'agent_1' },
  });
});
