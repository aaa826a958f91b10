import { useMemo, useSyncExternalStore } from 'react';
import { shareEqual } from '../store/share-equal.js';
import type { Source } from '../store/source.js';

/**
 * A part of what a source has, and draws again only when that part is another one: parts that are equal are the same object.
 * `select` may be written in place. A server renders `unread`.
 */
export function useSelected<T, Selected>(
  source: Source<T>,
  unread: T,
  select: ((value: T) => Selected) | undefined,
): Selected {
  const [snapshot, serverSnapshot] = useMemo(() => {
    const chosen = select ?? ((value: T) => value as unknown as Selected);
    return [remembering(() => source.snapshot(), chosen), remembering(() => unread, chosen)];
  }, [source, unread, select]);
  return useSyncExternalStore(source.subscribe, snapshot, serverSnapshot);
}

function remembering<T, Selected>(read: () => T, select: (value: T) => Selected): () => Selected {
  let last: { readonly value: T; readonly selected: Selected } | null = null;
  return () => {
    const value = read();
    if (last === null || !Object.is(last.value, value)) {
      last = { value, selected: shareEqual(last?.selected, select(value)) };
    }
    return last.selected;
  };
}
