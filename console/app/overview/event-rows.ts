import type { EventsView, PoolEventLine } from '../../../src/sdk/react/react.js';

/** A connection that was lost and is there again. */
export interface Resumption {
  readonly atMs: number;
  readonly awayMs: number;
  /** Cursor of the newest event before it was lost; null where there was none. */
  readonly after: string | null;
}

/** What stands in the list: events, and between them where some are missing or the connection was away. */
export type EventRow =
  | { readonly kind: 'event'; readonly key: string; readonly event: PoolEventLine }
  | { readonly kind: 'gap'; readonly key: string; readonly missed: number | null; readonly atMs: number }
  | { readonly kind: 'resumed'; readonly key: string; readonly awayMs: number; readonly atMs: number };

/**
 * The rows of a feed, the newest first. A gap stands before the event that came after it. Where the connection was lost is marked only
 * once an event has come behind it without a gap: the mark means that nothing is missing there.
 */
export function rowsOf(
  { events, gaps }: EventsView,
  resumptions: readonly Resumption[],
  isShown: (event: PoolEventLine) => boolean,
): readonly EventRow[] {
  const gapBefore = new Map(gaps.map((gap) => [gap.before, gap]));
  const resumedAfter = new Map(resumptions.map((resumption) => [resumption.after, resumption]));
  const rows: EventRow[] = [];
  let previous: string | null = null;
  for (const event of events) {
    const gap = gapBefore.get(event.cursor);
    const resumption = resumedAfter.get(previous);
    if (gap !== undefined) rows.push({ kind: 'gap', key: `gap ${event.cursor}`, missed: gap.missed, atMs: gap.atMs });
    else if (resumption !== undefined && previous !== null) {
      rows.push({ kind: 'resumed', key: `resumed ${previous}`, awayMs: resumption.awayMs, atMs: resumption.atMs });
    }
    if (isShown(event)) rows.push({ kind: 'event', key: event.cursor, event });
    previous = event.cursor;
  }
  const open = gapBefore.get(null);
  if (open !== undefined) rows.push({ kind: 'gap', key: 'gap open', missed: open.missed, atMs: open.atMs });
  return rows.reverse();
}

/** Events of `events` behind the one with that cursor; all of them where it is there no more. */
export function eventsAfter(events: readonly PoolEventLine[], cursor: string | null): readonly PoolEventLine[] {
  const index = cursor === null ? -1 : events.findLastIndex((event) => event.cursor === cursor);
  return events.slice(index + 1);
}
