import type { Feed } from './feed.js';

/** Resolves when more is published, `waitMs` is over, or `signal` is aborted, whichever comes first. */
export function moreWithin(feed: Feed, waitMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    const stop = feed.onMore(done);
    signal?.addEventListener('abort', done);
  });
}
