/** Signals this soon after the first are the same one: npm forwards what the terminal sends to both. */
const SAME_WITHIN_MS = 1_000;

/** Calls `stop` at the first SIGTERM or SIGINT, and `end` at a later one, of somebody who has waited enough. */
export function onStopSignals(stop: (signal: string) => void, end: () => void): void {
  let firstAtMs: number | null = null;
  const handle = (signal: NodeJS.Signals): void => {
    if (firstAtMs === null) {
      firstAtMs = performance.now();
      stop(signal);
    } else if (performance.now() - firstAtMs > SAME_WITHIN_MS) end();
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}
