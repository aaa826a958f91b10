/** Signals this soon after the first are the same one: npm forwards what the terminal sends to both. */
const SAME_WITHIN_MS = 1_000;

/**
 * Calls `stop` at the first SIGTERM or SIGINT, and `end` at a later one, of somebody who has waited enough.
 *
 * A process that is stalled learns of a signal late, and nobody tells it when it was sent. So a second one counts as later only
 * where the loop has looked for signals once more after the time was over.
 */
export function onStopSignals(stop: (signal: string) => void, end: () => void): void {
  let phase: 'running' | 'stopping' | 'impatient' = 'running';
  const handle = (signal: NodeJS.Signals): void => {
    if (phase === 'impatient') end();
    if (phase !== 'running') return;
    phase = 'stopping';
    // Immediates run behind the signals that came while the timer was due.
    setTimeout(() => setImmediate(() => (phase = 'impatient')), SAME_WITHIN_MS).unref();
    stop(signal);
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
