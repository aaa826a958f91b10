import type { ServerResponse } from 'node:http';
import { machineClock } from '../engine/clock.js';

/** How long a reader may leave its buffer full before its connection is ended. */
export const STALLED_AFTER_MS = 60_000;

/** Resolves when what was written has gone out, or the connection has. Ends one that stays stalled. */
export function drained(response: ServerResponse, stalledAfterMs = STALLED_AFTER_MS): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      response.off('drain', done).off('close', done);
      resolve();
    };
    const cancel = machineClock.alarm(stalledAfterMs, () => response.destroy());
    response.on('drain', done).on('close', done);
  });
}
