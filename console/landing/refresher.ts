/** Figures such as throughput change without an event, so the pool is read now and then in any case. */
const READ_EVERY_MS = 5_000;
/** After a change it is read at once, but never more often than this. */
const READ_AT_MOST_EVERY_MS = 500;

/**
 * Calls `refresh` every five seconds, and soon after `changed()`; never twice at the same time, and not while nobody
 * looks at the page. `refresh` must not reject.
 */
export function createRefresher(refresh: () => Promise<void>): { changed(): void } {
  let startedAtMs = Number.NEGATIVE_INFINITY;
  let running = false;
  let stale = false;
  let timer: number | undefined;

  const run = async () => {
    if (document.hidden) return;
    running = true;
    stale = false;
    startedAtMs = performance.now();
    await refresh();
    running = false;
    next();
  };

  const next = () => {
    if (stale) changed();
    else timer = window.setTimeout(() => void run(), READ_EVERY_MS);
  };

  const changed = () => {
    stale = true;
    if (running) return;
    const waitMs = Math.max(0, startedAtMs + READ_AT_MOST_EVERY_MS - performance.now());
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void run(), waitMs);
  };

  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) changed();
  });
  return { changed };
}
