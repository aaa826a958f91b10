import { useMemo, useState } from 'react';
import { useEvents, type EventsView, type PoolEventLine } from '../../../src/sdk/react/react';
import { usePausedAt, useShownNow } from '../data/paused';
import { meets, type EventSearch } from './event-filter';
import { eventsAfter, rowsOf, type EventRow } from './event-rows';
import { useResumptions } from './use-resumptions';

export interface EventList {
  /** The newest first. */
  readonly rows: readonly EventRow[];
  /** Events that have come since the list was stopped and that the filter lets through. */
  readonly unseen: number;
  /** Whether more may have come than is kept, so that there are more than `unseen`. */
  readonly isMore: boolean;
  readonly error: Error | null;
}

/**
 * The events that are shown. While `isStopped`, or while the whole view is paused, the list stays as it was and what comes is counted.
 * Events of one agent are another question to the server, which begins where the feed begins.
 */
export function useEventList(search: EventSearch, rangeMs: number, isStopped: boolean): EventList {
  const whole = useEvents();
  const oldest = whole.events[0]?.cursor;
  const [start, setStart] = useState({ agent: search.agent, after: oldest });
  // As soon as there is a place to begin at, and again for another agent; never for a newer event.
  if (start.agent !== search.agent || (start.after === undefined && oldest !== undefined)) {
    setStart({ agent: search.agent, after: oldest });
  }
  const ofAgent = useEvents({
    ...(search.agent !== undefined && {
      filter: { agentId: search.agent },
      ...(start.after !== undefined && { after: start.after }),
    }),
  });
  const live = search.agent === undefined ? whole : ofAgent;
  const resumptions = useResumptions(live.events.at(-1)?.cursor ?? null);
  const isHeld = usePausedAt() !== null || isStopped;
  const key = JSON.stringify(search.agent ?? null);
  const shown = useStopped(live, isHeld, key);
  const fits = useMemo(() => meets(search), [search]);
  const fromMs = useRangeStart(rangeMs);
  const rows = useMemo(
    () => rowsOf(shown, resumptions, (event) => Date.parse(event.occurredAt) >= fromMs && fits(event)),
    [shown, resumptions, fits, fromMs],
  );
  const unseen = useUnseen(live, shown, isHeld, fits);
  return { rows, ...unseen, error: live.error };
}

/** `live`, or while it is held what it was when that began; another question is answered at once. */
function useStopped(live: EventsView, isHeld: boolean, key: string): EventsView {
  const [kept, setKept] = useState({ live, key });
  if (isHeld && kept.key === key && kept.live.events.length > 0) return kept.live;
  if (kept.live !== live || kept.key !== key) setKept({ live, key });
  return live;
}

/** The beginning of the range moves in steps, so that the list is not made anew each second. */
function useRangeStart(rangeMs: number): number {
  const stepMs = 5_000;
  return Math.floor((useShownNow() - rangeMs) / stepMs) * stepMs;
}

const NONE = { unseen: 0, isMore: false };

function useUnseen(
  live: EventsView,
  shown: EventsView,
  isHeld: boolean,
  fits: (event: PoolEventLine) => boolean,
): { readonly unseen: number; readonly isMore: boolean } {
  const last = shown.events.at(-1)?.cursor ?? null;
  return useMemo(() => {
    if (!isHeld || live === shown) return NONE;
    const fresh = eventsAfter(live.events, last);
    // All that is kept is new: what came before that is gone.
    return { unseen: fresh.filter(fits).length, isMore: last !== null && fresh.length === live.events.length };
  }, [live, shown, isHeld, fits, last]);
}
