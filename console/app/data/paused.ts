import { useState, useSyncExternalStore } from 'react';
import { tickedNow, useNow } from './clock';
import { stored } from './stored';

/** When the view was paused, in milliseconds since the epoch; null while it is live. Only a person changes it. */
export const pausedAtMs = stored<number | null>(null);

/** The time of the server at that moment. */
let pausedNow = 0;

export function usePausedAt(): number | null {
  return useSyncExternalStore(pausedAtMs.subscribe, pausedAtMs.get);
}

/** Stops the view where it is, or lets it go on with what is now. */
export function togglePause(): void {
  pausedNow = tickedNow();
  pausedAtMs.set(pausedAtMs.get() === null ? Date.now() : null);
}

/**
 * `value`, or while the view is paused what it was when that began: reconnects, focus and new answers do not change it. Another `key`,
 * such as other filters, is another question, whose answer is shown; so is the first one.
 */
export function useHeld<T>(value: T, key = '', isThere: (value: T) => boolean = () => true): T {
  const isPaused = usePausedAt() !== null;
  const [held, setHeld] = useState({ value, key });
  if (isPaused && held.key === key && isThere(held.value)) return held.value;
  if (!Object.is(held.value, value) || held.key !== key) setHeld({ value, key });
  return value;
}

/** The time by which shown ages are counted: that of the server, which stands still while the view is paused. */
export function useShownNow(): number {
  const now = useNow();
  return usePausedAt() === null ? now : pausedNow;
}
