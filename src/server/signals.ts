import type { Clock } from '../engine/clock.js';

/** Signals this soon after the first are the same one: npm forwards what the terminal sends to both. */
const SAME_WITHIN_MS = 1_000;

/**
 * Calls `stop` at the first SIGTERM or SIGINT, and `end` at a later one, of somebody who has waited enough.
 *
 * A process that is stalled learns of a signal late, by whichever of its threads, and nobody tells it when it was sent. So a
 * further one counts as later only where a fair clock says that what had queued up by then has been heard.
 */
export function onStopSignals(clock: Clock, stop: (signal: string) => void, end: () => void): void {
  let phase: 'running' | 'stopping' | 'impatient' = 'running';
  const handle = (signal: NodeJS.Signals): void => {
    if (phase === 'impatient') end();
    if (phase !== 'running') return;
    phase = 'stopping';
    clock.alarm(SAME_WITHIN_MS, () => (phase = 'impatient'));
    stop(signal);
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
