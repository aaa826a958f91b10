import { useSyncExternalStore } from 'react';

/** One timer for all ages on the page, while any is shown. */
const TICK_MS = 1_000;
/** A difference that small is the way of the answer rather than a wrong clock. */
const IGNORED_MS = 1_000;

const listeners = new Set<() => void>();
let timer: number | undefined;
let offsetMs: number | null = null;
let tickedMs = Date.now();
let localMs = tickedMs;

/** The time of the server, as far as it is known, at the last tick; milliseconds since the epoch. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => tickedMs);
}

/** The same, outside of React. */
export function tickedNow(): number {
  return tickedMs;
}

/** The time of this machine at the last tick: for what happened here, such as a lost connection. */
export function useLocalNow(): number {
  return useSyncExternalStore(subscribe, () => localMs);
}

/**
 * Told of each instant that the server names as its now. The way to here makes it late, never early, so the greatest difference is the
 * nearest to the truth. Ages are counted by that clock: this machine's may be wrong by hours.
 */
export function observeServerTime(instant: string): void {
  const differenceMs = Date.parse(instant) - Date.now();
  if (Number.isNaN(differenceMs) || (offsetMs !== null && differenceMs <= offsetMs)) return;
  offsetMs = differenceMs;
  tick();
}

function now(): number {
  return Date.now() + (offsetMs === null || Math.abs(offsetMs) < IGNORED_MS ? 0 : offsetMs);
}

function renew(): void {
  tickedMs = now();
  localMs = Date.now();
}

function tick(): void {
  renew();
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    renew();
    timer = window.setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}
