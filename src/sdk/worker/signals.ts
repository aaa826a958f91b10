/** What a signal is to end. */
interface Closable {
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** npm and shells hand the same signal on more than once. */
const SAME_SIGNAL_MS = 1_000;

/** The first signal drains, a later one ends the drain. Gives what makes the process forget about it. */
export function closeOnSignals(worker: Closable): () => void {
  let firstAtMs: number | null = null;
  const onSignal = (): void => {
    const nowMs = performance.now();
    if (firstAtMs === null) void worker.close();
    else if (nowMs - firstAtMs >= SAME_SIGNAL_MS) void worker.close({ drainMs: 0 });
    firstAtMs ??= nowMs;
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}
