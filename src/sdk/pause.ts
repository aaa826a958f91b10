const BASE_MS = 100;
const CAP_MS = 5_000;

/** The wait before try `next` (from 1), in milliseconds: between half and all of min(5 s, 100 ms * 2^(next - 1)). */
export function pauseMs(next: number): number {
  return Math.min(CAP_MS, BASE_MS * 2 ** (next - 1)) * (0.5 + Math.random() / 2);
}

/** Resolves after `ms`; rejects with the signal's reason as soon as that is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
