import { useSyncExternalStore } from 'react';
import { client } from './session';
import { stored } from './stored';

/** The connection was lost and is back, in milliseconds since the epoch by this machine's clock. */
export interface Returned {
  readonly lostAtMs: number;
  readonly backAtMs: number;
}

/** The server says at once where it cannot go on behind the last event; only then is it known that nothing is missing. */
const SURE_AFTER_MS = 500;
/** How long it is worth telling. */
const TOLD_FOR_MS = 8_000;

const returned = stored<Returned | null>(null);
let timer: number | undefined;
let before = client.connection.snapshot();

client.connection.subscribe(() => {
  const now = client.connection.snapshot();
  const last = before;
  if (now.status === last.status) return;
  before = now;
  window.clearTimeout(timer);
  returned.set(null);
  if (now.status === 'live' && last.status === 'reconnecting') tell(last.sinceMs, now.sinceMs);
});

function tell(lostAtMs: number, backAtMs: number): void {
  timer = window.setTimeout(() => {
    returned.set({ lostAtMs, backAtMs });
    timer = window.setTimeout(() => returned.set(null), TOLD_FOR_MS);
  }, SURE_AFTER_MS);
}

/** The newest return of the connection, for some seconds after it; else null. */
export function useReturned(): Returned | null {
  return useSyncExternalStore(returned.subscribe, returned.get);
}
