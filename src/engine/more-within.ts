import type { Pool } from './pool.js';

/** Resolves when more is published, `waitMs` is over, or `signal` is aborted, whichever comes first. */
export function moreWithin(pool: Pool, waitMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      cancel();
      stop();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = pool.alarm(waitMs, done);
    const stop = pool.feed.onMore(done);
    signal?.addEventListener('abort', done);
  });
}
